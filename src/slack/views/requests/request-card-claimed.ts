// The requester's card after they got the token: its expiry, its receipt, and the token that it replaces.
import type { Button, KnownBlock } from '@slack/types'
import type { Request } from '../../../core/requests/request.ts'
import { isAlive, type Token } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import { comments, decision } from '../approval-text.ts'
import { actions, blocksIf, button, hint, labelText, moment, section } from '../block-kit.ts'
import { oldTokenButtons, oldTokenText, type RotationContext } from '../tokens/rotation.ts'

interface ClaimedContext {
  /** The token that was created for the request. */
  token: Token | undefined
  /** The token that the request replaces. */
  old: Token | undefined
  policy: RotationContext['policy'] | undefined
  /** Only the owner can revoke the token. */
  onlyOwnerRevokes?: boolean | undefined
  /** Milliseconds since epoch. */
  now: number | undefined
}

interface Content {
  title: string
  blocks: KnownBlock[]
}

export function claimedContent(words: Words, request: Request, context: ClaimedContext): Content {
  const { token, old, policy, now, onlyOwnerRevokes = false } = context
  const { requests } = words
  const rotation = token && request.replaces && policy && now !== undefined ? { token, old, policy, now } : undefined
  if (token?.state === 'revoked') return revoked(words, request, token, rotation)
  if (token && now !== undefined && token.expiresAt <= now) return expired(words, request, token, rotation)
  const label = labelText(request.label)
  // A date and no relative time such as "in 7 days", because the card stays and would be wrong tomorrow.
  const what = token
    ? requests.active({ label, when: moment(token.expiresAt) })
    : requests.what({ label, lifetime: request.lifetime })
  return {
    title: requests.titles.claimed,
    blocks: [
      section(`${what}\n${decision(words, request)}`),
      ...comments(words, request, { mine: true }),
      ...blocksIf(token?.state === 'retiring', section(replacedText(words, token))),
      ...blocksIf(rotation, section(rotation ? oldTokenText(words, rotation) : '')),
      hint(receiptText(words, token, onlyOwnerRevokes)),
      actions(
        ...buttonsForReceipt(words, token),
        ...(rotation ? oldTokenButtons(words, rotation) : []),
        ...(token ? [button(words, buttons.howToConnect, token.tid)] : []),
        // People who reported that the token never came have nothing to give back.
        ...(token && token.delivery !== 'undelivered' ? [button(words, buttons.giveBackToken, token.tid)] : []),
        button(words, buttons.myTokens, 'mine'),
      ),
    ],
  }
}

function revoked(
  words: Words,
  { id, label }: Request,
  { endedFor, givenBack, delivery, replacedBy }: Token,
  rotation: RotationContext | undefined,
): Content {
  // Not repeated to people who reported that the token never came.
  const unconfirmed = endedFor === 'unconfirmed' && delivery === 'shown' ? 'unconfirmed' : undefined
  // Both tokens have the same label, so while the old one works the card says which one is revoked.
  const oldWorks = rotation?.old !== undefined && isAlive(rotation.old, rotation.now)
  const why = replacedBy !== undefined ? 'replaced' : givenBack ? 'givenBack' : unconfirmed
  return {
    title: words.requests.titles.revoked,
    blocks: [
      section(words.requests.revoked({ label: labelText(label), isNew: oldWorks, why })),
      ...blocksIf(oldWorks, section(rotation ? oldTokenText(words, rotation) : '')),
      actions(
        ...(rotation ? oldTokenButtons(words, rotation) : []),
        button(words, buttons.requestAgain, id),
        button(words, buttons.myTokens, 'mine'),
      ),
    ],
  }
}

function expired(
  words: Words,
  { id, label }: Request,
  { expiresAt }: Token,
  rotation: RotationContext | undefined,
): Content {
  return {
    title: words.requests.titles.expired,
    blocks: [
      section(words.requests.expired({ label: labelText(label), when: moment(expiresAt) })),
      ...blocksIf(rotation, section(rotation ? oldTokenText(words, rotation) : '')),
      actions(
        ...(rotation ? oldTokenButtons(words, rotation) : []),
        button(words, buttons.requestAgain, id),
        button(words, buttons.myTokens, 'mine'),
      ),
    ],
  }
}

function replacedText({ requests }: Words, token: Token | undefined): string {
  if (token?.outstandingSince !== undefined) return requests.replacedAndDue
  return requests.replaced({ when: moment(token?.retiresAt ?? token?.expiresAt ?? 0) })
}

/** People who reported that the token never came can only repeat that. */
function buttonsForReceipt(words: Words, token: Token | undefined): Button[] {
  if (!token || token.delivery === 'confirmed') return []
  return token.delivery === 'undelivered'
    ? [button(words, buttons.reportMissing, token.tid, 'primary')]
    : receiptButtons(words, token.tid)
}

/** The buttons that tell whether a token arrived; `tid` is the token's id. */
export function receiptButtons(words: Words, tid: string): Button[] {
  return [button(words, buttons.confirmReceipt, tid), button(words, buttons.reportMissing, tid)]
}

function receiptText({ requests }: Words, token: Token | undefined, onlyOwnerRevokes: boolean): string {
  if (token?.delivery === 'undelivered') return requests.notRevokedYet
  if (!token) return requests.cannotShowAgain
  if (token.delivery === 'confirmed') return requests.received
  return onlyOwnerRevokes ? requests.shownToRevoke : requests.shown
}
