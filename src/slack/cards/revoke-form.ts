// The form `Revoke token`: asks once more before one token, or every one, is ended.
import type { ModalView } from '@slack/types'
import { BotError } from '../../core/errors.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { counted } from '../../core/time/duration.ts'
import type { Revoked, TokenSummary } from '../../core/tokens/token.ts'
import { tokensMeant } from '../../core/tokens/tokens-meant.ts'
import { joined, type TypedWord, unquoted, withoutCourtesy } from '../../core/typed-words.ts'
import type { TokenList } from '../../operations/tokens/list-tokens.ts'
import { sentenceFor } from '../failure.ts'
import type { Button, Form, Interaction, Message } from '../interaction.ts'
import {
  actions,
  cut,
  hint,
  LONGEST_OPTION,
  LONGEST_TITLE,
  labelText,
  MOST_OPTIONS,
  mention,
  plain,
  relativeTime,
  section,
} from '../views/block-kit.ts'
import { noteView, waitingView } from '../views/notice-modal.ts'
import { aboutTheLink, signInLink } from './sign-in-link.ts'

export const REVOKE_TITLE = 'Revoke token'
const ALL = 'all'

/** Which tokens are meant: one by id, those that the words name, or all. No words at all means "let me choose". */
export type Meant = { tid: string } | { words: readonly TypedWord[] } | { all: true }

/** A token that is called so is meant by `revoke "all"`. */
export function meantBy(words: readonly TypedWord[]): Meant {
  return unquoted(withoutCourtesy(words))?.toLowerCase() === ALL ? { all: true } : { words }
}

/** What the form was opened for. `which` is empty where it is chosen in the form. */
interface About {
  which: string
  /** Slack id, for an administrator who ends somebody else's. */
  whom?: string | undefined
}

function writtenDown({ which, whom }: About): string {
  return whom === undefined ? which : `${which} ${whom}`
}

function readAbout(meta: string): About {
  const [which = '', whom] = meta.split(' ')
  return { which, whom }
}

export const revokeForm: Form = {
  id: 'revoke-form',
  async submit({ operations, actor, answer, fields, meta }) {
    const { which, whom } = readAbout(meta)
    const chosen = fields.token ?? which
    await answer(
      whom === undefined
        ? revokedMessage(await operations.revokeToken(actor, chosen))
        : revokedMessage(await operations.revokeTokensOf(actor, whom, chosen), { of: whom }),
    )
  },
}

/** Its value is the token's id. */
export const revokeThis: Button = {
  id: 'token-list.revoke',
  press: (clicked) => openRevokeForm(clicked, { tid: clicked.value }),
}

/** Said to their owner (`by` an administrator, if it was one), or to an administrator about those `of` somebody. */
export function revokedMessage({ revoked, keptWorking }: Revoked, { by, of }: Whose = {}): Message {
  const names = revoked
    .slice(0, 10)
    .map(({ label }) => labelText(label))
    .join(', ')
  // Its successor has the same label, and works on.
  const kind = revoked[0]?.state === 'retiring' ? 'old token' : 'token'
  const your = of === undefined ? `Your ${kind}` : `${mention(of)}’s ${kind}`
  const tokens =
    of === undefined ? counted(revoked.length, 'token') : `${mention(of)}’s ${counted(revoked.length, 'token')}`
  const deed = by === undefined ? '' : ` by ${mention(by)}, an administrator`
  const what =
    revoked.length === 0
      ? 'There was no active token left to revoke.'
      : revoked.length === 1
        ? `${your} ${names} is revoked${deed}. Whatever used it is locked out now.`
        : `${tokens} are revoked${deed}: ${names}. Whatever used them is locked out now.`
  return { text: what + (keptWorking ? ' I kept the one that I work with myself.' : '') }
}

interface Whose {
  by?: string | undefined
  of?: string | undefined
}

/** `whom` is given by an administrator. */
export async function openRevokeForm(asked: Interaction, meant: Meant, whom?: string): Promise<void> {
  const { actor, operations } = asked
  const form = await asked.open(waitingView(REVOKE_TITLE), { toEnd: true })
  try {
    if (whom === undefined) {
      await form.update(revokeView(await operations.listTokensToEnd(actor), meant, asked.now()))
      return
    }
    const list = await operations.listTokensOf(actor, whom)
    await form.update(list.canRevoke ? revokeView(list, meant, asked.now(), whom) : impossible(whom))
  } catch (error) {
    await form.update(noteView(REVOKE_TITLE, asked.explain(error)))
  }
}

