// The form `Revoke token`: asks for confirmation before one token, or every token, is revoked.
import type { ModalView } from '@slack/types'
import { BotError } from '../../../core/errors.ts'
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { tokensMeant } from '../../../core/tokens/tokens-meant.ts'
import { joined, type TypedWord } from '../../../core/typed-words.ts'
import type { TokensToRevoke } from '../../../operations/tokens/list-tokens-to-revoke.ts'
import type { Words } from '../../../words/words.ts'
import { type DrawnForm, forms } from '../../action-catalog.ts'
import { sentenceFor } from '../../failure.ts'
import { actions, hint, MOST_OPTIONS, mention, modal, plain, section } from '../block-kit.ts'
import { noticeModal } from '../notice-modal.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { tokenLine, tokenOptionText } from './token-text.ts'

/** The value for every token. */
const ALL = 'all'
const MOST_LISTED = 20

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
  { tokens, signIn, fresh, ended }: TokensToRevoke,
  meant: Meant,
  now: number,
  whom?: string,
): ModalView {
  const active = tokens.filter(({ state }) => state !== 'expired')
  const living = active.filter(({ working }) => !working)
  // Without a sign-in or a lookup the list only contains tokens that were made with the bot, but a person's "all" means
  // every token. An administrator's "all" means the listed tokens.
  const mayBeMore = signIn !== undefined || (!fresh && whom === undefined)
  if ('all' in meant && (living.length > 0 || mayBeMore)) return confirmation(words, living, ALL, now, whom, mayBeMore)
  const matching = 'all' in meant ? [] : matches(living, meant)
  const [first, another] = matching
  if (first && !another) return confirmation(words, [first], first.tid, now, whom)
  if (first) return choice(words, matching, now, whom)
  if (ended) return noticeModal(words, forms.revoke, sentenceFor(words, new BotError('token_stale', ended)))
  if (signIn) return signInToRevoke(words, signIn, 'words' in meant && joined(meant.words) === '')
  if (living.length === 0) return noticeModal(words, forms.revoke, nothingToRevoke(words, fresh, whom))
  if (!('all' in meant) && matches(active, meant).length > 0) {
    return noticeModal(words, forms.revoke, sentenceFor(words, new BotError('own_working_token', {})))
  }
  const labels = living.map(({ label }) => label)
  const missing = new BotError(
    'no_such_token',
    'words' in meant ? { words: joined(meant.words), labels, isSure: fresh } : {},
  )
  return noticeModal(words, forms.revoke, sentenceFor(words, missing))
}

/** If the tokens could not be looked up, the text does not claim that there are none. */
function nothingToRevoke({ revocation: words }: Words, fresh: boolean, whom: string | undefined): string {
  if (whom === undefined) return fresh ? words.none : words.noneUntilDremioResponds
  const person = mention(whom)
  return fresh ? words.noneOfPerson({ person }) : words.noneOfPersonCreatedHere({ person })
}

export function cannotRevokeModal(words: Words, whom: string): ModalView {
  return noticeModal(words, forms.revoke, words.revocation.onlyOwner({ person: mention(whom) }))
}

/** The token may have been created outside the bot, and only shows up after a sign-in. */
function signInToRevoke(words: Words, signIn: SignInOffer, isAny: boolean): ModalView {
  const text = isAny ? words.tokens.noneUntilSignIn : words.tokens.notFoundUntilSignIn
  return noticeModal(
    words,
    forms.revoke,
    `${text} ${aboutSignInLink(words, signIn)}`,
    actions(signInButton(words, signIn)),
  )
}

function matches(tokens: TokenSummary[], meant: Exclude<Meant, { all: true }>): TokenSummary[] {
  if ('tid' in meant) return tokens.filter(({ tid }) => tid === meant.tid)
  return joined(meant.words) === '' ? tokens : tokensMeant(tokens, meant.words).tokens
}

function confirmation(
  words: Words,
  tokens: TokenSummary[],
  which: string,
  now: number,
  whom?: string,
  more = false,
): ModalView {
  const lines = tokens.slice(0, MOST_LISTED).map((token) => listed(words, token, tokens, now))
  if (tokens.length > MOST_LISTED) lines.push(words.revocation.more({ amount: tokens.length - MOST_LISTED }))
  if (more) lines.push(tokens.length > 0 ? words.revocation.andOthers : words.revocation.allOthers)
  const amount = more ? 'all' : tokens.length
  const person = whom === undefined ? undefined : mention(whom)
  return confirmationModal(words, forms.revoke, metaOf({ which, whom }), { amount, person, lines })
}

interface Confirmed {
  /** How many tokens, `all` if there may be others. */
  amount: number | 'all'
  /** Somebody else, if they are not the reader's own. */
  person?: string | undefined
  lines: string[]
}

/** A confirmation, in one of the forms for that. */
export function confirmationModal(
  words: Words,
  form: DrawnForm,
  meta: string,
  { amount, person, lines }: Confirmed,
): ModalView {
  return modal(words, form, meta, [
    section(`*${words.revocation.question({ amount, person })}*\n${lines.join('\n')}`),
    hint(words.revocation.effect({ amount: amount === 'all' ? 2 : amount })),
  ])
}

function choice(words: Words, tokens: TokenSummary[], now: number, whom?: string): ModalView {
  return modal(words, forms.revoke, metaOf({ which: '', whom }), [
    {
      type: 'input',
      block_id: 'token',
      label: plain(words.labels.forms.revoke.fields.token),
      element: {
        type: 'static_select',
        action_id: 'value',
        placeholder: plain(words.revocation.chooseOne),
        options: tokens
          .slice(0, MOST_OPTIONS)
          .map((token) => ({ text: plain(tokenOptionText(token, tokens)), value: token.tid })),
      },
    },
    section(
      tokens
        .slice(0, MOST_LISTED)
        .map((token) => listed(words, token, tokens, now))
        .join('\n'),
    ),
    hint(words.revocation.effect({ amount: 1 })),
  ])
}

function listed(words: Words, token: TokenSummary, tokens: TokenSummary[], now: number): string {
  return `• ${tokenLine(words, token, tokens, now)}`
}
