// Looks once a second for alarms that are due by the wall clock, and runs them.
import { MINUTE } from '../core/lifetime.ts'
import type { AlarmQueue, Clock, DueAlarm } from '../core/ports.ts'

/** Never one long timer: a machine that was suspended, or whose clock was set, catches up at the next look. */
export const LOOK_EVERY = 1_000
/** An alarm whose handler died comes back after this long; longer than any handler runs. */
export const ALARM_LEASE = 2 * MINUTE
const MOST_AT_ONCE = 100

export interface AlarmWatch {
  /** Runs everything that is due now; used by the loop and by tests with a still clock. */
  look(): Promise<void>
  start(): void
  /** Resolves when what runs has finished. */
  stop(): Promise<void>
}

export function watchAlarms(world: {
  queue: AlarmQueue
  clock: Clock
  run: (alarm: DueAlarm) => Promise<void>
  onTrouble: (error: unknown, alarm?: DueAlarm) => void
}): AlarmWatch {
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  async function lookOnce(): Promise<void> {
    try {
      const due = await world.queue.claimDue(world.clock.now(), ALARM_LEASE, MOST_AT_ONCE)
      await Promise.all(due.map(runOne))
    } catch (error) {
      world.onTrouble(error)
    }
  }

  async function runOne(alarm: DueAlarm): Promise<void> {
    try {
      await world.run(alarm)
      await world.queue.finish(alarm)
    } catch (error) {
      world.onTrouble(error, alarm)
    }
  }

  // One look at a time: a slow Dremio must not pile looks up.
  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    return looking
  }

  return {
    look,
    start() {
      timer ??= setInterval(look, LOOK_EVERY)
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      await looking
    },
  }
}
