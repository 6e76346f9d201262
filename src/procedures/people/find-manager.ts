// Finds a person's manager: in the policy's map, else in a Slack profile field that people cannot edit themselves.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'

/**
 * The manager's Slack id, whose account is not checked here, or why there is none. `unreadable` means that the manager
 * is unknown, because a Slack scope is missing.
 */
export type Manager = { is: 'known'; id: string } | { is: 'none' } | { is: 'unreadable'; scope: string }

/**
 * A manager of a profile is noted, so that the manager can be recognised as one. `age` as in `Directory.membersOf`.
 * Throws `slack_unavailable`, because a failure must not be taken for a missing manager.
 */
export async function findManager(
  ports: Pick<Ports, 'policy' | 'directory' | 'managersSeen'>,
  person: string,
  age?: 'fresh',
): Promise<Manager> {
  const { map, field } = ports.policy().managers
  const named = map[person]
  if (named !== undefined) return { is: 'known', id: named }
  try {
    const id = await ports.directory.managerOf(person, field, age)
    if (id === undefined) return { is: 'none' }
    await noteManager(ports, id, person)
    return { is: 'known', id }
  } catch (error) {
    // A missing scope is not an outage, so a retry would never succeed.
    if (isBotError(error, 'slack_scope_missing')) return { is: 'unreadable', scope: error.facts.scope }
    throw error
  }
}

/** What could not be noted is noted the next time. */
async function noteManager({ managersSeen }: Pick<Ports, 'managersSeen'>, manager: string, person: string) {
  try {
    await managersSeen.note(manager, person)
  } catch (error) {
    if (!isBotError(error, 'redis_unavailable', 'redis_unusable')) throw error
  }
}
