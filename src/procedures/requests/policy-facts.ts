// Collects what the rules need to know about a person: their groups, active tokens, open requests and local time.

import type { Person } from '../../core/people/person.ts'
import { groupsIn, type Policy, type PolicyFacts } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { TokenQuota } from '../../core/tokens/token-quota.ts'

/**
 * Throws `slack_unavailable` if a group that any rule names cannot be read, because a missing fact must not let a
 * request pass.
 */
export async function policyFacts(
  ports: Pick<Ports, 'clock' | 'directory'>,
  { id: requester, timeZone }: Person,
  policy: Policy,
  { active, open }: TokenQuota,
  rotation: Pick<PolicyFacts, 'replaces' | 'rotation'> = { replaces: false, rotation: false },
): Promise<PolicyFacts> {
  const groups = groupsIn(policy)
  const members = await Promise.all(groups.map((group) => ports.directory.membersOf(group)))
  const theirs = new Set(
    groups.filter((_, index) => members[index] !== 'missing' && members[index]?.includes(requester)),
  )
  const missingGroups = new Set(groups.filter((_, index) => members[index] === 'missing'))
  return {
    requester,
    groups: theirs,
    missingGroups,
    activeTokens: active.length,
    openRequests: open.length,
    now: ports.clock.now(),
    timeZone,
    ...rotation,
  }
}
