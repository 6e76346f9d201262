// Every alarm that a record wants and that is missing is set again: at the start of a worker, daily, and on demand.
import type { AlarmMoment, Alarms } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { DAY } from '../core/time/duration.ts'

/** Walks the records and says which alarms of one kind they want. What is said again, or too often, does no harm. */
export type Rebuilder = (ports: Ports) => AsyncIterable<AlarmMoment>

/** Rebuilding is an alarm itself: so one worker does it, and another one does it again if that worker dies. */
const REBUILDING = ['rebuild-alarms', 'all'] as const
const SET_AT_ONCE = 500

/** Asks for it; `now` is milliseconds since epoch. Any number of workers may ask at once. */
export async function askToRebuild(alarms: Alarms, now: number): Promise<void> {
  await alarms.set(...REBUILDING, now)
}

/** Throws `redis_unavailable`; what was set by then stays, and it begins anew. */
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
  // Last, for what is set anew while it runs would not be tried again soon if it failed.
  await askToRebuild(ports.alarms, ports.clock.now() + DAY)
}
