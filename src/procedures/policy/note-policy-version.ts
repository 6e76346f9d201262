// Notes which version of the policy this process works with, so that bot admins can see since when it is in use.
import type { Ports } from '../../core/ports.ts'

/** Called at the start, and when the policy file was read again. Throws `redis_unavailable`. */
export async function notePolicyVersion({
  policy,
  policyVersions,
  clock,
  audit,
}: Pick<Ports, 'policy' | 'policyVersions' | 'clock' | 'audit'>): Promise<void> {
  const { before } = await policyVersions.note(policy().version, clock.now())
  if (before !== undefined) audit.written()
}
