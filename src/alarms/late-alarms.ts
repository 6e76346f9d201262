// Notices that alarms are late because no worker runs: says so, and stands in for one until a worker is back.
import type { AlarmHealth } from '../core/alarm.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { LateAlarms } from '../core/messenger.ts'
import type { Clock } from '../core/ports.ts'
import { HOUR, MINUTE, SECOND } from '../core/time/duration.ts'
import type { AlarmWatch } from './watch.ts'

/** Workers look every second, so alarms that are so late are looked after by nobody, or by too few. */
export const LATE_AFTER = 2 * MINUTE
/** From then on this process runs them itself: long enough for a worker that is only restarted. */
export const STAND_IN_AFTER = 3 * MINUTE
/** A worker notes every five seconds that it is there. */
export const WORKER_SILENT_AFTER = 30 * SECOND
export const CHECK_EVERY = 15 * SECOND

export interface AlarmState {
  /** Milliseconds by which the oldest alarm is late; 0 if none is, undefined while that could not be read. */
  lateBy: number | undefined
  /** Milliseconds since a worker last took what was due; undefined if none did for an hour, or it could not be read. */
  workerSeenAgo: number | undefined
  /** This process runs the alarms although it is no worker. */
  standsIn: boolean
  /** Milliseconds since epoch; undefined before the first look. */
  lookedAt: number | undefined
}

export interface LateAlarmWatch {
  /** One look; used by the timer and by tests with a still clock. Never throws. */
  check(): Promise<void>
  start(): void
  /** Also ends standing in. */
  stop(): Promise<void>
  state(): AlarmState
}

export interface LateAlarmWorld {
  health(): Promise<AlarmHealth>
  clock: Clock
  alarms: Pick<AlarmWatch, 'start' | 'stop'>
  /** Tells the administrators, once among all processes. What it throws is tried again at the next look. */
  tell(late: LateAlarms): Promise<void>
  onLate(state: AlarmState): void
  onStandIn(stands: boolean): void
  onTrouble(error: unknown): void
}

/** For processes that are no worker themselves. */
export function watchForLateAlarms(world: LateAlarmWorld): LateAlarmWatch {
  const { clock, alarms } = world
  let state: AlarmState = { lateBy: undefined, workerSeenAgo: undefined, standsIn: false, lookedAt: undefined }
  /** Looks in a row at which alarms were late: one may only mean that this machine slept. */
  let lateLooks = 0
  let told = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    try {
      state = { ...state, ...stateOf(await world.health(), clock.now()), lookedAt: clock.now() }
    } catch {
      // Redis is away, which others say; what is not known is neither late nor in time.
      state = { ...state, lateBy: undefined, workerSeenAgo: undefined, lookedAt: clock.now() }
      return
    }
    const { lateBy = 0, workerSeenAgo } = state
    const hasWorker = workerSeenAgo !== undefined && workerSeenAgo < WORKER_SILENT_AFTER
    lateLooks = lateBy >= LATE_AFTER ? lateLooks + 1 : 0
    if (lateLooks === 0) told = false
    if (lateLooks === 2) world.onLate(state)
    if (lateLooks >= 2 && lateBy >= STAND_IN_AFTER && !state.standsIn) standIn(true)
    else if (state.standsIn && hasWorker && lateLooks === 0) {
      standIn(false)
      await alarms.stop()
    }
    if (lateLooks >= 2 && !told) {
      told = true
      // Not waited for: a Slack that is slow must hold up neither the next look nor the end of the process.
      void world.tell({ lateBy, hasWorker }).catch((error: unknown) => {
        told = false
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

/** What `doctor` says of it. */
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
