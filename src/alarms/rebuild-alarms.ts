// Sets the alarms that the records require and that are missing: when a worker starts, daily, and on demand.
import type { AlarmMoment, Alarms } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { DAY } from '../core/time/duration.ts'

/**
 * Reads records and yields the alarms that they require. An alarm may be yielded several times, or when it is set
 * already.
 */
export type Rebuilder = (ports: Ports) => AsyncIterable<AlarmMoment>

/** Rebuilding is an alarm itself, so that a single worker does it, and another worker repeats it after a crash. */
const REBUILDING = ['rebuild-alarms', 'all'] as const
const SET_AT_ONCE = 500

/** Requests a rebuild. `now` is milliseconds since epoch. Any number of workers may request it at once. */
export async function askToRebuild(alarms: Alarms, now: number): Promise<void> {
  await alarms.set(...REBUILDING, now)
}

/** Throws `redis_unavailable`. The alarms that were set by then stay set, and a retry starts from the beginning. */
export async function rebuildAlarms(ports: Ports, rebuilders: readonly Rebuilder[]): Promise<void> {
  for (const rebuilder of rebuilders) {
    let missing: AlarmMoment[] = []
    for await (const alarm of rebuilder(ports)) {
      missing.push(alarm)
      if (missing.length < SET_AT_ONCE) continue
      await ports.alarms.restore(missing)
      missing = []
    }
    await ports.alarms.restore(missing)
  }
  // Set at the end, because an alarm that is set while it is running is not retried soon after a failure.
  await askToRebuild(ports.alarms, ports.clock.now() + DAY)
}
