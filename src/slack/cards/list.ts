// Every button and every form there is. What is not here cannot be clicked or sent; a new one is one line.

import type { Button, Form } from '../interaction.ts'
import { suggestedWord } from '../suggestion.ts'
import { neverArrived, savedAfterAll, showToken } from './claiming.ts'
import { chooseClient, chooseToken, howToConnect } from './connect-help.ts'
import { delegateForm } from './delegate-form.ts'
import { leakConfirmation, leakedForm, pasteLeaked, revokeLeaked } from './leaked-form.ts'
import { showHelp } from './menu.ts'
import { doNotRenew, requestLike, snooze } from './reminder-message.ts'
import { sendCalendarFile, settingsForm, turnOff, turnOn } from './reminder-settings.ts'
import { cancelRequest, requestAgain } from './request-buttons.ts'
import { newToken, requestForm } from './request-form.ts'
import { cancelListed, openRequestList, showListed } from './request-list.ts'
import { approveNow, denyWithComment, reviewAtLength } from './review-card.ts'
import { reviewForm } from './review-form.ts'
import { revokeForm, revokeThis } from './revoke-form.ts'
import { cutNow, keepLonger, rotateAtLength, rotateThis } from './rotation.ts'
import { didNotGetIt, hide, savedIt } from './secret-buttons.ts'
import { snoozeForm } from './snooze-form.ts'
import { myTokens } from './token-list.ts'

export const buttons: readonly Button[] = [
  approveNow,
  cancelListed,
  cancelRequest,
  chooseClient,
  chooseToken,
  cutNow,
  denyWithComment,
  didNotGetIt,
  doNotRenew,
  hide,
  howToConnect,
  keepLonger,
  myTokens,
  neverArrived,
  newToken,
  openRequestList,
  pasteLeaked,
  requestAgain,
  requestLike,
  reviewAtLength,
  revokeLeaked,
  revokeThis,
  rotateAtLength,
  rotateThis,
  savedAfterAll,
  savedIt,
  sendCalendarFile,
  showHelp,
  showListed,
  showToken,
  snooze,
  suggestedWord,
  turnOff,
  turnOn,
]

export const forms: readonly Form[] = [
  delegateForm,
  leakConfirmation,
  leakedForm,
  requestForm,
  reviewForm,
  revokeForm,
  settingsForm,
  snoozeForm,
]
