// What the rules ask about a person at this moment: their groups, their active tokens, their clock.
import type { Person } from '../core/person.ts'
import { type Facts, groupsIn, type Policy } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import { isAlive } from '../core/token.ts'

/** Throws `slack_unavailable` if a group that any rule speaks of cannot be read: what is not known refuses. */
export async function factsOf(
  ports: Ports,
  { id: requester, timeZone }: Person,
  policy: Policy,
  rotation = false,
): Promise<Facts> {
  const now = ports.clock.now()
  const activeTokens = (await ports.tokens.of(requester)).filter((token) => isAlive(token, now)).length
  const groups = groupsIn(policy)
  const members = await Promise.all(groups.map((group) => ports.directory.membersOf(group)))
  const theirs = new Set(groups.filter((_, index) => members[index]?.includes(requester)))
  return { requester, groups: theirs, activeTokens, now, timeZone, rotation }
}
