// Stores alarms by the moment they are due, and gives each one to one worker at a time.
import type { AlarmKind, AlarmMoment, AlarmQueue, DueAlarm } from '../core/alarm.ts'
import { HOUR } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { ackAlarms } from './scripts/ack-alarms.ts'
import { claimAlarms } from './scripts/claim-alarms.ts'
import { clearAlarm } from './scripts/clear-alarm.ts'
import { deadLetterAlarm } from './scripts/dead-letter-alarm.ts'
import { requeueAlarms } from './scripts/requeue-alarms.ts'
import { restoreAlarms } from './scripts/restore-alarms.ts'
import { setAlarmNoLater } from './scripts/set-alarm-no-later.ts'
import { setAlarms } from './scripts/set-alarms.ts'

/** Limits how long one script blocks Redis. The worker asks again for the rest. */
const LARGEST_BATCH = 500
/** Milliseconds. The health check can name the worker's last visit for this long. */
const WORKER_REMEMBERED = HOUR

/** An alarm stays until it is cleared, acknowledged or dead-lettered. Kinds have no colon in their names, ids may. */
export function alarmsIn(connection: Connection, keys: Keys): AlarmQueue {
  const { alarms, alarmLeases: leases, alarmTries: tries, deadLetteredAlarms: deadLettered } = keys

  // Alarms that are set in the same tick are sent as one batch, because one command for each costs more than the
  // setting.
  let pendingBatch: { moments: AlarmMoment[]; sent: Promise<void> } | undefined
  async function send(moments: readonly AlarmMoment[]): Promise<void> {
    await undefined
    pendingBatch = undefined
    const batches = [...inBatches(moments)].map((batch) =>
      batch.flatMap((alarm) => [Math.round(alarm.due), memberOf(alarm)]),
    )
    await Promise.all(batches.map((values) => connection.run(setAlarms, [alarms, deadLettered], values)))
  }

  return {
    set(kind, id, due) {
      if (!pendingBatch) {
        const moments: AlarmMoment[] = []
        pendingBatch = { moments, sent: send(moments) }
      }
      pendingBatch.moments.push({ kind, id, due })
      return pendingBatch.sent
    },

    async setNoLater(kind, id, due) {
      // The pending batch may set the same alarm, and the comparison needs that moment to be stored.
      await pendingBatch?.sent.catch(() => undefined)
      await connection.run(setAlarmNoLater, [alarms, deadLettered], [memberOf({ kind, id }), Math.round(due)])
    },

    async clear(kind, id) {
      // The pending batch may set the same alarm, and clearing must come after that.
      await pendingBatch?.sent.catch(() => undefined)
      await connection.run(clearAlarm, [alarms, tries, deadLettered], [memberOf({ kind, id })])
    },

    async restore(missing) {
      let restored = 0
      for (const batch of inBatches(missing)) {
        const values = batch.flatMap((alarm) => [memberOf(alarm), Math.round(alarm.due)])
        restored += Number(await connection.run(restoreAlarms, [alarms, leases, deadLettered], values))
      }
      return restored
    },

    async claimDue(now, lease, most) {
      const batch = Math.min(most, LARGEST_BATCH)
      // Redis takes a negative limit as no limit.
      if (batch < 1) return []
      const leasedUntil = Math.round(now + lease)
      const claimed = await connection.run(
        claimAlarms,
        [alarms, leases, tries, keys.newestAlarmLease],
        [Math.round(now), leasedUntil, batch],
      )
      return readClaim(claimed, leasedUntil)
    },

    async ack(done) {
      const members = new Map<number, string[]>()
      for (const alarm of done) {
        const same = members.get(alarm.lease)
        if (same) same.push(memberOf(alarm))
        else members.set(alarm.lease, [memberOf(alarm)])
      }
      // One claim takes at most LARGEST_BATCH alarms, so all members of one lease fit into one call.
      const ended = [...members].map(([lease, all]) => connection.run(ackAlarms, [leases, tries], [lease, ...all]))
      await Promise.all(ended)
    },

    async requeue(unfinished, due) {
      for (const batch of inBatches(unfinished)) {
        const values = batch.flatMap((alarm) => [memberOf(alarm), alarm.lease, alarm.failed, alarm.waited])
        await connection.run(requeueAlarms, [alarms, leases, tries], [Math.round(due), ...values])
      }
    },

    async deadLetter(alarm, at, error) {
      const why = JSON.stringify({ at, error })
      const done = await connection.run(
        deadLetterAlarm,
        [alarms, leases, tries, deadLettered],
        [memberOf(alarm), alarm.lease, why],
      )
      return done === 1
    },

    async noteWorker(now) {
      await connection.send((redis) => redis.set(keys.alarmWorker, Math.round(now), 'PX', WORKER_REMEMBERED))
    },

    async health() {
      const [waiting, leased, seen] = await Promise.all([
        connection.send((redis) => redis.zrangebyscore(alarms, '-inf', '+inf', 'WITHSCORES', 'LIMIT', 0, 1)),
        connection.send((redis) => redis.zrangebyscore(leases, '-inf', '+inf', 'WITHSCORES', 'LIMIT', 0, 1)),
        connection.send((redis) => redis.get(keys.alarmWorker)),
      ])
      const moments = [waiting[1], leased[1]].flatMap((score) => (score === undefined ? [] : [Number(score)]))
      return {
        oldestDue: moments.length === 0 ? undefined : Math.min(...moments),
        workerSeen: seen === null ? undefined : Number(seen),
      }
    },
  }
}

function memberOf({ kind, id }: { kind: AlarmKind; id: string }): string {
  return `${kind}:${id}`
}

/** Reads the script's answer: the lease's number, the members, and the tries of the members that failed before. */
function readClaim(claimed: unknown, leasedUntil: number): DueAlarm[] {
  if (!Array.isArray(claimed) || claimed.length === 0) return []
  const [lease, members, before] = claimed as [number, string[], (number | string)[]]
  const due: DueAlarm[] = members.map((member) => {
    const colon = member.indexOf(':')
    // Only `set` and `restore` write members, so the kind is known to this version of the bot or to a newer one.
    const kind = member.slice(0, colon) as AlarmKind
    return { kind, id: member.slice(colon + 1), lease, leasedUntil, failed: 0, waited: 0 }
  })
  for (let at = 0; at < before.length; at += 2) {
    const alarm = due[Number(before[at]) - 1]
    const [, failed, waited] = String(before[at + 1])
      .split(' ')
      .map(Number)
    if (alarm) Object.assign(alarm, { failed, waited })
  }
  return due
}

function* inBatches<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let from = 0; from < all.length; from += LARGEST_BATCH) yield all.slice(from, from + LARGEST_BATCH)
}
