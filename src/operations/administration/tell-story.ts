// Tells an administrator the story of one request or token: who asked, who decided and why, and what became of it.
import type { FoundStory } from '../../core/audit-story.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { findStory } from '../../procedures/records/find-story.ts'

/**
 * `typed` is a request's id, a token's, or its first characters. `onMany` is called, once, if reading takes so long that
 * the administrator should hear of it. Throws what `admitAdministrator` and `enforceRateLimit` throw.
 */
export async function tellStory(
  ports: Ports,
  actor: Actor,
  typed: string,
  onMany?: () => Promise<void>,
): Promise<FoundStory> {
  const administrator = await admitAdministrator(ports, actor)
  await enforceRateLimit(ports, administrator, 'look')
  return findStory(ports, typed, onMany)
}