export function revokeView({ tokens, signIn, fresh }: TokenList, meant: Meant, now: number, whom?: string): ModalView {
  const active = tokens.filter(({ state }) => state !== 'expired')
  const living = active.filter(({ working }) => !working)
  // Whoever has not signed in, or could not be looked up, sees here only what was made with the bot, but "all" means all of
  // them. An administrator's "all" is what is listed here.
  const mayBeMore = signIn !== undefined || (!fresh && whom === undefined)
  if ('all' in meant && (living.length > 0 || mayBeMore)) return confirmation(living, ALL, now, whom, mayBeMore)
  const matching = 'all' in meant ? [] : matches(living, meant)
  const [one, another] = matching
  if (one && !another) return confirmation([one], one.tid, now, whom)
  if (one) return choice(matching, now, whom)
  if (signIn) return unknownYet(signIn, 'words' in meant && joined(meant.words) === '')
  if (living.length === 0) return noteView(REVOKE_TITLE, nothingToRevoke(fresh, whom))
  if (!('all' in meant) && matches(active, meant).length > 0) {
    return noteView(REVOKE_TITLE, sentenceFor(new BotError('own_working_token', {})))
  }
  const labels = living.map(({ label }) => label)
  const missing = new BotError('no_such_token', 'words' in meant ? { words: joined(meant.words), labels } : {})
  return noteView(REVOKE_TITLE, sentenceFor(missing))
}

/** What nobody could look up is not said to be nothing. */
function nothingToRevoke(fresh: boolean, whom: string | undefined): string {
  const who = whom === undefined ? 'You have' : `${mention(whom)} has`
  if (fresh) return `${who} no active token that could be revoked here.`
  const others =
    whom === undefined ? 'Try again when Dremio answers.' : 'Deactivate them in Dremio to end whatever else they have.'
  return `${who} no active token that was made with me, and I cannot see others now. ${others}`
}

function impossible(whom: string): ModalView {
  const text = `On this Dremio nobody can revoke other people’s tokens. Deactivate ${mention(whom)} in Dremio, or ask them to type \`/dremio-pat revoke all\`.`
  return noteView(REVOKE_TITLE, text)
}

/** It may be one that was made elsewhere. */
function unknownYet(signIn: SignInOffer, isAny: boolean): ModalView {
  const none = isAny
    ? 'I know of no active token that was made with me.'
    : 'I know of no such token among those made with me.'
  const text = `${none} Sign in to Dremio to see the others. ${aboutTheLink(signIn)}`
  return noteView(REVOKE_TITLE, text, actions(signInLink(signIn)))
}

function matches(tokens: TokenSummary[], meant: Exclude<Meant, { all: true }>): TokenSummary[] {
  if ('tid' in meant) return tokens.filter(({ tid }) => tid === meant.tid)
  return joined(meant.words) === '' ? tokens : tokensMeant(tokens, meant.words).tokens
}

function confirmation(tokens: TokenSummary[], which: string, now: number, whom?: string, more = false): ModalView {
  const lines = tokens.slice(0, 20).map((token) => tokenLine(token, now))
  if (tokens.length > 20) lines.push(`and ${tokens.length - 20} more`)
  if (more) lines.push('and every other one that you have at Dremio')
  const all =
    whom === undefined
      ? `all ${more ? '' : `${tokens.length} `}of your tokens`
      : `all ${tokens.length} tokens of ${mention(whom)}`
  const single = whom === undefined ? 'this token' : `this token of ${mention(whom)}`
  const question = `Revoke ${tokens.length > 1 || more ? all : single}?`
  return confirmView(revokeForm.id, writtenDown({ which, whom }), question, lines)
}

/** Asks once more. What sending it does is the form's of that id. */
export function confirmView(id: string, meta: string, question: string, lines: string[]): ModalView {
  return form(id, meta, [
    section(`*${question}*\n${lines.join('\n')}`),
    hint('Whatever uses it stops working at once. This cannot be undone.'),
  ])
}

function choice(tokens: TokenSummary[], now: number, whom?: string): ModalView {
  return form(revokeForm.id, writtenDown({ which: '', whom }), [
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
          .map(({ tid, label }) => ({ text: plain(cut(`${label} (${tid.slice(0, 8)})`, LONGEST_OPTION)), value: tid })),
      },
    },
    section(
      tokens
        .slice(0, 20)
        .map((token) => tokenLine(token, now))
        .join('\n'),
    ),
    hint('Whatever uses it stops working at once. This cannot be undone.'),
  ])
}

function form(id: string, meta: string, blocks: ModalView['blocks']): ModalView {
  return {
    type: 'modal',
    callback_id: id,
    title: plain(REVOKE_TITLE, LONGEST_TITLE),
    submit: plain('Revoke', LONGEST_TITLE),
    close: plain('Keep', LONGEST_TITLE),
    private_metadata: meta,
    blocks,
  }
}

export function tokenLine({ label, tid, expiresAt }: TokenSummary, now: number): string {
  return `• ${labelText(label)} (${tid.slice(0, 8)}), ends ${relativeTime(now, expiresAt)}`
}
