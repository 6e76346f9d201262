// A person's tokens as a private message: state in words, soonest expiry first, with buttons.
import type { KnownBlock } from '@slack/types'
import { counted, distanceText } from '../../../core/time/duration.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import type { TokenList } from '../../../operations/tokens/list-tokens.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import {
  actions,
  blocksIf,
  button,
  hint,
  inlineText,
  labelText,
  mention,
  moment,
  relativeTime,
  section,
  timeLeftText,
} from '../block-kit.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { idAmong } from './token-text.ts'

// Two blocks for each; a message may have fifty: https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 20

export function tokenListMessage({ tokens, fresh, signIn }: TokenList, now: number): Message {
  const text = tokensSummary(tokens, now, fresh)
  return {
    text,
    blocks: [
      section(text),
      ...blocksIf(
        !fresh && !signIn,
        hint('Dremio is not answering. This is what I remember of the tokens made with me; there may be others.'),
      ),
      ...tokens.slice(0, MOST_SHOWN).flatMap((token) => row(token, tokens, now)),
      ...blocksIf(
        tokens.length > MOST_SHOWN,
        hint(`${tokens.length - MOST_SHOWN} more. Name one to revoke it: \`/dremio-pat revoke label\`.`),
      ),
      ...(signIn
        ? [
            hint(`These are the tokens made with me. Sign in to see the others too. ${aboutSignInLink(signIn)}`),
            actions(signInButton(signIn)),
          ]
        : []),
      ...blocksIf(tokens.length === 0, actions(button(buttons.newToken, 'new', 'primary'))),
    ],
  }
}

/**
 * Another person's tokens, for an administrator. The list has no buttons, so that none is clicked by mistake; revoking
 * is a subcommand of its own.
 */
export function tokensOfMessage(whom: string, { tokens, fresh }: TokenList, now: number): Message {
  const active = tokens.filter(({ state }) => state !== 'expired').length
  const text = `${mention(whom)} has ${active === 0 ? 'no active token' : counted(active, 'active token')}.`
  const known = 'This is what I remember of the tokens made with me; there may be others.'
  return {
    text,
    blocks: [
      section(text),
      ...blocksIf(!fresh, hint(known)),
      ...tokens
        .slice(0, 2 * MOST_SHOWN)
        .map((token) => section(`${lineText(token, now)} · \`${idAmong(token, tokens)}\``)),
    ],
  }
}

/** For example `You have 2 active tokens. The next one, tableau, ends in 6 days.` */
export function tokensSummary(tokens: TokenSummary[], now: number, fresh = true): string {
  const active = tokens.filter(({ state }) => state === 'active' || state === 'retiring')
  const [next] = active
  if (!next) return fresh ? 'You have no active Dremio token.' : 'You have no active token that was made with me.'
  const ends = `ends ${timeLeftText(now, next.endsAt)}`
  if (active.length === 1) return `You have 1 active token: ${inlineText(next.label)} ${ends}.`
  return `You have ${counted(active.length, 'active token')}. The next one, ${inlineText(next.label)}, ${ends}.`
}

function row(token: TokenSummary, all: TokenSummary[], now: number): KnownBlock[] {
  // While a token is being replaced, two tokens have the same label.
  const isShared = all.some(
    ({ tid, label, state }) => tid !== token.tid && label === token.label && state !== 'expired',
  )
  return [
    section(`${lineText(token, now)}${isShared ? ` · \`${idAmong(token, all)}\`` : ''}`),
    ...blocksIf(token.working, hint('I work with this one myself, so it cannot be revoked from here.')),
    ...blocksIf(token.state !== 'expired' && !token.working, actions(...tokenButtons(token))),
  ]
}

/** A token that is being replaced has no button to replace it. */
function tokenButtons({ tid, state }: TokenSummary) {
  const revoke = button(buttons.revokeToken, tid)
  return state === 'active' ? [button(buttons.rotateToken, tid), revoke] : [revoke]
}

function lineText(token: TokenSummary, now: number): string {
  return `${labelText(token.label)} · ${stateInWords(token, now)}${token.madeHere ? '' : ' · made outside this bot'}`
}

export function stateInWords({ state, expiresAt, endsAt }: TokenSummary, now: number): string {
  if (state === 'expired') return `expired ${distanceText(now, expiresAt)} (${moment(expiresAt)})`
  if (state === 'retiring') return `being replaced, ends ${relativeTime(now, endsAt)}`
  return `active, ends ${relativeTime(now, endsAt)}`
}
