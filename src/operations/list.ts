// Every verb that people can reach, and how it is bound to the world outside. A new verb is one line here.
import type { Ports } from '../core/ports.ts'
import { admit } from './admit.ts'
import { admitAdministrator } from './admit-administrator.ts'
import { cancelRequest } from './cancel-request.ts'
import { claimToken } from './claim-token.ts'
import { confirmReceipt } from './confirm-receipt.ts'
import { cutOldToken } from './cut-old-token.ts'
import { delegateReviews } from './delegate-reviews.ts'
import { endDelegation } from './end-delegation.ts'
import { explainPolicy } from './explain-policy.ts'
import { findToken } from './find-token.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { keepOldToken } from './keep-old-token.ts'
import { letTokenEnd } from './let-token-end.ts'
import { linkByHand } from './link-by-hand.ts'
import { linkPerson } from './link-person.ts'
import { listOutstanding } from './list-outstanding.ts'
import { listRequests } from './list-requests.ts'
import { listTokens } from './list-tokens.ts'
import { listTokensOf } from './list-tokens-of.ts'
import { noticePerson } from './notice-person.ts'
import { openDelegation } from './open-delegation.ts'
import { openReminders } from './open-reminders.ts'
import { openReview } from './open-review.ts'
import { openRotation } from './open-rotation.ts'
import { openSignIn } from './open-sign-in.ts'
import { openSnooze } from './open-snooze.ts'
import { previewRequest } from './preview-request.ts'
import { previewRotation } from './preview-rotation.ts'
import { recallToken } from './recall-token.ts'
import { reportLeak } from './report-leak.ts'
import { requestToken } from './request-token.ts'
import { returnToken } from './return-token.ts'
import { reviewRequest } from './review-request.ts'
import { revokeToken } from './revoke-token.ts'
import { revokeTokensOf } from './revoke-tokens-of.ts'
import { rotateToken } from './rotate-token.ts'
import { sendCalendar } from './send-calendar.ts'
import { setReminders } from './set-reminders.ts'
import { showRequest } from './show-request.ts'
import { snoozeReminder } from './snooze-reminder.ts'
import { unlinkPerson } from './unlink-person.ts'
import { whoAmI } from './who-am-i.ts'

const verbs = {
  admit,
  admitAdministrator,
  cancelRequest,
  claimToken,
  confirmReceipt,
  cutOldToken,
  delegateReviews,
  endDelegation,
  explainPolicy,
  findToken,
  finishSignIn,
  keepOldToken,
  letTokenEnd,
  linkByHand,
  linkPerson,
  listOutstanding,
  listRequests,
  listTokens,
  listTokensOf,
  noticePerson,
  openDelegation,
  openReminders,
  openReview,
  openRotation,
  openSignIn,
  openSnooze,
  previewRequest,
  previewRotation,
  reportLeak,
  recallToken,
  requestToken,
  returnToken,
  reviewRequest,
  revokeToken,
  revokeTokensOf,
  rotateToken,
  sendCalendar,
  setReminders,
  showRequest,
  snoozeReminder,
  unlinkPerson,
  whoAmI,
}

type Bound<Verb> = Verb extends (ports: Ports, ...asked: infer Asked) => infer Answer
  ? (...asked: Asked) => Answer
  : never

/** The verbs without their first argument. Each admits its actor itself, so no caller can forget to. */
export type Operations = { [Name in keyof typeof verbs]: Bound<(typeof verbs)[Name]> }

export function bindOperations(ports: Ports): Operations {
  const bound = Object.entries(verbs).map(([name, verb]) => [
    name,
    (...asked: unknown[]) => (verb as (ports: Ports, ...rest: unknown[]) => unknown)(ports, ...asked),
  ])
  return Object.fromEntries(bound) as Operations
}
