// Rotation: which lifetime the new token is asked for, and when the old token ends.
import { DAY, HOUR } from '../time/duration.ts'
import { isAlive, type Token } from './token.ts'

/**
 * `grace` is how long the old token works beside the new one, `atMost` how long at most if its owner extends that.
 * Milliseconds.
 */
export interface GraceTimes {
  grace: number
  atMost: number
}

/**
 * The lifetime of the old token within the limits of today's policy, milliseconds. It is rounded to whole hours, or to
 * days if the token lived for two days or more, because the two moments that Dremio reports may differ a little from
 * the lifetime that was asked for.
 */
export function rotationLifetime(
  old: number,
  { lifetime: { min, max } }: { lifetime: { min: number; max: number } },
): number {
  const unit = old >= 2 * DAY ? DAY : HOUR
  return Math.min(Math.max(Math.round(old / unit) * unit, min), max)
}

/**
 * Whether the new token is what was approved here before, and no more. A rule may then approve it (`when: { rotation:
 * true }`). `approved` is undefined for an external token, because no approval exists for it.
 */
export function isRenewal(ask: Approved, approved: Approved | undefined): boolean {
  if (approved === undefined) return false
  return ask.label === approved.label && ask.lifetime <= approved.lifetime
}

/** What was approved for a token. `lifetime` is in milliseconds. */
export interface Approved {
  label: string
  lifetime: number
}

/** `request` is the one for which the token was made, if it is stored still. Undefined for an external token. */
export function approvedFor(token: Token, request: { lifetime: number } | undefined): Approved | undefined {
  if (token.request === undefined) return undefined
  return { label: token.label, lifetime: request?.lifetime ?? token.expiresAt - token.createdAt }
}

/**
 * What happens to the old token:
 * - `waits`: the owner has not confirmed the receipt of the new token
 * - `stays`: the new token is gone, so the old one stays active
 * - `retires`: the grace period starts now
 * - `retiring`: the grace period is running
 * - `ends`: the grace period is over
 */
export type OldTokenOutcome = 'waits' | 'stays' | 'retires' | 'retiring' | 'ends'

/** The outcome for a token that has a successor. Undefined if the token has no successor, or no longer works. */
export function oldTokenOutcome(old: Token, successor: Token | undefined, now: number): OldTokenOutcome | undefined {
  if (old.replacedBy === undefined || !isAlive(old, now)) return undefined
  // A confirmed successor that has expired since was received all the same, so the old token retires.
  if (!successor || successor.state === 'revoked') return 'stays'
  if (successor.delivery !== 'confirmed' && !isAlive(successor, now)) return 'stays'
  if (successor.delivery !== 'confirmed') return old.state === 'retiring' ? 'stays' : 'waits'
  if (old.state !== 'retiring') return 'retires'
  return now >= (old.retiresAt ?? now) ? 'ends' : 'retiring'
}

/** Starts the grace period. It never lasts longer than the token itself. */
export function retire(old: Token, { grace }: GraceTimes, now: number): Token {
  const retiresAt = Math.min(now + grace, old.expiresAt)
  return { ...old, state: 'retiring', retiringSince: now, retiresAt }
}

/** Makes the old token active again, as it was before the rotation. */
export function keepActive({ replacedBy, retiringSince, retiresAt, endedFor, outstandingSince, ...old }: Token): Token {
  return { ...old, state: 'active' }
}

/**
 * The end of the grace period if the owner extended it now. Undefined if that would not be later than the present end.
 */
export function longerGrace(old: Token, { grace, atMost }: GraceTimes, now: number): number | undefined {
  if (old.state !== 'retiring' || old.retiresAt === undefined) return undefined
  const most = Math.min((old.retiringSince ?? now) + atMost, old.expiresAt)
  const longer = Math.min(Math.max(old.retiresAt, now) + grace, most)
  return longer > old.retiresAt ? longer : undefined
}
