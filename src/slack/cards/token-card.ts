// What the requester's card says once the token was collected: until when it works, whether they have it, what it replaces.
import type { Button as ButtonElement, KnownBlock } from '@slack/types'
import type { Request } from '../../core/requests/request.ts'
import { lifetimeInWords } from '../../core/time/duration.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import { comments, decision } from '../views/approval-text.ts'
import { actions, blocksIf, button, hint, labelText, moment, section } from '../views/block-kit.ts'
import { didItArrive, neverArrived } from './claiming.ts'
import { howToConnect } from './connect-help.ts'
import { requestAgain } from './request-buttons.ts'
import { ofTheOldOne, oldOnesButtons, type Rotation } from './rotation.ts'
import { myTokens } from './token-list.ts'

export interface TokenAround {
  /** The token that was made for the request. */
  token: Token | undefined
  /** The token in whose place it was asked for. */
  old: Token | undefined
  policy: Rotation['policy'] | undefined
  /** Milliseconds since epoch. */
  now: number | undefined
}

interface Content {
  title: string
  blocks: KnownBlock[]
}

export function tokenContent(request: Request, what: string, { token, old, policy, now }: TokenAround): Content {
  const rotation = token && request.rotates && policy && now !== undefined ? { token, old, policy, now } : undefined
  if (token?.state === 'revoked') return revoked(request, token, rotation)
  if (token && now !== undefined && token.expiresAt <= now) return expired(request, token, rotation)
  return {
    title: 'You have your token',
    blocks: [
      section(
        // No distance such as "in 7 days": the card stays, and would be wrong tomorrow.
        `${what}${token ? `, until ${moment(token.expiresAt)}` : ''}.\n${decided(request)}`,
      ),
      ...comments(request),
      ...blocksIf(token?.state === 'retiring', section(beingReplaced(token))),
      ...blocksIf(rotation, section(rotation ? ofTheOldOne(rotation) : '')),
      hint(receipt(token)),
      actions(
        ...receiptButtons(token),
        ...(rotation ? oldOnesButtons(rotation) : []),
        ...(token ? [button(howToConnect, 'How do I connect?', token.tid)] : []),
        button(myTokens, 'My tokens', 'mine'),
      ),
    ],
  }
}

function revoked(
  { id, label }: Request,
  { endedFor, delivery, replacedBy }: Token,
  rotation: Rotation | undefined,
): Content {
  // Whoever said that it never came need not be told what they said.
  const unconfirmed = endedFor === 'unconfirmed' && delivery === 'shown' ? ' You never said that you have it.' : ''
  // With one label for both, it matters which of them it was, as long as the other one works.
  const oldWorks = rotation?.old !== undefined && isAlive(rotation.old, rotation.now)
  const why = replacedBy !== undefined ? ' You have the one that was made in its place.' : unconfirmed
  return {
    title: 'Your token is revoked',
    blocks: [
      section(`${oldWorks ? 'The new ' : ''}${labelText(label)} does not work any more.${why}`),
      ...blocksIf(oldWorks, section(rotation ? ofTheOldOne(rotation) : '')),
      actions(button(requestAgain, 'Request again', id), button(myTokens, 'My tokens', 'mine')),
    ],
  }
}

function expired({ id, label }: Request, { expiresAt }: Token, rotation: Rotation | undefined): Content {
  return {
    title: 'Your token has expired',
    blocks: [
      section(`${labelText(label)} has not worked since ${moment(expiresAt)}.`),
      ...blocksIf(rotation, section(rotation ? ofTheOldOne(rotation) : '')),
      actions(button(requestAgain, 'Request again', id), button(myTokens, 'My tokens', 'mine')),
    ],
  }
}

function beingReplaced(token: Token | undefined): string {
  if (token?.outstandingSince !== undefined)
    return 'It was replaced, and should be revoked by now: press *Cut now* on the card of the new one.'
  return `It was replaced, and works until ${moment(token?.retiresAt ?? token?.expiresAt ?? 0)}.`
}

/** Whoever has said that it never came can only go on with that. */
function receiptButtons(token: Token | undefined): ButtonElement[] {
  if (!token || token.delivery === 'confirmed') return []
  return token.delivery === 'undelivered'
    ? [button(neverArrived, 'I did not get it', token.tid, 'primary')]
    : didItArrive(token.tid)
}

function receipt(token: Token | undefined): string {
  if (token?.delivery === 'undelivered')
    return 'You said that you did not get it. It is not revoked yet: press *I did not get it* once more.'
  if (token?.delivery === 'confirmed') return 'You said that you saved it. Nobody can show it again, not even Dremio.'
  return 'It was shown to you once. Nobody can show it again, not even Dremio. If you did not get it, say so: I revoke it, and you can collect another.'
}

/** `Approved by @Bea.`, and what the reviewers changed. */
export function decided(request: Request): string {
  const { asked, lifetime, review } = request
  const less = lifetime < asked && review?.verdict === 'approved' ? ` You asked for ${lifetimeInWords(asked)}.` : ''
  return decision(request) + less
}
