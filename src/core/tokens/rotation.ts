// One token in the place of another: which lifetime it is asked for, and what becomes of the old one, and when.
import { DAY, HOUR } from '../time/duration.ts'
import { isAlive, type Token } from './token.ts'

/** How long an old token works beside its successor, and how long at most if its owner asks for more. Milliseconds. */
export interface GraceTimes {
  grace: number
  atMost: number
}

/**
 * The lifetime that the old one was made for, as far as today's policy goes. Milliseconds. In whole hours, or days where it
 * lived for several: Dremio's two moments may be a little nearer or farther apart than what was asked for.
 */
export function rotationLifetime(
  old: number,
  { lifetime: { min, max } }: { lifetime: { min: number; max: number } },
): number {
  const unit = old >= 2 * DAY ? DAY : HOUR
  return Math.min(Math.max(Math.round(old / unit) * unit, min), max)
}

/**
 * Whether it is what was approved here before, and no more: then a rule may let it pass (`when: { rotation: true }`).
 * `approved` is undefined for a token that was made elsewhere, by nobody's leave.
 */
export function isRenewal(ask: Approved, approved: Approved | undefined): boolean {
  if (approved === undefined) return false
  return ask.label.toLowerCase() === approved.label.toLowerCase() && ask.lifetime <= approved.lifetime
}

/** What a token was made for. `lifetime` in milliseconds. */
export interface Approved {
  label: string
  lifetime: number
}

/**
 * - `waits`: its successor's owner has not said that they have that one
 * - `stays`: its successor is gone, so it works on as if nothing had been
 * - `retires`: its grace time starts
 * - `retiring`: its grace time runs
 * - `ends`: its grace time is over
 */
export type OldTokenOutcome = 'waits' | 'stays' | 'retires' | 'retiring' | 'ends'

/** What is to become of a token that has a successor. Undefined for one that has none, or does not work any more. */
export function oldTokenOutcome(old: Token, successor: Token | undefined, now: number): OldTokenOutcome | undefined {
  if (old.replacedBy === undefined || !isAlive(old, now)) return undefined
  // One that has expired since was with its owner all the same.
  if (!successor || successor.state === 'revoked') return 'stays'
  if (successor.delivery !== 'confirmed' && !isAlive(successor, now)) return 'stays'
  if (successor.delivery !== 'confirmed') return old.state === 'retiring' ? 'stays' : 'waits'
  if (old.state !== 'retiring') return 'retires'
  return now >= (old.retiresAt ?? now) ? 'ends' : 'retiring'
}

/** Its grace time starts. It never lasts beyond its expiry. */
export function retire(old: Token, { grace }: GraceTimes, now: number): Token {
  const retiresAt = Math.min(now + grace, old.expiresAt)
  return { ...old, state: 'retiring', retiringSince: now, retiresAt }
}

/** It works on, as it did before anything was made in its place. */
export function keepActive({ replacedBy, retiringSince, retiresAt, endedFor, outstandingSince, ...old }: Token): Token {
  return { ...old, state: 'active' }
}

/** Until when it could be kept if its owner wanted so now; undefined if that is no later than it is. */
export function longerGrace(old: Token, { grace, atMost }: GraceTimes, now: number): number | undefined {
  if (old.state !== 'retiring' || old.retiresAt === undefined) return undefined
  const most = Math.min((old.retiringSince ?? now) + atMost, old.expiresAt)
  const longer = Math.min(Math.max(old.retiresAt, now) + grace, most)
  return longer > old.retiresAt ? longer : undefined
}
