// Prepares the ask for a replacement: the same label, lifetime and reason, within the limits of today's policy.
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ask } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { type Approved, approvedFor, rotationLifetime } from '../../core/tokens/rotation.ts'
import { isAlive, readMark, type Token } from '../../core/tokens/token.ts'
import { openSession } from '../sessions/open-session.ts'

export interface PreparedRotation {
  person: Person
  old: Token
  ask: Ask
  /** What the old token was approved for. Undefined if it is external. */
  approved: Approved | undefined
}

/**
 * Looks an external token up at Dremio. Throws `no_such_token` (also for another person's token), `token_stale`,
 * `own_working_token`, `rotation_under_way` if it has a successor, `old_token_works`, `sign_in_needed`.
 */
export async function prepareRotation(ports: Ports, person: Person, tid: string): Promise<PreparedRotation> {
  const known = await ports.tokens.find(tid)
  const old = known?.owner === person.id ? known : await madeElsewhere(ports, person, tid)
  const now = ports.clock.now()
  if (!isAlive(old, now)) {
    throw new BotError('token_stale', { state: old.state === 'revoked' ? 'revoked' : 'expired' })
  }
  await refuseSecondSuccessor(ports, old)
  await requireOldTokenGone(ports, old)
  const request = old.request === undefined ? undefined : await ports.requests.find(old.request)
  const { label } = old
  const lifetime = request?.lifetime ?? old.expiresAt - old.createdAt
  return {
    person,
    old,
    ask: {
      label,
      lifetime: rotationLifetime(lifetime, ports.policy()),
      // An external token was never asked for.
      reason: request?.reason ?? '',
    },
    approved: approvedFor(old, request),
  }
}

/** Throws `rotation_under_way` if a working token has replaced this one. */
export async function refuseSecondSuccessor(ports: Ports, { tid, owner, label }: Token): Promise<void> {
  const now = ports.clock.now()
  const successor = (await ports.tokens.of(owner)).find((token) => token.replaces === tid && isAlive(token, now))
  if (successor) throw new BotError('rotation_under_way', { label, request: successor.request ?? '' })
}

/**
 * A chain of rotations must not leave more than two of its tokens working. Throws `old_token_works` while the token that
 * this one replaced still does.
 */
async function requireOldTokenGone(ports: Ports, { tid, label, replaces, delivery }: Token): Promise<void> {
  const old = replaces === undefined ? undefined : await ports.tokens.find(replaces)
  if (!old || !isAlive(old, ports.clock.now())) return
  throw new BotError('old_token_works', { label, tid, old: old.tid, received: delivery === 'confirmed' })
}

async function madeElsewhere(ports: Ports, person: Person, tid: string): Promise<Token> {
  const session = await openSession(ports, person, 'list', { kind: 'rotate', tid })
  const listed = (await ports.dremioTokens.list(session)).find((one) => one.tid === tid)
  if (!listed) throw new BotError('no_such_token', {})
  if (session.working.includes(tid)) throw new BotError('own_working_token', {})
  const { uid, createdAt, expiresAt } = listed
  const { label } = readMark(listed.label)
  return {
    ...{ tid, uid, owner: person.id, label, createdAt, expiresAt },
    ...{ version: 1, state: 'active', delivery: 'confirmed' },
  }
}
