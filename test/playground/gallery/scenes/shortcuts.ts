// Slack's own menus, and what comes of a token in somebody's message: the form, the answer, and what to do instead.
import { BotError } from '../../../../src/core/errors.ts'
import { forms } from '../../../../src/slack/action-catalog.ts'
import { sentenceFor } from '../../../../src/slack/failure.ts'
import { failureMessage } from '../../../../src/slack/failure-message.ts'
import type { ShortcutMessage } from '../../../../src/slack/interaction.ts'
import { outdatedMessage } from '../../../../src/slack/views/menu/menu.ts'
import { noticeModal } from '../../../../src/slack/views/notice-modal.ts'
import {
  insteadOfRevoking,
  leakInMessageModal,
  leaksMessage,
  noTokenModal,
  type Outcome,
  type Owned,
} from '../../../../src/slack/views/tokens/leak-in-message.ts'
import type { Words } from '../../../../src/words/words.ts'
import { listed, NOW, TID, tidOf } from '../records.ts'
import { answer, type Subject, scene } from '../scene.ts'

const link = 'https://acme.slack.com/archives/C0DATA/p1764430001000200'
const tableau = listed('tableau')
const others = Array.from({ length: 11 }, (_, index) => tidOf(`${index + 10}111111`))

/** Bea posted it, and Ana reads it. */
const posted = (change: Partial<ShortcutMessage> = {}): ShortcutMessage => ({
  author: 'UBEA',
  link,
  tids: [TID],
  holdsToken: true,
  ...change,
})
const hers: Owned = { mine: [tableau], isWhole: true }
const form = (words: Words, message: ShortcutMessage, owned: Owned) =>
  leakInMessageModal(words, message, owned, { reader: 'UANA', now: NOW })

const leak = { token: tableau, owner: 'UANA', by: 'UANA' }
const ended: Outcome = { tid: TID, leak }
function failed(words: Words, tid: string, error: BotError): Outcome {
  const isUnknown = error.code === 'unknown_leak'
  return { tid, failure: failureMessage(words, sentenceFor(words, error), error), isUnknown }
}
const unknown = new BotError('unknown_leak', {
  tid: TID,
  administrator: false,
  forOthers: { list: false, revoke: false },
})
const away = new BotError('dremio_unavailable', { operation: 'revoke', mayHaveHappened: false, because: 'timeout' })
const guest = new BotError('person_refused', { because: 'guest' })
const said = (words: Words, outcomes: Outcome[], message = posted()) =>
  leaksMessage(words, outcomes, { message }, { reader: 'UANA', now: NOW })

export const shortcutsInSlack: Subject = {
  title: 'Shortcuts',
  scenes: [
    scene('the names in Slack’s menus', ({ labels: { shortcuts } }) => ({
      text: [shortcuts.newToken, shortcuts.revokeLeakedToken].join('\n'),
    })),
    scene('form: one’s own token, posted by somebody else', (words) => form(words, posted(), hers)),
    scene('form: one’s own token, posted by oneself', (words) => form(words, posted({ author: 'UANA' }), hers)),
    scene('form: somebody else’s token, posted by an app', (words) =>
      form(words, posted({ author: undefined }), { mine: [], isWhole: true }),
    ),
    scene('form: nobody can tell whose token, or where', (words) =>
      form(words, posted({ link: undefined }), { mine: [], isWhole: false }),
    ),
    scene('form: several, one is one’s own', (words) => form(words, posted({ tids: [TID, others[0] ?? ''] }), hers)),
    scene('form: more than fit, nobody can tell whose', (words) =>
      form(words, posted({ tids: [TID, ...others] }), { mine: [tableau], isWhole: false }),
    ),
    scene('form: no token', (words) => noTokenModal(words, false)),
    scene('form: something like a token', (words) => noTokenModal(words, true)),
    scene('form: not for a guest', (words) =>
      noticeModal(words, forms.leakInMessage, sentenceFor(words, guest), ...insteadOfRevoking(words, posted(), 'UANA')),
    ),
    scene('revoked, posted by somebody else', (words) => said(words, [ended])),
    scene('revoked, posted by oneself', (words) => said(words, [ended], posted({ author: 'UANA' }))),
    scene('not one’s own, posted by an app', (words) =>
      said(words, [failed(words, TID, unknown)], posted({ author: undefined, link: undefined })),
    ),
    scene('several: revoked, not one’s own, not now', (words) =>
      said(words, [ended, failed(words, others[0] ?? '', unknown), failed(words, others[1] ?? '', away)]),
    ),
    answer('a shortcut of another version', (words) => outdatedMessage(words, 'shortcut')),
  ],
}
