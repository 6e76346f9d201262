// Binds every button, menu, form and shortcut of the catalog to its handler.
import {
  type ButtonName,
  buttons,
  type FormName,
  forms,
  type MenuName,
  menus,
  type RetiredName,
  retiredButtons,
  type ShortcutName,
  shortcuts,
} from '../action-catalog.ts'
import type { ActionHandler, FormHandler, ShortcutHandler } from '../interaction.ts'
import { runSuggestedWord, showAdminHelp } from '../suggested-word.ts'
import { sendStoryFile, showStory } from './administration/story.ts'
import { chooseToken, chooseTool, connectTool, howToConnect } from './connect/connect-help.ts'
import { refreshHome, turnHomePage } from './home/home.ts'
import { confirmLink, declineLink } from './identity/link-confirmation.ts'
import { showHelp } from './menu/menu.ts'
import { endEverything, endEverythingForm } from './people/end-everything.ts'
import {
  answerPerson,
  forgetSession,
  personsTokens,
  revokePersonsToken,
  revokePersonsTokens,
  unlinkPerson,
} from './people/person.ts'
import { answerPolicy, openPreviewPolicyForm, previewPolicyForm } from './policy/policy.ts'
import { askNotToRenew, doNotRenew, doNotRenewForm, snoozeForm, snoozeReminder } from './reminders/reminder.ts'
import {
  openReminderSettingsForm,
  reminderSettingsForm,
  sendCalendarFile,
  turnRemindersOff,
  turnRemindersOn,
} from './reminders/reminder-settings.ts'
import { confirmReceipt, reportMissing, showListedToken, showToken } from './requests/claim.ts'
import { newRequestForm, openNewRequestForm, reopenNewRequestForm } from './requests/new-request.ts'
import {
  answerRequestList,
  cancelListedRequest,
  cancelRequest,
  requestAgain,
  requestExpiredAgain,
} from './requests/request.ts'
import { delegateForm, endDelegation, openDelegateForm } from './reviews/delegate.ts'
import { approveRequest, denyRequest, reviewForm, reviewRequest } from './reviews/review.ts'
import { choosePersonsTokens, exportTokens, openAllTokens, turnToTokens } from './tokens/all-tokens.ts'
import { askToGiveBack, giveBackForm, giveBackToken } from './tokens/give-back.ts'
import { leakInMessageForm, leakInMessageShortcut } from './tokens/leak-in-message.ts'
import { confirmLeakForm, leakedTokenForm, openLeakedTokenForm, revokeLeakedToken } from './tokens/leaked-token.ts'
import { revokeForm, revokeToken } from './tokens/revoke.ts'
import { cutOldToken, keepOldToken, rotateToken, rotateWithForm } from './tokens/rotation.ts'
import { hideSecret, secretMissing, secretSaved } from './tokens/secret.ts'
import { answerTokenList } from './tokens/token-list.ts'

// An entry of the catalog without a handler does not compile.
const actionHandlers = {
  newToken: (click) => openNewRequestForm(click, {}),
  reopenRequestForm: reopenNewRequestForm,
  myTokens: answerTokenList,
  myRequests: answerRequestList,
  openReminders: openReminderSettingsForm,
  openDelegation: openDelegateForm,
  endDelegation,
  adminHelp: showAdminHelp,
  showHelp,
  runSuggestedWord,
  runAdminWord: runSuggestedWord,
  showPolicy: answerPolicy,
  previewPolicy: openPreviewPolicyForm,
  howToConnect,
  connectTool,

  changeReminders: openReminderSettingsForm,
  refreshHome,
  previousHomePage: turnHomePage,
  nextHomePage: turnHomePage,

  cancelRequest,
  requestAgain,
  showToken,
  confirmReceipt,
  reportMissing,
  openRequestList: answerRequestList,
  cancelListedRequest,
  showListedToken,

  secretSaved,
  secretMissing,
  hideSecret,

  approveRequest,
  denyRequest,
  reviewRequest,

  confirmLink,
  declineLink,

  story: showStory,
  earlierToken: showStory,
  laterToken: showStory,
  sendStoryFile,

  rotateToken,
  rotateWithForm,
  cutOldToken,
  keepOldToken,
  revokeToken,
  giveBackToken,
  askToGiveBack,
  pasteLeakedToken: openLeakedTokenForm,
  revokeLeakedToken,

  snoozeReminder,
  doNotRenew,
  askNotToRenew,
  requestExpiredAgain,
  sendCalendarFile,
  turnRemindersOff,
  turnRemindersOn,

  chooseTool,
  chooseToken,

  findPerson: (click) => answerPerson(click, click.value),
  showPerson: (click) => answerPerson(click, click.value),
  personsTokens,
  revokePersonsToken,
  revokePersonsTokens,
  unlinkPerson,
  forgetSession,
  endEverything,

  allTokens: openAllTokens,
  previousTokens: turnToTokens,
  nextTokens: turnToTokens,
  everybodysTokens: turnToTokens,
  filterTokens: turnToTokens,
  choosePersonsTokens,
  exportTokens,
} satisfies { readonly [A in ButtonName | MenuName | RetiredName]: ActionHandler }

const formHandlers = {
  newRequest: newRequestForm,
  review: reviewForm,
  delegate: delegateForm,
  revoke: revokeForm,
  giveBack: giveBackForm,
  endEverything: endEverythingForm,
  leakedToken: leakedTokenForm,
  confirmLeak: confirmLeakForm,
  leakInMessage: leakInMessageForm,
  doNotRenew: doNotRenewForm,
  snooze: snoozeForm,
  previewPolicy: previewPolicyForm,
  reminderSettings: reminderSettingsForm,
} satisfies { readonly [F in FormName]: FormHandler }

const shortcutHandlers = {
  newToken: { use: (use) => openNewRequestForm(use, {}) },
  revokeLeakedToken: leakInMessageShortcut,
} satisfies { readonly [S in ShortcutName]: ShortcutHandler }

const actionsById = handlersById({ ...buttons, ...menus, ...retiredButtons }, actionHandlers)
const formsById = handlersById<FormName, FormHandler>(forms, formHandlers)
const shortcutsById = handlersById<ShortcutName, ShortcutHandler>(shortcuts, shortcutHandlers)

/** Undefined for an id that is not in the catalog, such as a button of another version. */
export function actionHandlerOf(id: string): ActionHandler | undefined {
  return actionsById.get(id)
}

/** Undefined for an id that is not in the catalog, such as a form of another version. */
export function formHandlerOf(id: string): FormHandler | undefined {
  return formsById.get(id)
}

/** Undefined for an id that is not in the catalog, such as a shortcut of another version. */
export function shortcutHandlerOf(id: string): ShortcutHandler | undefined {
  return shortcutsById.get(id)
}

function handlersById<Name extends string, Handler>(
  catalog: Readonly<Record<Name, { id: string }>>,
  handlers: Readonly<Record<Name, Handler>>,
): ReadonlyMap<string, Handler> {
  const names = Object.keys(catalog) as Name[]
  return new Map(names.map((name) => [catalog[name].id, handlers[name]]))
}
