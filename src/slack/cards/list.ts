// Every button and every form there is. What is not here cannot be clicked or sent; a new one is one line.
import type { Button, Form } from '../surface.ts'
import { chooseClient, chooseToken, howToConnect } from './connect-help.ts'
import { delegateForm } from './delegate-form.ts'
import { showHelp } from './menu.ts'
import { cancelRequest, neverArrived, requestAgain, showToken } from './request-card.ts'
import { newToken, requestForm } from './request-form.ts'
import { cancelListed, openRequestList, showListed } from './request-list.ts'
import { approveNow, denyWithComment, reviewAtLength } from './review-card.ts'
import { reviewForm } from './review-form.ts'
import { revokeForm } from './revoke-form.ts'
import { didNotGetIt, hide, savedIt } from './secret-buttons.ts'
import { myTokens, revokeThis } from './token-list.ts'

export const buttons: readonly Button[] = [
  approveNow,
  cancelListed,
  cancelRequest,
  chooseClient,
  chooseToken,
  denyWithComment,
  didNotGetIt,
  hide,
  howToConnect,
  myTokens,
  neverArrived,
  newToken,
  openRequestList,
  requestAgain,
  reviewAtLength,
  revokeThis,
  savedIt,
  showHelp,
  showListed,
  showToken,
]

export const forms: readonly Form[] = [delegateForm, requestForm, reviewForm, revokeForm]
