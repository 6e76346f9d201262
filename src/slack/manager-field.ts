// Reads a person's manager from their Slack profile, and trusts the field only if people cannot write it themselves.
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import type { Clock, Directory } from '../core/ports.ts'
import { MINUTE } from '../core/time/duration.ts'
import type { LookUp } from './lookups.ts'
import { createTtlCache } from './ttl-cache.ts'
import type { InWorkspace } from './workspaces.ts'

type Field = NonNullable<
  NonNullable<Awaited<ReturnType<WebClient['team']['profile']['get']>>['profile']>['fields']
>[number]

/**
 * The field definitions are cached for a minute, unless the answer gives somebody a right. Values are never cached, because Slack sends no event when they
 * change.
 */
export function createManagerOf(
  client: WebClient,
  { clock, lookUp, inWorkspace }: { clock: Clock; lookUp: LookUp; inWorkspace: InWorkspace },
): Directory['managerOf'] {
  const fields = createTtlCache(() => readFields(client, { lookUp, inWorkspace }), {
    ...{ clock, ttl: MINUTE, maxEntries: 1 },
  })
  return async (person, label, age) => {
    try {
      return await managerOf(person, label, age)
    } catch (error) {
      // If Slack has no such fields, people have no manager in them. An outage or a missing scope does not mean that.
      if (isBotError(error, 'slack_unavailable') && noSuchFields.has(error.facts.reason)) return undefined
      throw error
    }
  }

  async function managerOf(person: string, label: string, age: 'fresh' | undefined): Promise<string | undefined> {
    const definitions = age === 'fresh' ? fields.reload('everybody’s') : fields.get('everybody’s')
    const id = trustedField(await definitions, label)
    if (id === undefined) return undefined
    const { profile } = await lookUp('users.profile.get', 'read who a manager is', () =>
      client.users.profile.get({ user: person }),
    )
    const manager = profile?.fields?.[id]?.value?.trim() ?? ''
    // The field may be empty, or contain several people, of whom none can be chosen.
    return /^[UW][A-Z0-9]+$/.test(manager) ? manager : undefined
  }
}

/** Whether the field with this label can be trusted. Never throws. */
export function createManagerFieldState(
  client: WebClient,
  world: { lookUp: LookUp; inWorkspace: InWorkspace },
): (label: string) => Promise<'protected' | 'editable' | 'ambiguous' | 'missing' | 'unreadable'> {
  return async (label) => {
    try {
      const [field, another] = fieldsCalled(await readFields(client, world), label)
      if (another) return 'ambiguous'
      if (!field) return 'missing'
      return isProtected(field) ? 'protected' : 'editable'
    } catch {
      return 'unreadable'
    }
  }
}

async function readFields(
  client: WebClient,
  { lookUp, inWorkspace }: { lookUp: LookUp; inWorkspace: InWorkspace },
): Promise<readonly Field[]> {
  // All workspaces of an organization have the same fields, so the first one that answers is enough. Slack's types lack
  // the parameter for the workspace, which its page on methods for organizations requires.
  const { profile } = await inWorkspace('profile fields', (where) =>
    lookUp('team.profile.get', 'read the profile fields', () => client.team.profile.get(where as object)),
  )
  return profile?.fields ?? []
}

/** Reasons that mean that the workspace, or an emulator, has no such fields at all. */
const noSuchFields: ReadonlySet<string> = new Set(['unknown_method', 'plan_upgrade_required'])

/** Undefined also if two fields have the label, because neither can be preferred. */
function trustedField(fields: readonly Field[], label: string): string | undefined {
  const [field, another] = fieldsCalled(fields, label)
  return field && !another && isProtected(field) ? field.id : undefined
}

/** Hidden fields are on no profile. */
function fieldsCalled(fields: readonly Field[], label: string): Field[] {
  const same = (other = '') => other.trim().toLowerCase() === label.trim().toLowerCase()
  return fields.filter((candidate) => same(candidate.label) && candidate.type === 'user' && !candidate.is_hidden)
}

/**
 * In an unprotected field people could name an approver of their own choice. Slack documents the flags beside `options`
 * as well as in it, and has sent 1 for true: https://docs.slack.dev/reference/methods/team.profile.get
 */
function isProtected(field: Field): boolean {
  const flags = [field, field.options ?? {}] as { is_protected?: unknown; is_scim?: unknown }[]
  return flags.some(({ is_protected, is_scim }) => [is_protected, is_scim].some((flag) => flag === true || flag === 1))
}
