// The schemas of Dremio's answers: strict for the fields that the bot uses, lenient for everything else.
import { z } from 'zod'
import type { DremioOperation } from '../core/errors.ts'
import { absurdAnswer, notJson } from './failures.ts'

/** Cloud sends milliseconds since epoch, Software ISO 8601 in UTC. */
const moment = z.union([
  z.int(),
  z.iso
    .datetime({ offset: true, local: true })
    .transform((text) => Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)),
])

export const tokenList = z.object({
  data: z.array(
    z.object({
      // Not `z.uuid()`: one token whose id has an unknown UUID version would make the whole list unreadable.
      tid: z.guid().toLowerCase(),
      uid: z.guid().toLowerCase(),
      label: z
        .string()
        .nullish()
        .transform((label) => label ?? ''),
      createdAt: moment,
      expiresAt: moment,
    }),
  ),
})

/** A user of either edition. Cloud has no `email`; its user names are e-mail addresses. */
const user = z.object({
  id: z.guid().toLowerCase(),
  name: z.string(),
  email: z.string().nullish(),
  active: z.boolean().nullish(),
  identityType: z.string().nullish(),
})

/** One user with their roles, if Dremio returns them. Cloud returns roles without a type. */
export const describedUser = user.extend({
  roles: z.array(z.object({ name: z.string(), type: z.string().nullish() })).nullish(),
})

export const userPage = z.object({
  data: z.array(user),
  // Cloud's documentation names the parameter `pageToken`; the field is named as in its other lists.
  nextPageToken: z.string().nullish(),
  totalResults: z.int().nullish(),
})
export type ListedUser = z.infer<typeof user>

/** Throws `dremio_unavailable` (not JSON at all) or `dremio_answer_absurd`, without the content of the answer. */
export function readAnswer<T>(schema: z.ZodType<T>, text: string, operation: DremioOperation): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw notJson({ operation, earlier: false })
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw absurdAnswer({ operation, earlier: false })
  return parsed.data
}
