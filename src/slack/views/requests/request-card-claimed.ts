// The requester's card after the token was collected: its expiry, its receipt, and the token that it replaces.
import type { Button, KnownBlock } from '@slack/types'
import type { Request } from '../../../core/requests/request.ts'
import { durationText } from '../../../core/time/duration.ts'
import { isAlive, type Token } from '../../../core/tokens/token.ts'
import { english } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import { comments, decision } from '../approval-text.ts'
import { actions, blocksIf, button, hint, labelText, moment, section } from '../block-kit.ts'
import { requesterTitles } from '../card-titles.ts'
import { oldTokenButtons, oldTokenText, type RotationContext } from '../tokens/rotation.ts'

interface ClaimedContext {
  /** The token that was created for the request. */
  token: Token | undefined
  /** The token that the request replaces. */
  old: Token | undefined
  policy: RotationContext['policy'] | undefined
  /** Milliseconds since epoch. */
  now: number | undefined
}

interface Content {
  title: string
  blocks: KnownBlock[]
}

export function claimedContent(request: Request, what: string, { token, old, policy, now }: ClaimedContext): Content {
  const rotation = token && request.replaces && policy && now !== undefined ? { token, old, policy, now } : undefined
  if (token?.state === 'revoked') return revoked(request, token, rotation)
  if (token && now !== undefined && token.expiresAt <= now) return expired(request, token, rotation)
  return {
    title: requesterTitles.claimed,
    blocks: [
      section(
        // A date and no relative time such as "in 7 days", because the card stays and would be wrong tomorrow.
        `${what}${token ? `, until ${moment(token.expiresAt)}` : ''}.\n${decisionText(request)}`,
      ),
      ...comments(request),
      ...blocksIf(token?.state === 'retiring', section(replacedText(token))),
      ...blocksIf(rotation, section(rotation ? oldTokenText(english, rotation) : '')),
      hint(receiptText(token)),
      actions(
        ...buttonsForReceipt(token),
        ...(rotation ? oldTokenButtons(rotation) : []),
        ...(token ? [button(buttons.howToConnect, token.tid)] : []),
        button(buttons.myTokens, 'mine'),
      ),
    ],
  }
}

function revoked(
  { id, label }: Request,
  { endedFor, delivery, replacedBy }: Token,
  rotation: RotationContext | undefined,
): Content {
  // Not repeated to people who reported that the token never came.
  const unconfirmed = endedFor === 'unconfirmed' && delivery === 'shown' ? ' You never said that you have it.' : ''
  // Both tokens have the same label, so while the old one works the card says which one is revoked.
  const oldWorks = rotation?.old !== undefined && isAlive(rotation.old, rotation.now)
  const why = replacedBy !== undefined ? ' You have the one that was made in its place.' : unconfirmed
  return {
    title: 'Your token is revoked',
    blocks: [
      section(`${oldWorks ? 'The new ' : ''}${labelText(label)} does not work any more.${why}`),
      ...blocksIf(oldWorks, section(rotation ? oldTokenText(english, rotation) : '')),
      actions(button(buttons.requestAgain, id), button(buttons.myTokens, 'mine')),
    ],
  }
}

function expired({ id, label }: Request, { expiresAt }: Token, rotation: RotationContext | undefined): Content {
  return {
    title: 'Your token has expired',
    blocks: [
      section(`${labelText(label)} has not worked since ${moment(expiresAt)}.`),
      ...blocksIf(rotation, section(rotation ? oldTokenText(english, rotation) : '')),
      actions(button(buttons.requestAgain, id), button(buttons.myTokens, 'mine')),
    ],
  }
}

function replacedText(token: Token | undefined): string {
  if (token?.outstandingSince !== undefined)
    return 'It was replaced, and should be revoked by now: press *Cut now* on the card of the new one.'
  return `It was replaced, and works until ${moment(token?.retiresAt ?? token?.expiresAt ?? 0)}.`
}

/** People who reported that the token never came can only repeat that. */
function buttonsForReceipt(token: Token | undefined): Button[] {
  if (!token || token.delivery === 'confirmed') return []
  return token.delivery === 'undelivered'
    ? [button(buttons.reportMissing, token.tid, 'primary')]
    : receiptButtons(token.tid)
}

/** The buttons that tell whether a token arrived; `tid` is the token's id. */
export function receiptButtons(tid: string): Button[] {
  return [button(buttons.confirmReceipt, tid), button(buttons.reportMissing, tid)]
}

function receiptText(token: Token | undefined): string {
  if (token?.delivery === 'undelivered')
    return 'You said that you did not get it. It is not revoked yet: press *I did not get it* once more.'
  if (token?.delivery === 'confirmed') return 'You said that you saved it. Nobody can show it again, not even Dremio.'
  return 'It was shown to you once. Nobody can show it again, not even Dremio. If you did not get it, say so: I revoke it, and you can collect another.'
}

/** For example `Approved by @Bea.`, and what the reviewers changed. */
export function decisionText(request: Request): string {
  const { asked, lifetime, review } = request
  const less = lifetime < asked && review?.verdict === 'approved' ? ` You asked for ${durationText(asked)}.` : ''
  return decision(request) + less
}
