// What forms of every subject have in common.

export const forms = {
  /** While a form's content is looked up. */
  waiting: 'One moment…',
  /** While a submission takes longer than Slack waits. */
  checking: 'One moment, I’m checking this…',
  /** In a form that could not close by itself. */
  done: 'Done. You can close this. The details are in your messages with me.',
  sentAlready: 'You’ve already sent this. Look at your messages with me first. Nothing there? Send it again.',
}
