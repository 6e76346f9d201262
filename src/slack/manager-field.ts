// Reads who somebody's manager is from their Slack profile, and believes it only where people cannot write it themselves.
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import type { Clock, Directory } from '../core/ports.ts'
import { MINUTE } from '../core/time/duration.ts'
import type { LookUp } from './lookups.ts'
import { cached } from './ttl-cache.ts'
import type { InWorkspace } from './workspaces.ts'

type Field = NonNullable<
  NonNullable<Awaited<ReturnType<WebClient['team']['profile']['get']>>['profile']>['fields']
>[number]

/** The definitions of the fields are cached for a minute; their values never, since Slack tells nobody when they change. */
export function createManagerOf(
  client: WebClient,
  { clock, lookUp, inWorkspace }: { clock: Clock; lookUp: LookUp; inWorkspace: InWorkspace },
): Directory['managerOf'] {
  const fieldsOf = cached(
    async () => {
      // An organization has the same fields in all of its workspaces, so the first one that answers will do. Slack's types
      // leave out the workspace, which its page of methods for organizations asks for.
      const { profile } = await inWorkspace('profile fields', (where) =>
        lookUp('team.profile.get', 'read the profile fields', () => client.team.profile.get(where as object)),
      )
      return profile?.fields ?? []
    },
    { clock, ttl: MINUTE, maxEntries: 1 },
  )
  return async (person, label) => {
    try {
      return await managerOf(person, label)
    } catch (error) {
      // Where Slack has no such fields nobody has a manager in them. An outage or a missing scope does not mean that.
      if (isBotError(error, 'slack_unavailable') && never.has(error.facts.reason)) return undefined
      throw error
    }
  }

  async function managerOf(person: string, label: string): Promise<string | undefined> {
    const id = believableField(await fieldsOf('everybody’s'), label)
    if (id === undefined) return undefined
    const { profile } = await lookUp('users.profile.get', 'read who a manager is', () =>
      client.users.profile.get({ user: person }),
    )
    const manager = profile?.fields?.[id]?.value?.trim() ?? ''
    // The field may be empty, or hold several people, of whom none can be chosen.
    return /^[UW][A-Z0-9]+$/.test(manager) ? manager : undefined
  }
}

/** The workspace, or an emulator, has no such fields at all. */
const never: ReadonlySet<string> = new Set(['unknown_method', 'plan_upgrade_required'])

/** Undefined also where two fields have that label, since nothing says which one counts. Hidden fields are on no profile. */
function believableField(fields: readonly Field[], label: string): string | undefined {
  const same = (other = '') => other.trim().toLowerCase() === label.trim().toLowerCase()
  const [field, another] = fields.filter((one) => same(one.label) && one.type === 'user' && !one.is_hidden)
  return field && !another && isOthersToWrite(field) ? field.id : undefined
}

/**
 * Any other field is one in which people could name an approver of their own choice. Slack's page lists the flags beside
 * `options` as well as in it, and has sent 1 for true: https://docs.slack.dev/reference/methods/team.profile.get
 */
function isOthersToWrite(field: Field): boolean {
  const flags = [field, field.options ?? {}] as { is_protected?: unknown; is_scim?: unknown }[]
  return flags.some(({ is_protected, is_scim }) => [is_protected, is_scim].some((flag) => flag === true || flag === 1))
}
