// The texts on the rotation of a token: that a new one was requested, and what happens to the old one.
import type { Policy } from '../../../core/policy/evaluate.ts'
import { isClosed, type Request } from '../../../core/requests/request.ts'
import { longerGrace } from '../../../core/tokens/rotation.ts'
import { isAlive, type Token } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, labelText, moment, section } from '../block-kit.ts'

export function rotationMessage(words: Words, { id, label, state }: Request): Message {
  const named = { label: labelText(label) }
  if (state !== 'approved') {
    const text = words.rotation.requested(named)
    return { text, blocks: [section(text)] }
  }
  const text = words.rotation.approved(named)
  return { text, blocks: [section(text), actions(button(words, buttons.showListedToken, id))] }
}

/** For cards before there is a new token. */
export function replacementText({ rotation: words }: Words, { replaces, label, state }: Request): string {
  if (!replaces) return ''
  const old = { label: labelText(label), expires: moment(replaces.expiresAt) }
  return isClosed({ state }) ? words.notReplaced(old) : words.replaces(old)
}

export interface RotationContext {
  /** The new token. */
  token: Token
  old: Token | undefined
  policy: Pick<Policy, 'rotation'>
  /** Milliseconds since epoch. */
  now: number
}

/** What happens to the old token. It shows dates and no relative times, because the card stays. */
export function oldTokenText({ rotation: words }: Words, { token, old, policy, now }: RotationContext): string {
  if (!old || old.expiresAt <= now) return words.oldExpired
  if (old.state === 'revoked') return words.oldRevoked
  if (old.state === 'retiring' && old.outstandingSince !== undefined) return words.cutOld
  if (old.state === 'retiring') return words.oldRetires({ at: moment(old.retiresAt ?? old.expiresAt) })
  if (token.state === 'revoked' || token.delivery === 'confirmed' || token.expiresAt <= now)
    return words.oldStays({ expires: moment(old.expiresAt) })
  return words.oldWaits({ grace: policy.rotation.grace })
}

/** The buttons that end the old token's grace period, or extend it. */
export function oldTokenButtons(words: Words, { old, policy, now }: RotationContext) {
  if (old?.state !== 'retiring' || !isAlive(old, now)) return []
  const canStay = longerGrace(old, policy.rotation, now) !== undefined
  return [
    button(words, buttons.cutOldToken, old.tid),
    ...(canStay ? [button(words, buttons.keepOldToken, old.tid)] : []),
  ]
}
