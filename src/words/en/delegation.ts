// Delegation: somebody reviews requests on an approver's behalf for a while.
import type { Facts } from '../../core/errors.ts'

export const delegation = {
  /** For the delegate. */
  given: ({ approver, until }: { approver: string; until: string }) =>
    `You now review requests for ${approver}, until ${until}.`,
  givenHint: 'You’ll get their requests here. You can’t delegate them further.',
  taken: ({ approver }: { approver: string }) => `You no longer review requests for ${approver}.`,
  takenHint: 'You can’t decide on their requests anymore, unless you’re asked yourself.',

  /** For the approver. `shown` is how many waiting requests the delegate got just now. */
  started: ({
    delegate,
    until,
    shown,
    knowsAlready,
    isUntold = false,
  }: {
    delegate: string
    until: string
    shown: number
    knowsAlready: boolean
    /** Slack did not let the bot message the delegate. */
    isUntold?: boolean
  }) =>
    [
      `${delegate} now reviews for you until ${until}.`,
      ...(shown > 0 && !isUntold
        ? [`I sent them ${shown === 1 ? 'your waiting request' : `your ${shown} waiting requests`}.`]
        : []),
      ...(knowsAlready ? ['They already have a message about it.'] : []),
      ...(isUntold ? ['I couldn’t message them, so please tell them: `/dremio-pat requests` shows what waits.'] : []),
    ].join(' '),
  startedHint: 'You can still review too.',
  ended: ({ delegate }: { delegate: string }) => `${delegate} no longer reviews for you.`,

  form: {
    present: ({ delegate, until }: { delegate: string; until: string }) =>
      `${delegate} reviews for you until ${until}.`,
    nobody: 'Nobody’s reviewing for you.',
    replaces: 'Saving replaces it.',
    delegateHint: 'They can approve or deny as you can, except their own requests. You still can too.',
    delegatePlaceholder: 'Who reviews for you?',
    untilHint: 'Through the end of that day in your time zone, 30 days at most.',
    past: 'That day is over. Choose today or a later day.',
    tooLate: 'That’s too far away. Choose a day within 30 days.',
    noDelegate: 'Choose who reviews for you.',
    yourself: 'That’s you. Choose somebody else.',
    /** At the field, as plain text. */
    refused: {
      deleted: 'Their account is deactivated. Choose somebody else.',
      bot: 'That’s a bot or a workflow. Choose a person.',
      guest: 'That’s a guest. Choose somebody else.',
      stranger: 'They belong to another company’s workspace. Choose somebody else.',
      'foreign team': 'They belong to a workspace that isn’t served here. Choose somebody else.',
      'not joined': 'They haven’t joined this workspace yet. Choose somebody else.',
    } satisfies Record<Facts['person_refused']['because'], string>,
  },
}
