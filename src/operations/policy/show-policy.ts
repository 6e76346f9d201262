// Shows a bot admin the policy in use, and since when it is.
import type { Actor } from '../../core/people/person.ts'
import { BUILT_IN, type Policy } from '../../core/policy/evaluate.ts'
import type { PolicyVersion } from '../../core/policy/policy-versions.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'

export interface PolicyInUse {
  policy: Policy
  /** What was noted last. Another version than the policy's if another process works with another file. */
  noted: PolicyVersion | undefined
  /** True without a policy file. */
  isBuiltIn: boolean
}

/** Throws `not_an_administrator`, `redis_unavailable` and what `admit` throws. */
export async function showPolicy(ports: Ports, actor: Actor): Promise<PolicyInUse> {
  await enforceRateLimit(ports, await admitAdministrator(ports, actor), 'look')
  const policy = ports.policy()
  return { policy, noted: await ports.policyVersions.current(), isBuiltIn: policy.version === BUILT_IN }
}
