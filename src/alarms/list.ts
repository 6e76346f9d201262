// Lists every kind of alarm with its handler. A new scheduled task needs one line here.
import type { AlarmKind } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { applyPolicyAlarm } from './apply-policy.ts'
import { chaseReceipt, receiptsToChase } from './chase-receipt.ts'
import { cutOldToken, oldTokensToCut } from './cut-old-token.ts'
import { endDelegationAlarm } from './end-delegation.ts'
import { escalateRequest } from './escalate-request.ts'
import { followUpRevocation, revocationsToFollowUp } from './follow-up-revocation.ts'
import { lapseRequest, requestsThatWait } from './lapse-request.ts'
import { nudgeApprovers } from './nudge-approvers.ts'
import { type Rebuilder, rebuildAlarms } from './rebuild-alarms.ts'
import { remindClaim } from './remind-claim.ts'
import { peopleToRemind, remindExpiry } from './remind-expiry.ts'
import { claimsToSettle, settleClaimAlarm } from './settle-claim.ts'
import { linksThatWait, settleLinkConfirmationAlarm } from './settle-link-confirmation.ts'
import { homesToShow, showHome } from './show-home.ts'
import { showRequestAlarm } from './show-request.ts'
import { peopleToSweep, sweepTokens } from './sweep-tokens.ts'

export type AlarmHandler = (ports: Ports, id: string) => Promise<void>

export const alarmHandlers: { readonly [Kind in AlarmKind]: AlarmHandler } = {
  'settle-claim': settleClaimAlarm,
  'nudge-approvers': nudgeApprovers,
  'escalate-request': escalateRequest,
  'lapse-request': lapseRequest,
  'remind-claim': remindClaim,
  'show-request': showRequestAlarm,
  'apply-policy': applyPolicyAlarm,
  'end-delegation': endDelegationAlarm,
  'chase-receipt': chaseReceipt,
  'cut-old-token': cutOldToken,
  'remind-expiry': remindExpiry,
  'sweep-tokens': sweepTokens,
  'settle-link-confirmation': settleLinkConfirmationAlarm,
  'follow-up-revocation': followUpRevocation,
  'show-home': showHome,
  'rebuild-alarms': (ports) => rebuildAlarms(ports, rebuilders),
}

/** Each one lists the alarms that the records of one kind require. */
const rebuilders: readonly Rebuilder[] = [
  claimsToSettle,
  requestsThatWait,
  receiptsToChase,
  oldTokensToCut,
  peopleToRemind,
  peopleToSweep,
  linksThatWait,
  revocationsToFollowUp,
  homesToShow,
]
