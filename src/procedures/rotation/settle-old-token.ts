// What becomes of a token that has a successor: it retires once that one arrived, stays if that one is gone, ends in time.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { keepActive, retire } from '../../core/tokens/rotation.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'
import { findOldTokenOutcome } from '../records/old-token-outcome.ts'
import { updateToken } from '../records/update-token.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import { revokeOrAskOwner } from '../revocation/revoke-or-ask-owner.ts'
import { unattendedSessions } from '../sessions/unattended-sessions.ts'

/** Before the receipt of the new one is written, so that no crash between the two forgets the old one. */
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
 * Safe to run at any time, any number of times, by several at once: it decides by the records. `tid` is the old one's.
 * Throws the codes of Dremio and Redis, and `slack_unavailable`: then it is to be run again.
 */
export async function settleOldToken(ports: Ports, tid: string): Promise<void> {
  const found = await findOldTokenOutcome(ports, tid)
  if (!found) return
  const { old, successor, fate } = found
  const now = ports.clock.now()
  switch (fate) {
    case undefined:
      // It ended, perhaps by its own expiry: whatever could still be pressed is no use any more.
      if (old.replacedBy === undefined) return
      break
    case 'waits':
      return
    case 'retiring':
      return ports.alarms.set('cut-old-token', tid, old.retiresAt ?? now)
    case 'stays':
      // Somebody else wrote there meanwhile: what is to become of it is looked at afresh.
      if (!(await changed(ports, old, keepActive))) return ports.alarms.set('cut-old-token', tid, now)
      await told(ports, old, 'rotation.undone')
      break
    case 'retires': {
      const after = retire(old, ports.policy().rotation, now)
      if (!(await changed(ports, old, () => after))) return ports.alarms.set('cut-old-token', tid, now)
      await told(ports, old, 'rotation.finished')
      await ports.alarms.set('cut-old-token', tid, after.retiresAt ?? now)
      break
    }
    case 'ends': {
      // It may have been ended at Dremio itself, and cutting the old one would leave them without any.
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

/** False as well where nobody may look. Throws what is `unavailable`. */
async function isGoneAtDremio(ports: Ports, successor: Token): Promise<boolean> {
  if (successor.expiresAt <= ports.clock.now()) return false
  for (const open of unattendedSessions(ports, successor, 'list')) {
    try {
      const listed = await ports.dremioTokens.list(await open())
      return !listed.some(({ tid }) => tid === successor.tid)
    } catch (error) {
      if (!(error instanceof BotError) || error.kind === 'unavailable') throw error
    }
  }
  return false
}

/** False if somebody was first, who then goes on from there. */
async function changed(ports: Ports, old: Token, change: (before: Token) => Token): Promise<boolean> {
  let isOurs = false
  await updateToken(ports, old.tid, (before) => {
    isOurs = before.version === old.version
    return isOurs ? change(before) : before
  })
  return isOurs
}

async function told(ports: Ports, { owner, tid, uid, label, replacedBy }: Token, action: AuditEntry['action']) {
  const note = replacedBy === undefined ? {} : { note: `replaced by ${replacedBy}` }
  await writeAuditEntry(ports, { action, by: 'bot', for: owner, tid, uid, label, ...note })
}
