// What the demo waits for: the bot's sentences as the catalogue has them, each as far as the story knows its facts.
import { DAY, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'

/** A date or a name that the story does not know. */
const SOMETHING = '\uFFFD'

function upTo(sentence: string): string {
  return sentence.split(SOMETHING)[0] ?? ''
}

const { requestNotices, reminders, rotation, revocation } = english
const label = 'tableau'

export const awaited = {
  signedIn: upTo(english.signIn.signedIn({ name: SOMETHING })),
  secret: english.secret.title,
  connect: english.connect.titleFor({ tool: 'Tableau' }),

  replacementApproved: rotation.approved({ label }),
  replacement: upTo(rotation.replaces({ label, expires: SOMETHING })),
  oldWaits: rotation.oldWaits({ grace: 2 * SECOND }),
  oldIsRevoked: rotation.oldRevoked,
  oldRevoked: upTo(requestNotices.oldRevoked({ label, when: SOMETHING })),

  revokeIt: revocation.question({ amount: 1 }),
  revoked: revocation.revoked({ labels: [label], old: false }),
  didYouSaveIt: upTo(requestNotices.didYouSaveIt({ label: 'dashboards', when: SOMETHING })),
  revokedUnconfirmed: requestNotices.revokedUnconfirmed({ label: 'dashboards', isNew: false }),

  expiresIn14Days: upTo(reminders.expires({ label, left: 14 * DAY, when: SOMETHING })),
  snoozed: upTo(reminders.snoozed({ label, until: SOMETHING })),
  snoozedOnce: reminders.origin({ createdHere: true, snoozes: 1 }),
  isRotated: reminders.rotated({ label }),
  toManager: reminders.whyManager({ amount: 1 }),
  expired: `\n${upTo(reminders.expired({ label, when: SOMETHING }))}`,
} as const
