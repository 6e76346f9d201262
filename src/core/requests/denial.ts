// Why the policy does not allow a token, and what is wrong with a field of a form: facts for the sentence that says it.
import { z } from 'zod'
import type { Verdict } from '../requests/request-state.ts'

/** What labels look like: in the policy file's own words, in the usual form, or in one that the file does not describe. */
const labelFormSchema = z.union([z.literal(['usual', 'undescribed']), z.object({ hint: z.string() })])
export type LabelForm = z.infer<typeof labelFormSchema>

const fieldProblemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('holds a token') }),
  z.object({ kind: z.literal('label form'), form: labelFormSchema }),
  /** Lifetimes in milliseconds. Without `most` only the shortest one is of concern. */
  z.object({ kind: z.literal('lifetime'), least: z.number(), most: z.number().optional() }),
  z.object({ kind: z.literal('no reason') }),
  /** The policy has a pattern for reasons; `hint` is what its author says about it. */
  z.object({ kind: z.literal('reason form'), hint: z.string().optional() }),
  z.object({ kind: z.literal('no comment') }),
  /** In characters. */
  z.object({ kind: z.literal('too long'), most: z.number() }),
])
/** What is wrong with something that a person filled in. */
export type FieldProblem = z.infer<typeof fieldProblemSchema>

export const denialSchema = z.discriminatedUnion('kind', [
  /** In the words of the policy file. */
  z.object({ kind: z.literal('rule'), because: z.string() }),
  z.object({ kind: z.literal('no rule') }),
  /** The rule names user groups (ids) that Slack does not have, so that it is not known for whom it holds. */
  z.object({ kind: z.literal('no such group'), groups: z.array(z.string()) }),
  /** The lifetimes that are allowed, milliseconds. */
  z.object({ kind: z.literal('lifetime'), least: z.number(), most: z.number() }),
  z.object({ kind: z.literal('too many tokens'), active: z.number(), open: z.number(), most: z.number() }),
  // Of an open request, to which today's policy is applied.
  z.object({ kind: z.literal('another Dremio user') }),
  z.object({ kind: z.literal('label form'), form: labelFormSchema }),
  z.object({ kind: z.literal('reason'), problem: fieldProblemSchema }),
  /**
   * It needs a review, and nobody can decide. `managerUnreadable`: the requester's manager would, and is not known.
   * `missingGroups` (ids) would, and Slack does not have them.
   */
  z.object({
    kind: z.literal('no approver'),
    managerUnreadable: z.boolean(),
    missingGroups: z.array(z.string()).optional(),
  }),
])
/** Why a token is not allowed. A denial that is stored with a request keeps this. */
export type Denial = z.infer<typeof denialSchema>

/** Why the policy denied a request; undefined for any other decision, and where that was not stored. */
export function denialOf(
  review:
    | { by: string | null; verdict: Verdict; comment?: string | undefined; denial?: Denial | undefined }
    | undefined,
): Denial | undefined {
  if (review?.verdict !== 'denied' || review.by !== null) return undefined
  return review.denial ?? (review.comment === undefined ? undefined : { kind: 'rule', because: review.comment })
}
