// Who somebody is at Dremio: links, links that need a second bot admin, and signing in.

import type { LinkConfirmation } from '../../../../src/core/people/link-confirmation.ts'
import {
  type LinkConfirmationState,
  linkConfirmationStates,
} from '../../../../src/core/people/link-confirmation-state.ts'
import type { Link } from '../../../../src/core/people/person.ts'
import type { PendingAction } from '../../../../src/core/sessions/sign-in.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { linkCard } from '../../../../src/slack/views/identity/link-card.ts'
import { linkAskedMessage, linkedMessage, linkNotice } from '../../../../src/slack/views/identity/link-notice.ts'
import { lateAlarmsMessage } from '../../../../src/slack/views/late-alarms-message.ts'
import { answerModal } from '../../../../src/slack/views/notice-modal.ts'
import {
  identityMessage,
  notLinkedMessage,
  unlinkedMessage,
} from '../../../../src/slack/views/sign-in/identity-message.ts'
import { signedInMessage } from '../../../../src/slack/views/sign-in/signed-in-message.ts'
import { NOW, signedIn } from '../records.ts'
import { answer, type Subject, scene, scenesOf } from '../scene.ts'

const UID = '22222222-2222-4222-8222-222222222222'
const link: Link = {
  person: 'UANA',
  uid: UID,
  dremioName: 'ana@acme.test',
  proof: 'email',
  email: 'ana@acme.test',
  at: NOW - 40 * DAY,
  by: 'UANA',
}
const byAdmin: Link = { ...link, proof: 'administrator', by: 'UDAN', email: undefined }

const confirmation = (state: LinkConfirmationState, change: Partial<LinkConfirmation> = {}): LinkConfirmation => ({
  id: 'l1n2k3c4',
  version: 1,
  state,
  person: 'UBEA',
  uid: UID,
  dremioName: 'bea@acme.test',
  email: 'bea@acme.test',
  by: 'UDAN',
  asked: ['UCARL'],
  at: NOW,
  lapsesAt: NOW + 3 * DAY,
  ...(state === 'confirmed' || state === 'declined' || state === 'failed'
    ? { decidedBy: 'UCARL', decidedAt: NOW + HOUR }
    : {}),
  ...change,
})
const noEmail = { email: undefined, dremioName: '' }

/** Those that are told of in a message; the others go on, and are told of where they end. */
const pendingActions: Record<'list' | 'link', PendingAction> = {
  list: { kind: 'list' },
  link: { kind: 'link' },
}

export const identity: Subject = {
  title: 'Links and signing in',
  scenes: [
    scene('a form with a link to sign in, afterwards', (words) =>
      answerModal(words, words.labels.forms.revoke.title, { text: words.signIn.promptOver }),
    ),
    answer('whoami, by email', (words) => identityMessage(words, link)),
    answer('whoami, by signing in', (words) => identityMessage(words, { ...link, proof: 'sign-in' })),
    answer('whoami, by a bot admin', (words) => identityMessage(words, byAdmin)),
    answer('whoami, by a bot admin, without a name', (words) => identityMessage(words, { ...byAdmin, dremioName: '' })),
    answer('whoami, not linked', (words) => notLinkedMessage(words)),
    answer('whoami, a bot admin had linked them', (words) => notLinkedMessage(words, byAdmin)),
    answer('unlinked', (words) => unlinkedMessage(words, link)),
    answer('unlinked from what a bot admin linked', (words) => unlinkedMessage(words, byAdmin)),
    ...linkConfirmationStates.map((state) =>
      scene(`link card: ${state}`, (words) => linkCard(words, confirmation(state))),
    ),
    scene('link card: pending, without an email', (words) => linkCard(words, confirmation('pending', noEmail))),
    ...linkConfirmationStates
      .filter((state) => state !== 'pending')
      .map((state) => scene(`to who asked: ${state}`, (words) => linkNotice(words, confirmation(state), 'asker'))),
    scene('to who was linked', (words) => linkNotice(words, confirmation('confirmed'), 'subject')),
    scene('to who was linked, by one bot admin alone', (words) =>
      linkNotice(words, confirmation('confirmed', { ...noEmail, decidedBy: undefined }), 'subject'),
    ),
    scene('to whose address it is', (words) => linkNotice(words, confirmation('confirmed'), 'address owner')),
    answer('admin link: asked', (words) => linkAskedMessage(words, confirmation('pending'))),
    answer('admin link: asked, without an email', (words) => linkAskedMessage(words, confirmation('pending', noEmail))),
    answer('admin link: some could not be asked', (words) =>
      linkAskedMessage(words, { ...confirmation('pending'), asked: ['UCARL', 'UDAN'] }, ['UDAN']),
    ),
    answer('admin link: nobody could be asked', (words) =>
      linkAskedMessage(words, { ...confirmation('pending'), asked: ['UDAN'] }, ['UDAN']),
    ),
    answer('admin link: linked', (words) => linkedMessage(words, 'UBEA', UID, undefined)),
    answer('admin link: linked, there is nobody else', (words) =>
      linkedMessage(words, 'UBEA', UID, confirmation('confirmed')),
    ),
    answer('admin link: linked, there is nobody else, without an email', (words) =>
      linkedMessage(words, 'UBEA', UID, confirmation('confirmed', noEmail)),
    ),
    answer('admin unlink', ({ admin }) => ({ text: admin.unlinked({ who: '<@UBEA>' }) })),
    ...scenesOf(pendingActions, (words, action) => signedInMessage(words, signedIn, action)).map(({ name, draw }) =>
      scene(`signed in: ${name}`, draw),
    ),
    scene('signed in, without a name', (words) =>
      signedInMessage(words, { ...signedIn, dremioName: '' }, { kind: 'link' }),
    ),
    scene('to bot admins: alarms are late', (words) => lateAlarmsMessage(words, { lateBy: HOUR, hasWorker: true })),
    scene('to bot admins: no worker', (words) => lateAlarmsMessage(words, { lateBy: 90_000, hasWorker: false })),
  ],
}
