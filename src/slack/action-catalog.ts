// The catalog of buttons, menus and forms: their ids and labels, for the views and for the registry of handlers.

/**
 * An id never changes, because it is stored in messages that were posted long ago: their buttons would stop working.
 */
export interface CatalogButton {
  readonly id: string
  /** A button without a label shows its value. */
  readonly label?: string
  /** The style that the button has everywhere. If the style depends on the other buttons, the view sets it. */
  readonly style?: 'primary' | 'danger'
  /**
   * The confirmation that Slack shows before it reports the click:
   * https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
   */
  readonly confirm?: { readonly title: string; readonly text: string; readonly confirm: string; readonly deny: string }
}

/** A select menu in a message. Slack reports each choice like a click. */
export interface CatalogMenu {
  readonly id: string
}

export interface CatalogForm {
  readonly id: string
  readonly title: string
  readonly submit: string
  readonly close: string
}

export const buttons = {
  // Entry points.
  newToken: { id: 'request-form.open', label: 'New token' },
  myTokens: { id: 'token-list.mine', label: 'My tokens' },
  showHelp: { id: 'menu.help', label: 'Help' },
  runSuggestedWord: { id: 'command.suggested', style: 'primary' },
  howToConnect: { id: 'connect.open', label: 'How do I connect?' },

  // On a requester's card, and in their list of requests, which is updated after the click.
  cancelRequest: { id: 'request-card.cancel', label: 'Cancel request' },
  requestAgain: { id: 'request-card.again', label: 'Request again' },
  showToken: { id: 'request-card.show-token', label: 'Show token' },
  confirmReceipt: { id: 'request-card.saved', label: 'I have saved it', style: 'primary' },
  reportMissing: { id: 'request-card.missing', label: 'I did not get it' },
  openRequestList: { id: 'request-list.open', label: 'Review' },
  cancelListedRequest: { id: 'request-list.cancel', label: 'Cancel request' },
  showListedToken: { id: 'request-list.show-token', label: 'Show token', style: 'primary' },

  // On the message that contains a secret.
  secretSaved: { id: 'secret.saved', label: 'I have saved it', style: 'primary' },
  secretMissing: { id: 'secret.missing', label: 'I did not get it' },
  hideSecret: { id: 'secret.hide', label: 'Hide' },

  // On an approver's card.
  approveRequest: { id: 'review-card.approve', label: 'Approve', style: 'primary' },
  denyRequest: { id: 'review-card.deny', label: 'Deny', style: 'danger' },
  reviewRequest: { id: 'review-card.review', label: 'Review' },

  // On an administrator's card of a link that needs a second one. Declining is the safe choice, so nothing is emphasized.
  confirmLink: { id: 'link-card.confirm', label: 'Confirm' },
  declineLink: { id: 'link-card.decline', label: 'Decline' },

  // Operations on a token.
  rotateToken: { id: 'rotation.rotate', label: 'Rotate' },
  rotateWithForm: { id: 'rotation.at-length', label: 'Rotate', style: 'primary' },
  cutOldToken: { id: 'rotation.cut', label: 'Cut now' },
  keepOldToken: { id: 'rotation.keep', label: 'Keep longer' },
  revokeToken: { id: 'token-list.revoke', label: 'Revoke' },
  pasteLeakedToken: { id: 'leaked-form.open', label: 'Leaked token' },
  revokeLeakedToken: { id: 'leaked-form.revoke', label: 'Revoke', style: 'danger' },

  // On reminders, and in their settings.
  snoozeReminder: { id: 'reminder.snooze', label: 'Snooze' },
  doNotRenew: { id: 'reminder.let-go', label: 'Do not renew' },
  requestExpiredAgain: { id: 'reminder.again', label: 'Request again', style: 'primary' },
  sendCalendarFile: { id: 'reminders.calendar', label: 'Send calendar file' },
  turnRemindersOff: { id: 'reminders.off', label: 'Turn reminders off' },
  turnRemindersOn: { id: 'reminders.on', label: 'Turn reminders on', style: 'primary' },
} as const satisfies Record<string, CatalogButton>

export const menus = {
  chooseTool: { id: 'connect.client' },
  chooseToken: { id: 'connect.token' },
} as const satisfies Record<string, CatalogMenu>

export const forms = {
  newRequest: { id: 'request-form', title: 'New Dremio token', submit: 'Request', close: 'Close' },
  review: { id: 'review-form', title: 'Review request', submit: 'Decide', close: 'Close' },
  delegate: { id: 'delegate-form', title: 'Delegate reviews', submit: 'Save', close: 'Close' },
  revoke: { id: 'revoke-form', title: 'Revoke token', submit: 'Revoke', close: 'Cancel' },
  leakedToken: { id: 'leaked-form', title: 'Leaked token', submit: 'Revoke it', close: 'Close' },
  confirmLeak: { id: 'leaked-form.confirmed', title: 'Revoke token', submit: 'Revoke', close: 'Cancel' },
  snooze: { id: 'snooze-form', title: 'Snooze reminder', submit: 'Snooze', close: 'Close' },
  reminderSettings: { id: 'reminder-settings', title: 'Reminder settings', submit: 'Save', close: 'Close' },
} as const satisfies Record<string, CatalogForm>

/** A modal without a submit button: it shows a notice under the title of the form that it replaces. */
export const notice = { id: 'note', close: 'Close' } as const

/** A button that opens a page. Slack also reports its click, which needs no handler. */
export const signInLink = { id: 'sign-in.link', label: 'Sign in to Dremio', style: 'primary' } as const

export type ButtonName = keyof typeof buttons
export type MenuName = keyof typeof menus
export type FormName = keyof typeof forms

/** What views may draw: entries of the catalog, and no other values of the same shape. */
export type DrawnButton = (typeof buttons)[ButtonName]
export type DrawnMenu = (typeof menus)[MenuName]
export type DrawnForm = (typeof forms)[FormName]
