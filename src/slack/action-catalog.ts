// The catalog of buttons, menus, forms and shortcuts: their ids, styles and labels, for views and the registry of handlers.
import type { Words } from '../words/words.ts'

type Labels = Words['labels']

/**
 * An id never changes, because it is stored in messages that were posted long ago: their buttons would stop working.
 */
export interface CatalogButton {
  readonly id: string
  /** Which label of the catalogue of words. A button without one shows its value. */
  readonly label?: keyof Labels['buttons']
  /** The style that the button has everywhere. If the style depends on the other buttons, the view sets it. */
  readonly style?: 'primary' | 'danger'
  /**
   * The confirmation that Slack shows before it reports the click:
   * https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
   */
  readonly confirm?: keyof Labels['confirmations']
}

/** A select menu in a message. Slack reports each choice like a click. */
export interface CatalogMenu {
  readonly id: string
}

export interface CatalogForm {
  readonly id: string
  /** Which title and labels of the catalogue of words. */
  readonly labels: keyof Labels['forms']
}

/** An entry of Slack's own menus, which are found everywhere (`global`) or on every message. manifest.yml lists them too. */
export interface CatalogShortcut {
  readonly id: string
  readonly label: keyof Labels['shortcuts']
  readonly type: 'global' | 'message'
}

export const buttons = {
  // Entry points.
  newToken: { id: 'request-form.open', label: 'newToken' },
  reopenRequestForm: { id: 'request-form.reopen', label: 'reopenForm' },
  myTokens: { id: 'token-list.mine', label: 'myTokens' },
  myRequests: { id: 'request-list.mine', label: 'myRequests' },
  openReminders: { id: 'reminders.open', label: 'reminderSettings' },
  openDelegation: { id: 'delegation.open', label: 'delegateReviews' },
  endDelegation: { id: 'delegation.end', label: 'endDelegation' },
  adminHelp: { id: 'admin.help', label: 'adminHelp' },
  showHelp: { id: 'menu.help', label: 'help' },
  runSuggestedWord: { id: 'command.suggested' },
  /** The view writes on it what the catalogue of sentences has for that word. */
  runAdminWord: { id: 'admin.run' },
  showPolicy: { id: 'policy.show', label: 'policy' },
  previewPolicy: { id: 'policy.preview', label: 'previewPolicy' },
  howToConnect: { id: 'connect.open', label: 'howToConnect' },
  connectTool: { id: 'connect.any', label: 'connectTool' },

  // On Home.
  changeReminders: { id: 'home.reminders', label: 'changeReminders' },
  refreshHome: { id: 'home.refresh', label: 'refreshHome' },
  previousHomePage: { id: 'home.previous', label: 'previous' },
  nextHomePage: { id: 'home.next', label: 'next' },

  // On a requester's card, and in their list of requests, which is updated after the click.
  cancelRequest: { id: 'request-card.cancel', label: 'cancelRequest' },
  requestAgain: { id: 'request-card.again', label: 'requestAgain' },
  showToken: { id: 'request-card.show-token', label: 'showToken' },
  confirmReceipt: { id: 'request-card.saved', label: 'confirmReceipt', style: 'primary' },
  reportMissing: { id: 'request-card.missing', label: 'reportMissing', confirm: 'reportMissing' },
  openRequestList: { id: 'request-list.open', label: 'review' },
  cancelListedRequest: { id: 'request-list.cancel', label: 'cancelRequest' },
  showListedToken: { id: 'request-list.show-token', label: 'showToken' },

  // On the message that contains a secret.
  secretSaved: { id: 'secret.saved', label: 'confirmReceipt', style: 'primary' },
  secretMissing: { id: 'secret.missing', label: 'reportMissing', confirm: 'reportMissing' },
  hideSecret: { id: 'secret.hide', label: 'hide' },

  // On an approver's card.
  approveRequest: { id: 'review-card.approve', label: 'approve', style: 'primary' },
  denyRequest: { id: 'review-card.deny', label: 'deny' },
  reviewRequest: { id: 'review-card.review', label: 'review' },

  // On an administrator's card of a link that needs a second one. Declining is the safe choice, so nothing is emphasized.
  confirmLink: { id: 'link-card.confirm', label: 'confirm' },
  declineLink: { id: 'link-card.decline', label: 'decline' },

  // For bot admins: the story of a request or token.
  story: { id: 'admin.story', label: 'story' },
  earlierToken: { id: 'story.earlier', label: 'earlierToken' },
  laterToken: { id: 'story.later', label: 'laterToken' },
  sendStoryFile: { id: 'story.file', label: 'sendAsFile' },

  // Operations on a token.
  rotateToken: { id: 'rotation.rotate', label: 'rotate' },
  rotateWithForm: { id: 'rotation.at-length', label: 'rotate', style: 'primary' },
  cutOldToken: { id: 'rotation.cut', label: 'cutNow' },
  keepOldToken: { id: 'rotation.keep', label: 'keepLonger' },
  revokeToken: { id: 'token-list.revoke', label: 'revoke' },
  giveBackToken: { id: 'token-list.give-back', label: 'doneWithIt', confirm: 'giveBack' },
  // In an overflow menu, where Slack cannot ask before, it opens a form that asks.
  askToGiveBack: { id: 'token-list.ask-give-back', label: 'doneWithIt' },
  pasteLeakedToken: { id: 'leaked-form.open', label: 'leakedToken' },
  revokeLeakedToken: { id: 'leaked-form.revoke', label: 'revoke' },

  // On everybody's tokens, for bot admins: the value is a query.
  previousTokens: { id: 'all-tokens.previous', label: 'previous' },
  nextTokens: { id: 'all-tokens.next', label: 'next' },
  everybodysTokens: { id: 'all-tokens.first', label: 'everybody' },
  allTokens: { id: 'all-tokens.open', label: 'allTokens' },
  exportTokens: { id: 'all-tokens.export', label: 'exportCsv' },

  // On what bot admins see of a person: the value is a Slack id, or a token's id and a Slack id.
  showPerson: { id: 'person.show', label: 'showPerson' },
  personsTokens: { id: 'person.tokens', label: 'theirTokens' },
  revokePersonsToken: { id: 'person.revoke', label: 'revoke' },
  revokePersonsTokens: { id: 'person.revoke-all', label: 'revokeAll' },
  unlinkPerson: { id: 'person.unlink', label: 'unlink', confirm: 'unlinkPerson' },
  forgetSession: { id: 'person.forget-session', label: 'forgetSession', confirm: 'forgetSession' },
  endEverything: { id: 'person.end', label: 'endEverything', style: 'danger' },

  // On reminders, and in their settings.
  snoozeReminder: { id: 'reminder.snooze', label: 'snooze' },
  doNotRenew: { id: 'reminder.let-go', label: 'doNotRenew', confirm: 'doNotRenew' },
  // In an overflow menu, where Slack cannot ask before, it opens a form that asks.
  askNotToRenew: { id: 'reminder.ask-let-go', label: 'doNotRenew' },
  requestExpiredAgain: { id: 'reminder.again', label: 'requestAgain' },
  sendCalendarFile: { id: 'reminders.calendar', label: 'sendCalendarFile' },
} as const satisfies Record<string, CatalogButton>

