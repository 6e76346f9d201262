// A person's tokens as a private message: state in words, soonest expiry first, with a menu on each.
import type { KnownBlock } from '@slack/types'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import type { TokenList } from '../../../operations/tokens/list-tokens.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, dayOrMoment, hint, labelText, mention, section, timeLeft } from '../block-kit.ts'
import { type Choice, overflowMenu, row } from '../rows.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { idAmong } from './token-text.ts'

// Two blocks at most for each; a message may have fifty: https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 20

export function tokenListMessage(words: Words, { tokens, fresh, signIn }: TokenList, now: number): Message {
  const text = tokensSummary(words, tokens, now, fresh)
  return {
    text,
    blocks: [
      section(text),
      ...blocksIf(
        !fresh && !signIn,
        hint(tokens.length > 0 ? words.tokens.notResponding : words.tokens.notRespondingForOthers),
      ),
      ...tokens.slice(0, MOST_SHOWN).flatMap((token) => tokenRow(words, token, tokens, now)),
      ...blocksIf(tokens.length > MOST_SHOWN, hint(words.tokens.more({ amount: tokens.length - MOST_SHOWN }))),
      ...(signIn
        ? [
            hint(
              `${tokens.length > 0 ? words.tokens.signInForAll : words.tokens.signInForOthers} ${aboutSignInLink(words, signIn)}`,
            ),
            actions(
              signInButton(words, signIn),
              ...(tokens.length > 0 ? [] : [button(words, buttons.newToken, 'new')]),
            ),
          ]
        : blocksIf(tokens.length === 0, actions(button(words, buttons.newToken, 'new', 'primary')))),
    ],
  }
}

/**
 * Another person's tokens, for an administrator. The list has no buttons, so that none is clicked by mistake; revoking
 * is a subcommand of its own.
 */
export function tokensOfMessage(words: Words, whom: string, { tokens, fresh }: TokenList, now: number): Message {
  const active = tokens.filter(({ state }) => state !== 'expired').length
  const text = words.tokens.ofPerson({ person: mention(whom), active, onlyCreatedHere: !fresh })
  return {
    text,
    blocks: [
      section(text),
      ...blocksIf(!fresh, hint(words.tokens.ofPersonCreatedHere)),
      ...tokens.slice(0, 2 * MOST_SHOWN).map((token) => section(tokenText(words, token, now, idAmong(token, tokens)))),
    ],
  }
}

/** For example `You have 2 active tokens. *tableau* expires first, in 6 days.` */
export function tokensSummary(words: Words, tokens: TokenSummary[], now: number, fresh = true): string {
  const active = tokens.filter(({ state }) => state === 'active' || state === 'retiring')
  const [first] = active
  if (!first) return fresh ? words.tokens.none : words.tokens.noneCreatedHere
  const { label, state, endsAt } = first
  return words.tokens.summary({
    active: active.length,
    first: { label: labelText(label), state, left: timeLeft(now, endsAt) },
  })
}

function tokenRow(words: Words, token: TokenSummary, all: TokenSummary[], now: number): KnownBlock[] {
  // While a token is being replaced, two tokens have the same label.
  const isShared = all.some(
    ({ tid, label, state }) => tid !== token.tid && label === token.label && state !== 'expired',
  )
  return [
    row(
      tokenText(words, token, now, isShared ? idAmong(token, all) : undefined),
      overflowMenu(words, choicesFor(token)),
    ),
    ...blocksIf(token.working, hint(words.tokens.usedByBot)),
  ]
}

/**
 * What can be done with a token, for the menu at the end of its row. A token that is being replaced cannot be replaced
 * once more.
 */
export function choicesFor({ tid, state, working }: Pick<TokenSummary, 'tid' | 'state' | 'working'>): Choice[] {
  if (state === 'expired' || working) return []
  return [
    ...(state === 'active' ? [[buttons.rotateToken, tid] as const] : []),
    [buttons.howToConnect, tid],
    [buttons.askToGiveBack, tid],
    [buttons.revokeToken, tid],
  ]
}

/** `id` is given where the label alone does not tell which token is meant. */
export function tokenText(words: Words, token: TokenSummary, now: number, id?: string): string {
  const { label, madeHere } = token
  return words.tokens.line({
    label: labelText(label),
    ...standing(token, now),
    elsewhere: !madeHere,
    ...(id !== undefined && { id }),
  })
}

function standing({ state, expiresAt, endsAt }: TokenSummary, now: number) {
  const at = state === 'expired' ? expiresAt : endsAt
  return { state, left: timeLeft(now, at), when: dayOrMoment(at, now) }
}
