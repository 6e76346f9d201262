// Detects alarms that are late because no worker runs, reports them, and stands in for the worker until one is back.
import type { AlarmHealth } from '../core/alarm.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { LateAlarms } from '../core/messenger.ts'
import type { Clock } from '../core/ports.ts'
import { HOUR, MINUTE, SECOND } from '../core/time/duration.ts'
import type { AlarmWatch } from './watch.ts'

/** Workers look for due alarms every second. If an alarm is this late, there is no worker, or there are too few. */
export const LATE_AFTER = 2 * MINUTE
/** From then on this process runs the alarms itself. A worker that only restarts is back sooner. */
export const STAND_IN_AFTER = 3 * MINUTE
/** A worker records every five seconds that it is running. */
export const WORKER_SILENT_AFTER = 30 * SECOND
export const CHECK_EVERY = 15 * SECOND

export interface AlarmState {
  /** Milliseconds by which the oldest alarm is late, or 0. Undefined while that could not be read. */
  lateBy: number | undefined
  /**
   * Milliseconds since a worker last claimed due alarms. Undefined if none did for an hour, or if it could not be read.
   */
  workerSeenAgo: number | undefined
  /** True if this process runs the alarms although it is not a worker. */
  standsIn: boolean
  /** Milliseconds since epoch. Undefined before the first check. */
  lookedAt: number | undefined
}

export interface LateAlarmWatch {
  /** Runs one check. The timer uses it, and tests with a still clock. Never throws. */
  check(): Promise<void>
  start(): void
  /** Also stops standing in for a worker. */
  stop(): Promise<void>
  state(): AlarmState
}

export interface LateAlarmWorld {
  health(): Promise<AlarmHealth>
  clock: Clock
  alarms: Pick<AlarmWatch, 'start' | 'stop'>
  /** Tells the administrators, once for all processes. After a failure the next check tries again. */
  tell(late: LateAlarms): Promise<void>
  onLate(state: AlarmState): void
  onStandIn(stands: boolean): void
  onTrouble(error: unknown): void
}

/** For processes that are not workers. */
export function watchForLateAlarms(world: LateAlarmWorld): LateAlarmWatch {
  const { clock, alarms } = world
  let state: AlarmState = { lateBy: undefined, workerSeenAgo: undefined, standsIn: false, lookedAt: undefined }
  /** Number of checks in a row that found late alarms. A single one may only mean that this machine was suspended. */
  let lateLooks = 0
  let isReported = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    try {
      state = { ...state, ...stateOf(await world.health(), clock.now()), lookedAt: clock.now() }
    } catch {
      // Redis is unavailable, which other code reports. Unknown alarms count neither as late nor as in time.
      state = { ...state, lateBy: undefined, workerSeenAgo: undefined, lookedAt: clock.now() }
      return
    }
    const { lateBy = 0, workerSeenAgo } = state
    const hasWorker = workerSeenAgo !== undefined && workerSeenAgo < WORKER_SILENT_AFTER
    lateLooks = lateBy >= LATE_AFTER ? lateLooks + 1 : 0
    if (lateLooks === 0) isReported = false
    if (lateLooks === 2) world.onLate(state)
    if (lateLooks >= 2 && lateBy >= STAND_IN_AFTER && !state.standsIn) standIn(true)
    else if (state.standsIn && hasWorker && lateLooks === 0) {
      standIn(false)
      await alarms.stop()
    }
    if (lateLooks >= 2 && !isReported) {
      isReported = true
      // Not awaited, because a slow Slack must delay neither the next check nor the shutdown.
      void world.tell({ lateBy, hasWorker }).catch((error: unknown) => {
        isReported = false
        world.onTrouble(error)
      })
    }
  }

  function standIn(stands: boolean): void {
    state = { ...state, standsIn: stands }
    world.onStandIn(stands)
    if (stands) alarms.start()
  }

  function check(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  return {
    check,
    state: () => state,
    start() {
      timer ??= setInterval(() => void check(), CHECK_EVERY)
      void check()
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      await looking
      if (!state.standsIn) return
      standIn(false)
      await alarms.stop()
    },
  }
}

/** `now` is milliseconds since epoch. */
export function stateOf(
  { oldestDue, workerSeen }: AlarmHealth,
  now: number,
): Pick<AlarmState, 'lateBy' | 'workerSeenAgo'> {
  return {
    lateBy: oldestDue === undefined ? 0 : Math.max(0, now - oldestDue),
    workerSeenAgo: workerSeen === undefined ? undefined : Math.max(0, now - workerSeen),
  }
}

/** The result of `doctor` for the worker. */
export function alarmFinding(health: AlarmHealth, now: number): HealthCheck {
  const subject = 'Worker'
  const { lateBy = 0, workerSeenAgo } = stateOf(health, now)
  const remedy = 'Start a worker: node dist/main.js worker (on Heroku: heroku ps:scale worker=1).'
  const late = lateBy >= LATE_AFTER ? `; the oldest alarm is ${inWords(lateBy)} late` : ''
  if (workerSeenAgo === undefined) {
    return { subject, state: 'warning', message: `none has been there within the last hour${late}`, remedy }
  }
  if (workerSeenAgo >= WORKER_SILENT_AFTER) {
    return {
      subject,
      state: 'warning',
      message: `none is there; the last one was ${inWords(workerSeenAgo)} ago${late}`,
      remedy,
    }
  }
  if (late !== '') {
    return {
      subject,
      state: 'warning',
      message: `one is there${late}`,
      remedy: 'Start another worker, and look at its log.',
    }
  }
  return { subject, state: 'ok', message: 'one is there, and no alarm is late' }
}

function inWords(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.floor(milliseconds / SECOND)} seconds`
  if (milliseconds < 2 * HOUR) return `${Math.floor(milliseconds / MINUTE)} minutes`
  return `${Math.floor(milliseconds / HOUR)} hours`
}
