// Asks the owner of a shown token whether it arrived, and revokes the token if they never confirm the receipt.
import type { AlarmMoment } from '../core/alarm.ts'
import { isBotError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'
import { CLAIM_LEASE, type Request } from '../core/requests/request.ts'
import { receiptSchedule } from '../core/tokens/receipt-schedule.ts'
import { isAlive, type Token } from '../core/tokens/token.ts'
import { reopenReturned } from '../procedures/claims/reopen-returned-request.ts'
import { refreshTokenCards } from '../procedures/messages/refresh-token-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { sendNotice } from '../procedures/messages/send-notice.ts'
import { findPresentPerson } from '../procedures/people/find-present-person.ts'
import { updateToken } from '../procedures/records/update-token.ts'
import { revokeOrAskOwner, sendRevocationNotice } from '../procedures/revocation/revoke-or-ask-owner.ts'

export async function chaseReceipt(ports: Ports, tid: string): Promise<void> {
  const token = await ports.tokens.find(tid)
  if (!token) return
  const request = token.request === undefined ? undefined : await ports.requests.find(token.request)
  // The process that revoked the token may have crashed before it told the owner.
  if (token.state === 'revoked') return followUp(ports, token, request)
  const now = ports.clock.now()
  const steps = receiptSchedule(token, ports.policy(), now)
  if (!steps) return isAlive(token, now) ? undefined : refreshTokenCards(ports, tid)
  // While the claim is running, or after it crashed, the clean-up of the claim takes care of its token.
  if (!isClaimOver(request, token)) return ports.alarms.set('chase-receipt', tid, now + CLAIM_LEASE)
  if (steps.endAt <= now) {
    if (await revokeOrAskOwner(ports, token, 'unconfirmed', steps.endAt)) await followUp(ports, token, request)
    return
  }
  if (steps.askAt !== undefined && steps.askAt <= now) {
    // Somebody who has left can answer nothing.
    if (request && (await findPresentPerson(ports, token.owner))) await ask(ports, token, request)
    return ports.alarms.set('chase-receipt', tid, steps.endAt)
  }
  await ports.alarms.set('chase-receipt', tid, steps.askAt ?? steps.endAt)
}

function isClaimOver(request: Request | undefined, { tid, delivery }: Token): boolean {
  return delivery === 'shown' || !request || isOfClaim(request, tid)
}

function isOfClaim({ state, claim }: Request, tid: string): boolean {
  return state === 'claimed' && claim?.tid === tid
}

/** The notice is posted first, because that is idempotent. Then the token records that its owner was asked. */
async function ask(ports: Ports, token: Token, request: Request): Promise<void> {
  const { owner, tid, uid, label } = token
  requireDelivered(await sendNotice(ports, request, 'receipt reminder', tid))
  const now = ports.clock.now()
  await updateToken(
    ports,
    tid,
    (before) => {
      const isNew = before.receiptReminderAt === undefined && before.delivery === 'shown'
      return isNew ? { ...before, receiptReminderAt: now } : before
    },
    () => ({ action: 'receipt.reminded', by: 'bot', for: owner, tid, uid, label }),
  )
}

/**
 * After the revocation: reopens the request of a returned token, or tells the owner that the receipt was never
 * confirmed.
 */
async function followUp(ports: Ports, token: Token, request: Request | undefined): Promise<void> {
  const isReturned = token.delivery === 'undelivered' && request !== undefined && isOfClaim(request, token.tid)
  if (!isReturned) {
    if (token.endedFor === 'unconfirmed') await sendRevocationNotice(ports, token, true)
    return
  }
  try {
    await reopenReturned(ports, token)
  } catch (error) {
    // The owner has reopened the request already, or has to make a new one. The card says so.
    if (!isBotError(error, 'request_stale', 'too_many_returns')) throw error
  }
}

/** The alarms of all tokens whose receipt is not confirmed. */
export async function* receiptsToChase({ tokens, policy, clock }: Ports): AsyncIterable<AlarmMoment> {
  for await (const token of tokens.everyUnsettled()) {
    const steps = receiptSchedule(token, policy(), clock.now())
    if (steps) yield { kind: 'chase-receipt', id: token.tid, due: steps.askAt ?? steps.endAt }
  }
}
