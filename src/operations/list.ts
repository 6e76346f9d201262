// Lists every operation that people can reach, and binds it to the ports. A new operation needs one line here.
import type { Ports } from '../core/ports.ts'
import { admitAdministrator } from '../procedures/access/admit-administrator.ts'
import { admit } from '../procedures/access/admit-person.ts'
import { admitToRevoke } from '../procedures/access/admit-to-revoke.ts'
import { countInteraction } from '../procedures/access/count-interaction.ts'
import { endEverything } from './administration/end-everything.ts'
import { exportTokens } from './administration/export-tokens.ts'
import { forgetSessionOf } from './administration/forget-session-of.ts'
import { listAllTokens } from './administration/list-all-tokens.ts'
import { mayAdminister } from './administration/may-administer.ts'
import { sendStory } from './administration/send-story.ts'
import { showPerson } from './administration/show-person.ts'
import { tellStory } from './administration/tell-story.ts'
import { claimToken } from './claims/claim-token.ts'
import { confirmReceipt } from './claims/confirm-receipt.ts'
import { returnToken } from './claims/return-token.ts'
import { openHome } from './home/open-home.ts'
import { refreshHome } from './home/refresh-home.ts'
import { turnHomePage } from './home/turn-home-page.ts'
import { decideLink } from './identity/decide-link.ts'
import { linkByHand } from './identity/link-by-hand.ts'
import { linkPerson } from './identity/link-person.ts'
import { noticePerson } from './identity/notice-person.ts'
import { unlinkByHand } from './identity/unlink-by-hand.ts'
import { unlinkPerson } from './identity/unlink-person.ts'
import { whoAmI } from './identity/who-am-i.ts'
import { previewPolicyFile } from './policy/preview-policy-file.ts'
import { showPolicy } from './policy/show-policy.ts'
import { doNotRenew } from './reminders/do-not-renew.ts'
import { openDoNotRenew } from './reminders/open-do-not-renew.ts'
import { openReminders } from './reminders/open-reminders.ts'
import { openSnooze } from './reminders/open-snooze.ts'
import { sendCalendar } from './reminders/send-calendar.ts'
import { setReminders } from './reminders/set-reminders.ts'
import { snoozeReminder } from './reminders/snooze-reminder.ts'
import { cancelRequest } from './requests/cancel-request.ts'
import { explainPolicy } from './requests/explain-policy.ts'
import { listRequests } from './requests/list-requests.ts'
import { previewRequest } from './requests/preview-request.ts'
import { requestToken } from './requests/request-token.ts'
import { showRequest } from './requests/show-request.ts'
import { delegateReviews } from './reviews/delegate-reviews.ts'
import { endDelegation } from './reviews/end-delegation.ts'
import { mayDelegate } from './reviews/may-delegate.ts'
import { openDelegation } from './reviews/open-delegation.ts'
import { openReview } from './reviews/open-review.ts'
import { reviewRequest } from './reviews/review-request.ts'
import { giveBackToken } from './revocation/give-back-token.ts'
import { openGiveBack } from './revocation/open-give-back.ts'
import { reportLeak } from './revocation/report-leak.ts'
import { revokeToken } from './revocation/revoke-token.ts'
import { revokeTokensOf } from './revocation/revoke-tokens-of.ts'
import { cutOldToken } from './rotation/cut-old-token.ts'
import { keepOldToken } from './rotation/keep-old-token.ts'
import { openRotation } from './rotation/open-rotation.ts'
import { previewRotation } from './rotation/preview-rotation.ts'
import { rotateToken } from './rotation/rotate-token.ts'
import { checkSignInLink } from './sign-in/check-sign-in-link.ts'
import { finishSignIn } from './sign-in/finish-sign-in.ts'
import { noteSignInPrompt } from './sign-in/note-sign-in-prompt.ts'
import { openSignIn } from './sign-in/open-sign-in.ts'
import { findToken } from './tokens/find-token.ts'
import { listOutstanding } from './tokens/list-outstanding.ts'
import { listTokens } from './tokens/list-tokens.ts'
import { listTokensOf } from './tokens/list-tokens-of.ts'
import { listTokensToRevoke } from './tokens/list-tokens-to-revoke.ts'
import { recallToken } from './tokens/recall-token.ts'

const operations = {
  admit,
  admitAdministrator,
  admitToRevoke,
  cancelRequest,
  checkSignInLink,
  claimToken,
  confirmReceipt,
  countInteraction,
  cutOldToken,
  decideLink,
  delegateReviews,
  endDelegation,
  endEverything,
  explainPolicy,
  exportTokens,
  findToken,
  finishSignIn,
  forgetSessionOf,
  giveBackToken,
  keepOldToken,
  doNotRenew,
  linkByHand,
  linkPerson,
  listAllTokens,
  listOutstanding,
  listRequests,
  listTokens,
  listTokensOf,
  listTokensToRevoke,
  mayAdminister,
  mayDelegate,
  noteSignInPrompt,
  noticePerson,
  openDelegation,
  openDoNotRenew,
  openGiveBack,
  openHome,
  openReminders,
  openReview,
  openRotation,
  openSignIn,
  openSnooze,
  previewPolicyFile,
  previewRequest,
  previewRotation,
  refreshHome,
  reportLeak,
  recallToken,
  requestToken,
  returnToken,
  reviewRequest,
  revokeToken,
  revokeTokensOf,
  rotateToken,
  sendCalendar,
  sendStory,
  setReminders,
  showPerson,
  showPolicy,
  showRequest,
  snoozeReminder,
  tellStory,
  turnHomePage,
  unlinkByHand,
  unlinkPerson,
  whoAmI,
}

type Bound<Operation> = Operation extends (ports: Ports, ...asked: infer Asked) => infer Answer
  ? (...asked: Asked) => Answer
  : never

/** The operations without their first argument. Each admits its actor itself, so that no caller can forget to. */
export type Operations = { [Name in keyof typeof operations]: Bound<(typeof operations)[Name]> }

export function bindOperations(ports: Ports): Operations {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (...asked: unknown[]) => (operation as (ports: Ports, ...rest: unknown[]) => unknown)(ports, ...asked),
  ])
  return Object.fromEntries(bound) as Operations
}
