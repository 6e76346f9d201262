// Settles a token that has a successor: it retires once the successor was received, and ends after the grace period.
import type { AuditEntry } from '../../core/audit.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { keepActive, retire } from '../../core/tokens/rotation.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'
import { findOldTokenOutcome } from '../records/old-token-outcome.ts'
import { updateToken } from '../records/update-token.ts'
import { revokeOrAskOwner } from '../revocation/revoke-or-ask-owner.ts'
import { isListedAtDremio } from './is-listed.ts'

/**
 * Called before the receipt of the new token is stored, so that a crash between the two cannot leave the old one
 * unnoticed.
 */
export async function announceSuccessor(ports: Ports, { tid, replaces }: Token): Promise<void> {
  if (replaces === undefined) return
  const now = ports.clock.now()
  const old = await ports.tokens.find(replaces)
  if (!old || !isAlive(old, now)) return
  await ports.alarms.set('cut-old-token', replaces, now + MINUTE)
  await updateToken(ports, replaces, (before) =>
    before.replacedBy === tid || !isAlive(before, now) ? before : { ...before, replacedBy: tid },
  )
}

/**
 * Idempotent, and safe to run in several processes at once, because it decides by the records. `tid` is the id of the
 * old token. Throws the codes of Dremio and Redis, and `slack_unavailable`; it then has to run again.
 */
export async function settleOldToken(ports: Ports, tid: string): Promise<void> {
  const found = await findOldTokenOutcome(ports, tid)
  if (!found) return
  const { old, successor, outcome } = found
  const now = ports.clock.now()
  switch (outcome) {
    case undefined:
      // The old token no longer works, perhaps because it expired, so buttons without effect are removed from its
      // cards.
      if (old.replacedBy === undefined) return
      break
    case 'waits':
      return
    case 'retiring':
      return ports.alarms.set('cut-old-token', tid, old.retiresAt ?? now)
    case 'stays':
      // Another process changed the token meanwhile, so the alarm decides again.
      if (!(await updateUnlessChanged(ports, old, keepActive, 'rotation.undone')))
        return ports.alarms.set('cut-old-token', tid, now)
      break
    case 'retires': {
      const after = retire(old, ports.policy().rotation, now)
      if (!(await updateUnlessChanged(ports, old, () => after, 'rotation.finished')))
        return ports.alarms.set('cut-old-token', tid, now)
      await ports.alarms.set('cut-old-token', tid, after.retiresAt ?? now)
      break
    }
    case 'ends': {
      // The successor may have been revoked at Dremio itself, and revoking the old token would leave its owner without
      // any.
      if (successor && (await isGoneAtDremio(ports, successor))) {
        await markTokenRevoked(ports, successor.tid)
        break
      }
      await revokeOrAskOwner(ports, old, 'cut', old.retiresAt ?? now)
    }
  }
  await refreshTokenCards(ports, tid)
  if (successor) await refreshTokenCards(ports, successor.tid)
}

/** An expired successor is not listed, and was not revoked. Throws failures of kind `unavailable`. */
async function isGoneAtDremio(ports: Ports, successor: Token): Promise<boolean> {
  return successor.expiresAt > ports.clock.now() && (await isListedAtDremio(ports, successor)) === false
}

/** Resolves to false on a conflict: the other process then continues. */
async function updateUnlessChanged(
  ports: Ports,
  old: Token,
  change: (before: Token) => Token,
  action: AuditEntry['action'],
): Promise<boolean> {
  const { owner, tid, uid, label, replacedBy } = old
  const note = replacedBy === undefined ? {} : { note: `replaced by ${replacedBy}` }
  let isOurs = false
  await updateToken(
    ports,
    tid,
    (before) => {
      isOurs = before.version === old.version
      return isOurs ? change(before) : before
    },
    () => ({ action, by: 'bot', for: owner, tid, uid, label, ...note }),
  )
  return isOurs
}
