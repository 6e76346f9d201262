// Revoking tokens and reporting leaked ones: forms, answers, and what owners and bot admins are told.
import type { ModalView } from '@slack/types'
import { DAY } from '../../../../src/core/time/duration.ts'
import type { TokenSummary } from '../../../../src/core/tokens/token.ts'
import type { TokenList } from '../../../../src/operations/tokens/list-tokens.ts'
import { forms } from '../../../../src/slack/action-catalog.ts'
import { giveBackModal } from '../../../../src/slack/views/tokens/give-back-modal.ts'
import { leakMessage, leakReportMessage } from '../../../../src/slack/views/tokens/leak-message.ts'
import { leakOfferMessage } from '../../../../src/slack/views/tokens/leak-offer.ts'
import { confirmLeakModal, leakedTokenModal } from '../../../../src/slack/views/tokens/leaked-token-modal.ts'
import { outstandingMessage } from '../../../../src/slack/views/tokens/outstanding-list.ts'
import {
  cannotRevokeModal,
  confirmationModal,
  type Meant,
  revokeModal,
} from '../../../../src/slack/views/tokens/revoke-modal.ts'
import { revokedMessage } from '../../../../src/slack/views/tokens/revoked-message.ts'
import type { Words } from '../../../../src/words/words.ts'
import { aRequest } from '../../../slack/records.ts'
import { aToken, listed, NOW, signIn, TID, tidOf } from '../records.ts'
import { answer, type Scene, type Subject, scene, scenesOf } from '../scene.ts'

const tableau = listed('tableau')
const another = listed('tableau', { tid: tidOf('22222222'), expiresAt: NOW + 3 * DAY })
const many = Array.from({ length: 23 }, (_, index) =>
  listed(`report ${index + 1}`, { tid: tidOf(`${10_000_000 + index}`) }),
)
const working = listed('service', { working: true })
const list = (tokens: TokenSummary[], change: Partial<TokenList> = {}) =>
  ({ tokens, fresh: true, signIn: undefined, ...change }) as TokenList
const named = (text: string): Meant => ({ words: [{ text, written: text, isQuoted: false }] })
const all: Meant = { all: true }
const any: Meant = { words: [] }

const questions: Record<string, [TokenList, Meant, whom?: string]> = {
  one: [list([tableau]), { tid: TID }],
  all: [list([tableau, another]), all],
  'all, and others that are not known': [list([tableau], { fresh: false, signIn }), all],
  'all, none is known': [list([], { fresh: false, signIn }), all],
  'all, more than are shown': [list(many), all],
  'which one?': [list([tableau, another]), any],
  none: [list([]), any],
  'none, Dremio is away': [list([], { fresh: false }), any],
  'none known before signing in': [list([], { fresh: false, signIn }), any],
  'not found before signing in': [list([tableau], { fresh: false, signIn }), named('looker')],
  'not found': [list([tableau]), named('looker')],
  'the bot’s own': [list([tableau, working]), named('service')],
  'of somebody, by a bot admin': [list([tableau]), { tid: TID }, 'UBEA'],
  'all of somebody, by a bot admin': [list([tableau, another]), all, 'UBEA'],
  'of somebody, none': [list([]), any, 'UBEA'],
  'of somebody, none created here': [list([], { fresh: false }), any, 'UBEA'],
}

const revoked = (...tokens: TokenSummary[]) => ({ revoked: tokens, keptWorking: false })
const leak = (change: Partial<TokenSummary> = {}) => ({
  token: listed('quick test', change),
  owner: 'UANA',
  by: 'UBEA',
})
const leaked = (words: Words, error: string | undefined): { form: ModalView; errors: Record<string, string> } => ({
  form: leakedTokenModal(words),
  errors: error === undefined ? {} : { token: error },
})

