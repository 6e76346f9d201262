// Delegates the actor's reviews to another person for a while, and asks that person about the pending requests.

import { BotError } from '../../core/errors.ts'
import type { DelegationShown } from '../../core/messenger.ts'
import { type Actor, type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import {
  askingDelegate,
  type Delegation,
  LONGEST_DELEGATION,
  withdrawingDelegate,
} from '../../core/requests/delegation.ts'
import { parseDeadline } from '../../core/time/deadline.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import { admitApprover } from '../../procedures/reviewers/admit-approver.ts'
import { findDelegation } from '../../procedures/reviewers/find-delegation.ts'
import { showDelegation } from '../../procedures/reviewers/show-delegation.ts'
import { updatePendingRequests } from '../../procedures/reviewers/update-pending-requests.ts'

export interface DelegationResult {
  delegation: Delegation
  /** Number of pending requests about which the delegate was newly asked. */
  shown: number
  told: DelegationShown
}

/**
 * `delegate` is a Slack id. `until` are words for `parseDeadline`, or a moment in milliseconds since epoch; without it
 * the delegation lasts as long as possible. An earlier delegation is replaced. Throws `not_an_approver`, `delegate_refused`, `no_such_person`,
 * `delegation_too_long`.
 */
export async function delegateReviews(
  ports: Ports,
  actor: Actor,
  { delegate, until }: { delegate: string; until?: string | number },
): Promise<DelegationResult> {
  const person = await admitApprover(ports, actor)
  const now = ports.clock.now()
  const asked = { approver: person.id, delegate, since: now, until: endIn(until, now, person) }
  await admitDelegate(ports, asked)
  await enforceRateLimit(ports, person, 'delegate')
  const present = await findDelegation(ports, person.id)
  if (present && isSame(present, asked))
    return { delegation: present, shown: await askDelegate(ports, present), told: 'edited' }
  const ended = present && present.delegate !== delegate ? present : undefined
  // Another end makes no new delegation: its message is found by the moment at which it began.
  const delegation = present && !ended ? { ...asked, since: present.since } : asked
  await ports.delegations.set(delegation)
  if (ended) await writeAuditEntry(ports, { action: 'delegation.ended', by: person.id, for: ended.delegate })
  const note = `until ${new Date(delegation.until).toISOString()}`
  await writeAuditEntry(ports, { action: 'delegation.started', by: person.id, for: delegate, note })
  if (ended) {
    await showDelegation(ports, ended)
    await updatePendingRequests(ports, ended.delegate, (request) => withdrawingDelegate(request, ended))
  }
  const told = await showDelegation(ports, delegation)
  return { delegation, shown: await askDelegate(ports, delegation), told }
}

/** If a crash leaves some requests without a card for the delegate, the same command again asks about the rest. */
function askDelegate(ports: Ports, delegation: Delegation): Promise<number> {
  return updatePendingRequests(ports, delegation.approver, (request) => askingDelegate(request, delegation))
}

/**
 * The same delegation was given again. A duration counts from the moment at which it is given, so the two ends may
 * differ a little.
 */
function isSame(present: Delegation, { delegate, until }: Delegation): boolean {
  return present.delegate === delegate && Math.abs(present.until - until) < MINUTE
}

function endIn(words: string | number | undefined, now: number, { timeZone }: Person): number {
  const most = LONGEST_DELEGATION
  if (words === undefined) return now + most
  const until = typeof words === 'number' ? words : parseDeadline(words, { now, timeZone })
  if (until === undefined) throw new BotError('delegation_too_long', { most, because: 'unreadable' })
  if (until <= now) throw new BotError('delegation_too_long', { most, because: 'past' })
  if (until > now + most) throw new BotError('delegation_too_long', { most })
  return until
}

async function admitDelegate({ directory, workplace }: Ports, { approver, delegate }: Delegation): Promise<void> {
  if (delegate === approver) throw new BotError('delegate_refused', { because: 'yourself', whom: delegate })
  const because = refusalOf(await directory.person({ id: delegate }), workplace)
  if (because !== undefined) throw new BotError('delegate_refused', { because, whom: delegate })
}
