// Tells of the replacement of a token: that it was asked for, and what becomes of the old one.
import type { Policy } from '../../../core/policy/evaluate.ts'
import { isClosed, type Request } from '../../../core/requests/request.ts'
import { durationText } from '../../../core/time/duration.ts'
import { longerGrace } from '../../../core/tokens/rotation.ts'
import { isAlive, type Token } from '../../../core/tokens/token.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, labelText, moment, section } from '../block-kit.ts'

export function rotationMessage({ id, label, state }: Request): Message {
  const goesOn = 'The old one works on until you have the new one.'
  const what = `I asked for a new token in the place of ${labelText(label)}.`
  if (state !== 'approved') {
    const text = `${what} It waits for a review; the card in our direct messages follows it. ${goesOn}`
    return { text, blocks: [section(text)] }
  }
  const text = `A new token in the place of ${labelText(label)} is approved. ${goesOn}`
  return { text, blocks: [section(text), actions(button(buttons.showListedToken, id))] }
}

/** For cards, while there is no new token. */
export function replacementText({ replaces, label, state }: Request): string {
  if (!replaces) return ''
  const ends = moment(replaces.expiresAt)
  if (isClosed({ state })) return `Your present ${labelText(label)} was to be replaced; it works on, until ${ends}.`
  return `In the place of your present ${labelText(label)}, which works on until you have the new one, or until ${ends}.`
}

export interface Rotation {
  /** The new token. */
  token: Token
  old: Token | undefined
  policy: Pick<Policy, 'rotation'>
  /** Milliseconds since epoch. */
  now: number
}

/** What becomes of the old token. It tells moments and no distances, since the card stays. */
export function oldTokenText({ token, old, policy, now }: Rotation): string {
  if (!old || old.expiresAt <= now) return 'The old one has expired.'
  if (old.state === 'revoked') return 'The old one is revoked.'
  if (old.state === 'retiring' && old.outstandingSince !== undefined) {
    return 'The old one should be revoked by now, but I cannot do that without you: press *Cut now*.'
  }
  if (old.state === 'retiring')
    return `The old one works until ${moment(old.retiresAt ?? old.expiresAt)}, then I revoke it.`
  if (token.state === 'revoked' || token.delivery === 'confirmed' || token.expiresAt <= now)
    return `The old one works on, until ${moment(old.expiresAt)}.`
  return `The old one works on until you say that you have saved this one, and ${durationText(policy.rotation.grace)} longer.`
}

/** The buttons that end the old token's grace period, or make it longer. */
export function oldTokenButtons({ old, policy, now }: Rotation) {
  if (old?.state !== 'retiring' || !isAlive(old, now)) return []
  const canStay = longerGrace(old, policy.rotation, now) !== undefined
  return [button(buttons.cutOldToken, old.tid), ...(canStay ? [button(buttons.keepOldToken, old.tid)] : [])]
}
