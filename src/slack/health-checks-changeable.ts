// Names what lets others decide who approves and administers: user groups that people may edit, and profile fields.
import type { WebClient } from '@slack/web-api'
import type { HealthCheck } from '../core/health-check.ts'
import type { NamedPerson } from '../core/people/named-people.ts'
import type { Clock } from '../core/ports.ts'
import { createLookUp } from './lookups.ts'
import { createManagerFieldState } from './manager-field.ts'
import { createInWorkspace } from './workspaces.ts'

const subject = 'Changeable by others'

export interface ChangeableBy {
  named: readonly NamedPerson[]
  /** Workspaces and organizations. */
  served: readonly string[]
  /** Label of the profile field that names managers; undefined if no rule asks the manager. */
  managerField: string | undefined
  clock: Clock
}

export async function checkChangeable(
  client: WebClient,
  { named, served, managerField, clock }: ChangeableBy,
): Promise<HealthCheck[]> {
  const fields = managerField === undefined ? [] : await manager(client, managerField, served, clock)
  return [...groups(named), ...fields]
}

/**
 * Slack has no method that tells an app who may edit user groups, so this cannot be checked, only said:
 * https://docs.slack.dev/reference/methods/usergroups.list
 */
function groups(named: readonly NamedPerson[]): HealthCheck[] {
  const places = new Map<string, string[]>()
  for (const { id, by } of named.filter((one) => one.id.startsWith('S'))) {
    const known = places.get(id) ?? []
    if (!known.includes(by)) places.set(id, [...known, by])
  }
  if (places.size === 0) return []
  const listed = [...places].map(([id, by]) => `${id} (${by.join(', ')})`).join(', ')
  const message = `whoever may edit user groups in Slack decides who is in ${listed}; Slack doesn't tell apps who may`
  const remedy =
    'Let only owners and admins edit user groups (Slack: Workspace settings, Permissions, User Groups), or name people (U…).'
  return [{ subject, state: 'warning', message, remedy }]
}

async function manager(
  client: WebClient,
  label: string,
  served: readonly string[],
  clock: Clock,
): Promise<HealthCheck[]> {
  const lookUp = createLookUp(clock)
  const stateOf = createManagerFieldState(client, {
    lookUp,
    inWorkspace: createInWorkspace(client, { clock, lookUp, served }),
  })
  switch (await stateOf(label)) {
    case 'editable': {
      const message = `people can edit the profile field “${label}” themselves, so nobody's manager is read from it`
      const remedy =
        'Protect the field (Slack: Manage members, Profile), or fill it by SCIM. Else put managers into the policy file.'
      return [{ subject, state: 'warning', message, remedy }]
    }
    case 'protected':
      return [
        { subject, state: 'ok', message: `the profile field “${label}” names managers, and people can't edit it` },
      ]
    case 'ambiguous': {
      const message = `two profile fields are called “${label}”, so nobody's manager is read from them`
      return [{ subject, state: 'warning', message, remedy: 'Rename or remove one of them.' }]
    }
    // That it is missing, or may not be read, has a finding of its own or is no danger.
    default:
      return []
  }
}
