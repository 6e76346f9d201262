// Who somebody's manager is: the policy's map first, then their Slack profile, where people cannot write it themselves.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'

/** A Slack id, of whoever it is, not looked at further; or why there is none. `unreadable` is not knowing, for want of a scope. */
export type Manager = { is: 'known'; id: string } | { is: 'none' } | { is: 'unreadable'; scope: string }

/** Throws `slack_unavailable`: who cannot be read has no rights. */
export async function findManager(ports: Pick<Ports, 'policy' | 'directory'>, person: string): Promise<Manager> {
  const { map, field } = ports.policy().managers
  try {
    const id = map[person] ?? (await ports.directory.managerOf(person, field))
    return id === undefined ? { is: 'none' } : { is: 'known', id }
  } catch (error) {
    // Not an outage: whoever waited for it would wait for ever.
    if (isBotError(error, 'slack_scope_missing')) return { is: 'unreadable', scope: error.facts.scope }
    throw error
  }
}
