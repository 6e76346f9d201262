// Sends an administrator the whole story of one request or token as a file.
import { type FoundStory, peopleIn } from '../../core/audit-story.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { findStory } from '../../procedures/records/find-story.ts'

/**
 * Sends nothing unless exactly one story is found. Throws `slack_unavailable`, `slack_scope_missing`, and what
 * `admitAdministrator` and `enforceRateLimit` throw.
 */
export async function sendStory(ports: Ports, actor: Actor, id: string): Promise<FoundStory> {
  const administrator = await admitAdministrator(ports, actor)
  await enforceRateLimit(ports, administrator, 'look')
  const found = await findStory(ports, id)
  if (found.found === 'story') {
    await ports.messenger.sendStory(administrator.id, found.story, await namesOf(ports, peopleIn(found.story)))
  }
  return found
}

/** By Slack id; whom Slack does not name is missing. */
async function namesOf({ directory }: Ports, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const named = await Promise.all(
    people.map(async (id) => [id, (await directory.colleague(id).catch(() => undefined))?.name] as const),
  )
  return new Map(named.flatMap(([id, name]) => (name === undefined ? [] : [[id, name]])))
}