/** In messages that were posted by earlier versions, and drawn no longer. */
export const retiredButtons = {
  turnRemindersOff: { id: 'reminders.off' },
  turnRemindersOn: { id: 'reminders.on' },
} as const satisfies Record<string, CatalogButton>

export const menus = {
  findPerson: { id: 'home.find-person' },
  chooseTool: { id: 'connect.client' },
  chooseToken: { id: 'connect.token' },
  filterTokens: { id: 'all-tokens.filter' },
  choosePersonsTokens: { id: 'all-tokens.person' },
} as const satisfies Record<string, CatalogMenu>

/**
 * The menu with three dots at the end of a row. Its options are buttons of the catalog: the value of an option names
 * the button, so choosing it does what the button does.
 */
export const overflow = { id: 'more' } as const

/** At most 75 characters in all: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export function overflowValue({ id }: DrawnButton, value: string): string {
  return `${id} ${value}`
}

export function readOverflowValue(chosen: string): { id: string; value: string } {
  const [id = '', ...value] = chosen.split(' ')
  return { id, value: value.join(' ') }
}

export const forms = {
  newRequest: { id: 'request-form', labels: 'newRequest' },
  review: { id: 'review-form', labels: 'review' },
  delegate: { id: 'delegate-form', labels: 'delegate' },
  revoke: { id: 'revoke-form', labels: 'revoke' },
  giveBack: { id: 'give-back-form', labels: 'giveBack' },
  endEverything: { id: 'end-form', labels: 'endEverything' },
  leakedToken: { id: 'leaked-form', labels: 'leakedToken' },
  confirmLeak: { id: 'leaked-form.confirmed', labels: 'revoke' },
  leakInMessage: { id: 'leaked-message', labels: 'leakInMessage' },
  doNotRenew: { id: 'let-go-form', labels: 'doNotRenew' },
  snooze: { id: 'snooze-form', labels: 'snooze' },
  previewPolicy: { id: 'policy-preview-form', labels: 'previewPolicy' },
  reminderSettings: { id: 'reminder-settings', labels: 'reminderSettings' },
} as const satisfies Record<string, CatalogForm>

export const shortcuts = {
  newToken: { id: 'new-token', label: 'newToken', type: 'global' },
  revokeLeakedToken: { id: 'revoke-leaked-token', label: 'revokeLeakedToken', type: 'message' },
} as const satisfies Record<string, CatalogShortcut>

/** A modal without a submit button: it shows a notice under the title of the form that it replaces. */
export const notice = { id: 'note' } as const

/** A button that opens a page. Slack also reports its click, which needs no handler. */
export const signInLink = { id: 'sign-in.link', label: 'signIn', style: 'primary' } as const satisfies CatalogButton

export type ButtonName = keyof typeof buttons
export type RetiredName = keyof typeof retiredButtons
export type MenuName = keyof typeof menus
export type FormName = keyof typeof forms
export type ShortcutName = keyof typeof shortcuts

/** What views may draw: entries of the catalog, and no other values of the same shape. */
export type DrawnButton = (typeof buttons)[ButtonName]
export type DrawnMenu = (typeof menus)[MenuName]
export type DrawnForm = (typeof forms)[FormName]
