// What becomes of a token that has a successor: it retires once that one arrived, stays if that one is gone, ends in time.

import type { AuditEntry } from '../core/audit.ts'
import { MINUTE } from '../core/lifetime.ts'
import type { Ports } from '../core/ports.ts'
import { fateOf, retire, stay } from '../core/rotation.ts'
import { isAlive, type Token } from '../core/token.ts'
import { changeToken } from './change-token.ts'
import { endOrAsk } from './end-or-ask.ts'
import { record } from './record.ts'
import { redrawCardOf } from './redraw-card-of.ts'

/** Before the receipt of the new one is written, so that no crash between the two forgets the old one. */
export async function announceSuccessor(ports: Ports, { tid, replaces }: Token): Promise<void> {
  if (replaces === undefined) return
  const now = ports.clock.now()
  const old = await ports.tokens.find(replaces)
  if (!old || !isAlive(old, now)) return
  await ports.alarms.set('cut-old-token', replaces, now + MINUTE)
  await changeToken(ports, replaces, (before) =>
    before.replacedBy === tid || !isAlive(before, now) ? before : { ...before, replacedBy: tid },
  )
}

/**
 * Safe to run at any time, any number of times, by several at once: it decides by the records. `tid` is the old one's.
 * Throws the codes of Dremio and Redis, and `slack_unavailable`: then it is to be run again.
 */
export async function settleOldToken(ports: Ports, tid: string): Promise<void> {
  const old = await ports.tokens.find(tid)
  if (old?.replacedBy === undefined) return
  const successor = await ports.tokens.find(old.replacedBy)
  const now = ports.clock.now()
  switch (fateOf(old, successor, now)) {
    case undefined:
    case 'waits':
      return
    case 'retiring':
      return ports.alarms.set('cut-old-token', tid, old.retiresAt ?? now)
    case 'stays':
      if (await changed(ports, old, stay)) await told(ports, old, 'rotation undone')
      break
    case 'retires': {
      const after = retire(old, ports.policy().rotation, now)
      await ports.alarms.set('cut-old-token', tid, after.retiresAt ?? now)
      if (await changed(ports, old, () => after)) await told(ports, old, 'rotated')
      break
    }
    case 'ends':
      await endOrAsk(ports, old, 'cut')
  }
  if (successor) await redrawCardOf(ports, successor.tid)
}

/** False if somebody was first, who then goes on from there. */
async function changed(ports: Ports, old: Token, change: (before: Token) => Token): Promise<boolean> {
  let isOurs = false
  await changeToken(ports, old.tid, (before) => {
    isOurs = before.version === old.version
    return isOurs ? change(before) : before
  })
  return isOurs
}

async function told(ports: Ports, { owner, tid, uid, label }: Token, deed: AuditEntry['deed']): Promise<void> {
  await record(ports, { deed, by: 'bot', for: owner, tid, uid, label })
}
