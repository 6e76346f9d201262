// Keeps alarms by the moment they are due, and hands each one to one worker at a time.
import type { AlarmKind, AlarmQueue, DueAlarm } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { claimAlarms } from './scripts/claim-alarms.ts'
import { finishAlarm } from './scripts/finish-alarm.ts'

/** No script holds Redis up for longer than so many alarms take; the worker asks again for the rest. */
const LARGEST_BATCH = 500

/** An alarm stays until it is cleared or finished. Kinds have no colon in their names, ids may. */
export function alarmsIn(connection: Connection, keys: Keys): AlarmQueue {
  return {
    async set(kind, id, due) {
      await connection.send((redis) => redis.zadd(keys.alarms, Math.round(due), memberOf(kind, id)))
    },

    async clear(kind, id) {
      await connection.send((redis) => redis.zrem(keys.alarms, memberOf(kind, id)))
    },

    async claimDue(now, lease, most) {
      const batch = Math.min(most, LARGEST_BATCH)
      // A negative limit means all of them to Redis.
      if (batch < 1) return []
      const leasedUntil = Math.round(now + lease)
      const claimed = await connection.run(claimAlarms, [keys.alarms], [now, leaseScore(leasedUntil), batch])
      return Array.isArray(claimed) ? claimed.map((member) => alarmOf(String(member), leasedUntil)) : []
    },

    async finish({ kind, id, leasedUntil }) {
      await connection.run(finishAlarm, [keys.alarms], [memberOf(kind, id), leaseScore(leasedUntil)])
    },
  }
}

/**
 * Leases end between two milliseconds, moments that people set never do: an alarm that was set anew for the very
 * moment at which our lease ends is not mistaken for the lease, and not lost.
 */
function leaseScore(leasedUntil: number): number {
  return leasedUntil - 0.5
}

function memberOf(kind: AlarmKind, id: string): string {
  return `${kind}:${id}`
}

/** Only `set` writes members, hence the kind is one of ours, or of a newer version of us. */
function alarmOf(member: string, leasedUntil: number): DueAlarm {
  const colon = member.indexOf(':')
  return { kind: member.slice(0, colon) as AlarmKind, id: member.slice(colon + 1), leasedUntil }
}
