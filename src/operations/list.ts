// Every verb that people can reach, and how it is bound to the world outside. A new verb is one line here.
import type { Ports } from '../core/ports.ts'
import { cancelRequest } from './asking/cancel-request.ts'
import { explainPolicy } from './asking/explain-policy.ts'
import { listRequests } from './asking/list-requests.ts'
import { previewRequest } from './asking/preview-request.ts'
import { previewRotation } from './asking/preview-rotation.ts'
import { requestToken } from './asking/request-token.ts'
import { showRequest } from './asking/show-request.ts'
import { claimToken } from './claiming/claim-token.ts'
import { confirmReceipt } from './claiming/confirm-receipt.ts'
import { returnToken } from './claiming/return-token.ts'
import { reportLeak } from './ending/report-leak.ts'
import { revokeToken } from './ending/revoke-token.ts'
import { revokeTokensOf } from './ending/revoke-tokens-of.ts'
import { findToken } from './listing/find-token.ts'
import { listOutstanding } from './listing/list-outstanding.ts'
import { listTokens } from './listing/list-tokens.ts'
import { listTokensOf } from './listing/list-tokens-of.ts'
import { listTokensToEnd } from './listing/list-tokens-to-end.ts'
import { recallToken } from './listing/recall-token.ts'
import { admit } from './people/admit.ts'
import { admitAdministrator } from './people/admit-administrator.ts'
import { admitToEnd } from './people/admit-to-end.ts'
import { countAct } from './people/count-act.ts'
import { linkByHand } from './people/link-by-hand.ts'
import { linkPerson } from './people/link-person.ts'
import { noticePerson } from './people/notice-person.ts'
import { unlinkPerson } from './people/unlink-person.ts'
import { whoAmI } from './people/who-am-i.ts'
import { letTokenEnd } from './reminding/let-token-end.ts'
import { openReminders } from './reminding/open-reminders.ts'
import { openSnooze } from './reminding/open-snooze.ts'
import { sendCalendar } from './reminding/send-calendar.ts'
import { setReminders } from './reminding/set-reminders.ts'
import { snoozeReminder } from './reminding/snooze-reminder.ts'
import { delegateReviews } from './reviewing/delegate-reviews.ts'
import { endDelegation } from './reviewing/end-delegation.ts'
import { openDelegation } from './reviewing/open-delegation.ts'
import { openReview } from './reviewing/open-review.ts'
import { reviewRequest } from './reviewing/review-request.ts'
import { cutOldToken } from './rotating/cut-old-token.ts'
import { keepOldToken } from './rotating/keep-old-token.ts'
import { openRotation } from './rotating/open-rotation.ts'
import { rotateToken } from './rotating/rotate-token.ts'
import { checkSignInLink } from './signing-in/check-sign-in-link.ts'
import { finishSignIn } from './signing-in/finish-sign-in.ts'
import { openSignIn } from './signing-in/open-sign-in.ts'

const verbs = {
  admit,
  admitAdministrator,
  admitToEnd,
  cancelRequest,
  checkSignInLink,
  claimToken,
  confirmReceipt,
  countAct,
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
  listTokensToEnd,
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
