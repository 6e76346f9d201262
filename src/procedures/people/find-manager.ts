// Finds a person's manager: in the policy's map, else in a Slack profile field that people cannot edit themselves.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'

/**
 * The manager's Slack id, whose account is not checked here, or why there is none. `unreadable` means that the manager
 * is unknown, because a Slack scope is missing.
 */
export type Manager = { is: 'known'; id: string } | { is: 'none' } | { is: 'unreadable'; scope: string }

/** `age` as in `Directory.membersOf`. Throws `slack_unavailable`: a failure must not be taken for a missing manager. */
export async function findManager(
  ports: Pick<Ports, 'policy' | 'directory'>,
  person: string,
  age?: 'fresh',
): Promise<Manager> {
  const { map, field } = ports.policy().managers
  try {
    const id = map[person] ?? (await ports.directory.managerOf(person, field, age))
    return id === undefined ? { is: 'none' } : { is: 'known', id }
  } catch (error) {
    // A missing scope is not an outage, so a retry would never succeed.
    if (isBotError(error, 'slack_scope_missing')) return { is: 'unreadable', scope: error.facts.scope }
    throw error
  }
}
