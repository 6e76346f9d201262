// The form `Revoke token`: asks for confirmation before one token, or every token, is revoked.
import type { ModalView } from '@slack/types'
import { BotError } from '../../../core/errors.ts'
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { tokensMeant } from '../../../core/tokens/tokens-meant.ts'
import { joined, type TypedWord } from '../../../core/typed-words.ts'
import type { TokenList } from '../../../operations/tokens/list-tokens.ts'
import type { Words } from '../../../words/words.ts'
import { type DrawnForm, forms } from '../../action-catalog.ts'
import { sentenceFor } from '../../failure.ts'
import { actions, hint, MOST_OPTIONS, mention, modal, plain, section } from '../block-kit.ts'
import { noticeModal } from '../notice-modal.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { tokenLine, tokenOptionText } from './token-text.ts'

/** The value for every token. */
const ALL = 'all'

/**
 * Which tokens are meant: one by id, those that the words name, or all. Empty words mean that the person chooses in the
 * form.
 */
export type Meant = { tid: string } | { words: readonly TypedWord[] } | { all: true }

/**
 * The target, stored in the form's metadata. `which` is a token's id or `all`, and empty if the token is chosen in the
 * form.
 */
export interface RevocationTarget {
  which: string
  /** Slack id of another person, if an administrator revokes their tokens. */
  whom?: string | undefined
}

function metaOf({ which, whom }: RevocationTarget): string {
  return whom === undefined ? which : `${which} ${whom}`
}

/** `whom` is another person, if an administrator revokes their tokens. */
export function revokeModal(
  words: Words,
  { tokens, signIn, fresh }: TokenList,
  meant: Meant,
  now: number,
  whom?: string,
): ModalView {
  const active = tokens.filter(({ state }) => state !== 'expired')
  const living = active.filter(({ working }) => !working)
  // Without a sign-in or a lookup the list only contains tokens that were made with the bot, but a person's "all" means
  // every token. An administrator's "all" means the listed tokens.
  const mayBeMore = signIn !== undefined || (!fresh && whom === undefined)
  if ('all' in meant && (living.length > 0 || mayBeMore)) return confirmation(living, ALL, now, whom, mayBeMore)
  const matching = 'all' in meant ? [] : matches(living, meant)
  const [first, another] = matching
  if (first && !another) return confirmation([first], first.tid, now, whom)
  if (first) return choice(matching, now, whom)
  if (signIn) return signInToRevoke(signIn, 'words' in meant && joined(meant.words) === '')
  if (living.length === 0) return noticeModal(forms.revoke, nothingToRevoke(fresh, whom))
  if (!('all' in meant) && matches(active, meant).length > 0) {
    return noticeModal(forms.revoke, sentenceFor(words, new BotError('own_working_token', {})))
  }
  const labels = living.map(({ label }) => label)
  const missing = new BotError('no_such_token', 'words' in meant ? { words: joined(meant.words), labels } : {})
  return noticeModal(forms.revoke, sentenceFor(words, missing))
}

/** If the tokens could not be looked up, the text does not claim that there are none. */
function nothingToRevoke(fresh: boolean, whom: string | undefined): string {
  const who = whom === undefined ? 'You have' : `${mention(whom)} has`
  if (fresh) return `${who} no active token that could be revoked here.`
  const others =
    whom === undefined ? 'Try again when Dremio answers.' : 'Deactivate them in Dremio to end whatever else they have.'
  return `${who} no active token that was made with me, and I cannot see others now. ${others}`
}

export function cannotRevokeModal(whom: string): ModalView {
  const text = `On this Dremio nobody can revoke other people’s tokens. Deactivate ${mention(whom)} in Dremio, or ask them to type \`/dremio-pat revoke all\`.`
  return noticeModal(forms.revoke, text)
}

/** The token may have been created outside the bot, and only shows up after a sign-in. */
function signInToRevoke(signIn: SignInOffer, isAny: boolean): ModalView {
  const none = isAny
    ? 'I know of no active token that was made with me.'
    : 'I know of no such token among those made with me.'
  const text = `${none} Sign in to Dremio to see the others. ${aboutSignInLink(signIn)}`
  return noticeModal(forms.revoke, text, actions(signInButton(signIn)))
}

function matches(tokens: TokenSummary[], meant: Exclude<Meant, { all: true }>): TokenSummary[] {
  if ('tid' in meant) return tokens.filter(({ tid }) => tid === meant.tid)
  return joined(meant.words) === '' ? tokens : tokensMeant(tokens, meant.words).tokens
}

function confirmation(tokens: TokenSummary[], which: string, now: number, whom?: string, more = false): ModalView {
  const lines = tokens.slice(0, 20).map((token) => tokenLine(token, tokens, now))
  if (tokens.length > 20) lines.push(`and ${tokens.length - 20} more`)
  if (more) lines.push('and every other one that you have at Dremio')
  const all =
    whom === undefined
      ? `all ${more ? '' : `${tokens.length} `}of your tokens`
      : `all ${tokens.length} tokens of ${mention(whom)}`
  const single = whom === undefined ? 'this token' : `this token of ${mention(whom)}`
  const question = `Revoke ${tokens.length > 1 || more ? all : single}?`
  return confirmationModal(forms.revoke, metaOf({ which, whom }), question, lines)
}

/** A confirmation, in one of the forms for that. */
export function confirmationModal(form: DrawnForm, meta: string, question: string, lines: string[]): ModalView {
  return modal(form, meta, [
    section(`*${question}*\n${lines.join('\n')}`),
    hint('Whatever uses it stops working at once. This cannot be undone.'),
  ])
}

function choice(tokens: TokenSummary[], now: number, whom?: string): ModalView {
  return modal(forms.revoke, metaOf({ which: '', whom }), [
    {
      type: 'input',
      block_id: 'token',
      label: plain('Token'),
      element: {
        type: 'static_select',
        action_id: 'value',
        placeholder: plain('Which one do you mean?'),
        options: tokens
          .slice(0, MOST_OPTIONS)
          .map((token) => ({ text: plain(tokenOptionText(token, tokens)), value: token.tid })),
      },
    },
    section(
      tokens
        .slice(0, 20)
        .map((token) => tokenLine(token, tokens, now))
        .join('\n'),
    ),
    hint('Whatever uses it stops working at once. This cannot be undone.'),
  ])
}