const leaks: Scene[] = [
  scene('form Leaked token', (words) => leakedTokenModal(words)),
  scene('form Leaked token, not a token', (words) => leaked(words, words.leaks.notAToken)),
  scene('form Leaked token, not whole', (words) => leaked(words, words.leaks.notWhole)),
  scene('form Leaked token, several', (words) => leaked(words, words.leaks.pasteOne)),
  scene('form to confirm, a token of one’s own', (words) => confirmLeakModal(words, TID, tableau, NOW)),
  scene('form to confirm, by its id', (words) => confirmLeakModal(words, TID, undefined, NOW)),
  answer('leaked: revoked, one’s own', (words) => leakMessage(words, { ...leak(), by: 'UANA' }, 'UANA', NOW)),
  answer('leaked: revoked, somebody else’s', (words) => leakMessage(words, leak(), 'UBEA', NOW)),
  answer('leaked: it was revoked already', (words) => leakMessage(words, leak({ state: 'revoked' }), 'UBEA', NOW)),
  answer('leaked: it had expired', (words) =>
    leakMessage(words, leak({ state: 'expired', expiresAt: NOW - 2 * DAY }), 'UBEA', NOW),
  ),
  scene('leaked: to its owner, revoked by a bot admin', (words) => leakMessage(words, leak(), 'UANA', NOW)),
  scene('leaked: to its owner, reported', (words) =>
    leakReportMessage(words, aToken({ leakReporters: ['UBEA', 'UDAN'] }), NOW),
  ),
  scene('leaked: to its owner, no longer works', (words) =>
    leakReportMessage(words, aToken({ leakReporters: ['UBEA'], state: 'revoked' }), NOW),
  ),
  answer('a token in a command', (words) => leakOfferMessage(words, [TID], 'command')),
  answer('a token in a message', (words) => leakOfferMessage(words, [TID], 'message')),
  answer('a token that cannot be read', (words) => leakOfferMessage(words, [], 'message')),
  answer('six tokens in a message', (words) =>
    leakOfferMessage(
      words,
      Array.from({ length: 6 }, (_, index) => tidOf(`${index}1111111`)),
      'message',
    ),
  ),
]

const stranded = (change = {}) => aToken({ outstandingSince: NOW - DAY, ...change })
const failedClaim = aRequest({ state: 'unsure', claim: { attempt: 1, startedAt: NOW - DAY } })
const departure = (because: 'deleted' | 'guest') => ({ person: 'UDAN', because, at: NOW - DAY })
const nothing = { tokens: [], claims: [], leaversTokens: [], leavers: new Set<string>(), canRevoke: false }

export const revoking: Subject = {
  title: 'Revoking and leaks',
  scenes: [
    ...scenesOf(questions, (words, [tokens, meant, whom]) => revokeModal(words, tokens, meant, NOW, whom)).map(
      ({ name, draw }) => scene(`form: ${name}`, draw),
    ),
    scene('form: only the owner can', (words) => cannotRevokeModal(words, 'UBEA')),
    scene('form: one, and all others', (words) =>
      confirmationModal(words, forms.revoke, TID, { amount: 1, lines: ['• *tableau*'] }),
    ),
    answer('revoked', (words) => revokedMessage(words, revoked(tableau))),
    answer('revoked, the old one', (words) => revokedMessage(words, revoked({ ...tableau, state: 'retiring' }))),
    answer('revoked, two', (words) => revokedMessage(words, revoked(tableau, listed('power bi')))),
    answer('revoked, the bot’s own is kept', (words) =>
      revokedMessage(words, { ...revoked(tableau), keptWorking: true }),
    ),
    answer('given back', (words) => revokedMessage(words, { ...revoked(tableau), givenBack: true })),
    answer('given back, the old one', (words) =>
      revokedMessage(words, { ...revoked({ ...tableau, state: 'retiring' }), givenBack: true }),
    ),
    scene("form I'm done with it", (words) => giveBackModal(words, TID, tableau, NOW)),
    answer('nothing to revoke', (words) => revokedMessage(words, revoked())),
    answer('revoked, of somebody', (words) => revokedMessage(words, revoked(tableau), { of: 'UBEA' })),
    scene('revoked, by a bot admin', (words) => revokedMessage(words, revoked(tableau), { by: 'UDAN' })),
    ...leaks,
    answer('outstanding: nothing', (words) => outstandingMessage(words, nothing)),
    answer('outstanding: of each kind', (words) =>
      outstandingMessage(words, {
        tokens: [
          stranded(),
          stranded({ endedFor: 'cut', owner: 'UBEA' }),
          stranded({ owner: 'UDAN' }),
          stranded({ ended: { by: 'UCARL', at: NOW - DAY } }),
        ],
        claims: [failedClaim, { ...failedClaim, state: 'cancelled' }, { ...failedClaim, requester: 'UDAN' }],
        leaversTokens: [
          { ...aToken({ owner: 'UDAN' }), departure: departure('deleted') },
          { ...aToken({ owner: 'UDAN' }), departure: departure('guest') },
        ],
        leavers: new Set(['UDAN']),
        canRevoke: true,
      }),
    ),
    answer('outstanding: more than are shown, only owners can', (words) =>
      outstandingMessage(words, { ...nothing, tokens: Array.from({ length: 42 }, () => stranded()) }),
    ),
  ],
}
