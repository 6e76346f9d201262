// Replacing a token: the buttons that begin it and end it, and what cards say of the old one.

import type { Policy } from '../../core/policy/evaluate.ts'
import { isClosed, type Request } from '../../core/requests/request.ts'
import { lifetimeInWords } from '../../core/time/duration.ts'
import { longerGrace } from '../../core/tokens/rotation.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import type { Button, Interaction, Message } from '../interaction.ts'
import { actions, button, labelText, moment, section } from '../views/block-kit.ts'
import { openRequestFormAfter } from './request-form.ts'
import { showListed } from './request-list.ts'

/** Its value is the id of the token to replace. */
export const rotateThis: Button = {
  id: 'rotation.rotate',
  press: (clicked) => rotate(clicked, clicked.value),
}

/** For what the old one's label and reason do not fit any more. */
export const rotateAtLength: Button = {
  id: 'rotation.at-length',
  press: (clicked) =>
    openRequestFormAfter(clicked, async () => {
      const { ask } = await clicked.operations.openRotation(clicked.actor, clicked.value)
      return { ...ask, rotates: clicked.value }
    }),
}

export const cutNow: Button = {
  id: 'rotation.cut',
  async press({ operations, actor, value }) {
    await operations.cutOldToken(actor, value)
  },
}

export const keepLonger: Button = {
  id: 'rotation.keep',
  async press({ operations, actor, value }) {
    await operations.keepOldToken(actor, value)
  },
}

export async function rotate({ operations, actor, answer }: Interaction, tid: string): Promise<void> {
  await answer(rotationMessage(await operations.rotateToken(actor, tid)))
}

export function rotationMessage({ id, label, state }: Request): Message {
  const goesOn = 'The old one works on until you have the new one.'
  const what = `I asked for a new token in the place of ${labelText(label)}.`
  if (state !== 'approved') {
    const text = `${what} It waits for a review; the card in our direct messages follows it. ${goesOn}`
    return { text, blocks: [section(text)] }
  }
  const text = `A new token in the place of ${labelText(label)} is approved. ${goesOn}`
  return { text, blocks: [section(text), actions(button(showListed, 'Show token', id, 'primary'))] }
}

/** On cards, while there is no new one. */
export function inPlaceOf({ rotates, label, state }: Request): string {
  if (!rotates) return ''
  const ends = moment(rotates.expiresAt)
  if (isClosed({ state })) return `Your present ${labelText(label)} was to be replaced; it works on, until ${ends}.`
  return `In the place of your present ${labelText(label)}, which works on until you have the new one, or until ${ends}.`
}

export interface Rotation {
  token: Token
  old: Token | undefined
  policy: Pick<Policy, 'rotation'>
  /** Milliseconds since epoch. */
  now: number
}

/** What becomes of the old one. Moments only, and no distances: the card stays. */
export function ofTheOldOne({ token, old, policy, now }: Rotation): string {
  if (!old || old.expiresAt <= now) return 'The old one has expired.'
  if (old.state === 'revoked') return 'The old one is revoked.'
  if (old.state === 'retiring' && old.outstandingSince !== undefined) {
    return 'The old one should be revoked by now, but I cannot do that without you: press *Cut now*.'
  }
  if (old.state === 'retiring')
    return `The old one works until ${moment(old.retiresAt ?? old.expiresAt)}, then I revoke it.`
  if (token.state === 'revoked' || token.delivery === 'confirmed' || token.expiresAt <= now)
    return `The old one works on, until ${moment(old.expiresAt)}.`
  return `The old one works on until you say that you have saved this one, and ${lifetimeInWords(policy.rotation.grace)} longer.`
}

/** What can be done about the old one. */
export function oldOnesButtons({ old, policy, now }: Rotation) {
  if (old?.state !== 'retiring' || !isAlive(old, now)) return []
  const canStay = longerGrace(old, policy.rotation, now) !== undefined
  return [button(cutNow, 'Cut now', old.tid), ...(canStay ? [button(keepLonger, 'Keep longer', old.tid)] : [])]
}
