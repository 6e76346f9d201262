// The labels of buttons, forms and their fields. Sentences that name a button take its label from here.

export const buttons = {
  newToken: 'New token',
  /** For somebody who closed it before it was refused. */
  reopenForm: 'Open the form again',
  myTokens: 'My tokens',
  myRequests: 'My requests',
  help: 'Help',
  howToConnect: 'How do I connect?',
  connectTool: 'Connect',

  cancelRequest: 'Cancel request',
  requestAgain: 'Request again',
  showToken: 'Show token',
  confirmReceipt: 'I have saved it',
  reportMissing: 'I did not get it',
  hide: 'Hide',

  review: 'Review',
  approve: 'Approve',
  deny: 'Deny',

  confirm: 'Confirm',
  decline: 'Decline',

  rotate: 'Rotate',
  cutNow: 'Cut now',
  keepLonger: 'Keep longer',
  revoke: 'Revoke',
  doneWithIt: "I'm done with it",
  leakedToken: 'Leaked token',

  snooze: 'Snooze',
  doNotRenew: 'Do not renew',
  reminderSettings: 'Reminders',
  delegateReviews: 'Delegate',
  endDelegation: 'End delegation',
  adminHelp: 'Admin help',
  story: 'Story',
  /** The token that this one replaced, and the one that replaced it. */
  earlierToken: 'Earlier token',
  laterToken: 'Later token',
  sendAsFile: 'Send as file',
  policy: 'Policy',
  previewPolicy: 'Preview another file',
  sendCalendarFile: 'Send calendar file',
  showPerson: 'Show person',
  theirTokens: 'All their tokens',
  revokeAll: 'Revoke all',
  unlink: 'Unlink',
  forgetSession: 'Forget session',
  endEverything: 'End everything',
  previous: 'Previous',
  next: 'Next',
  everybody: 'Everybody',
  allTokens: 'All tokens',
  exportCsv: 'Export CSV',

  signIn: 'Sign in to Dremio',

  changeReminders: 'Change',
  refreshHome: 'Refresh',
}

/** Buttons of a form are cut at 24 characters, and so is its title. */
export const forms = {
  newRequest: {
    title: 'New Dremio token',
    submit: 'Request',
    close: 'Close',
    fields: { label: 'Label', lifetime: 'Lifetime', reason: 'Reason' },
  },
  review: {
    title: 'Review request',
    submit: 'Decide',
    close: 'Close',
    fields: { decision: 'Decision', lifetime: 'Lifetime', comment: 'Comment' },
  },
  delegate: {
    title: 'Delegate reviews',
    submit: 'Save',
    close: 'Close',
    fields: { delegate: 'Delegate', until: 'Until' },
  },
  giveBack: { title: buttons.doneWithIt, submit: buttons.doneWithIt, close: 'Cancel', fields: {} },
  revoke: { title: 'Revoke token', submit: 'Revoke', close: 'Cancel', fields: { token: 'Token' } },
  leakInMessage: { title: 'Revoke token', submit: 'Revoke', close: 'Cancel', fields: { tokens: 'Tokens' } },
  endEverything: { title: 'End everything', submit: buttons.endEverything, close: 'Cancel', fields: {} },
  leakedToken: { title: 'Leaked token', submit: 'Revoke it', close: 'Close', fields: { token: 'Token' } },
  doNotRenew: { title: 'Do not renew', submit: buttons.doNotRenew, close: 'Cancel', fields: {} },
  snooze: { title: 'Snooze reminder', submit: 'Snooze', close: 'Close', fields: { until: 'Until' } },
  previewPolicy: {
    title: 'Preview policy file',
    submit: 'Preview',
    close: 'Close',
    fields: { file: 'File', more: 'File, part 2', last: 'File, part 3' },
  },
  reminderSettings: {
    title: 'Reminder settings',
    submit: 'Save',
    close: 'Close',
    fields: { reminders: 'Reminders', before: 'How long before', hour: 'Hour' },
  },
}

/** In Slack's own menus. manifest.yml has the same names, at most 24 characters each. */
export const shortcuts = {
  newToken: 'New Dremio token',
  revokeLeakedToken: 'Revoke leaked token',
}

/** What Slack asks before it reports the press of a button that can't be undone, by the button's name. */
export const confirmations = {
  reportMissing: {
    title: 'You didn’t get the token?',
    text: 'I’ll revoke it, and nobody can use it anymore. You can’t undo this.',
    confirm: buttons.reportMissing,
    deny: 'Cancel',
  },
  unlinkPerson: {
    title: 'Unlink them?',
    text: 'This removes their link, also one that a bot admin assigned. Their tokens keep working.',
    confirm: buttons.unlink,
    deny: 'Cancel',
  },
  forgetSession: {
    title: 'Forget their session?',
    text: 'I drop everything that’s stored to act as them. They have to sign in to Dremio again.',
    confirm: buttons.forgetSession,
    deny: 'Cancel',
  },
  doNotRenew: {
    title: 'Let this token expire?',
    text: `I won’t remind you about it again. Anything using it loses access when it expires. To end it sooner, press ${buttons.doneWithIt} afterwards.`,
    confirm: buttons.doNotRenew,
    deny: 'Cancel',
  },
  giveBack: {
    title: 'Done with this token?',
    text: 'I’ll revoke it. Anything using it loses access immediately. You can’t undo this.',
    confirm: buttons.doneWithIt,
    deny: 'Cancel',
  },
}

export const labels = {
  buttons,
  forms,
  shortcuts,
  confirmations,
  /** What screen readers say for a button, where several have the same words on them. */
  about: ({ button, subject }: { button: string; subject: string }) => `${button}: ${subject}`,
  /** Closes a form that only shows a text. */
  closeNotice: 'Close',
}
