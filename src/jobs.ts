// What a process does by itself: a worker runs the alarms, and any other watches that they are run, and stands in if not.
import { setTimeout } from 'node:timers/promises'
import { LATE_AFTER, type LateAlarmWatch, watchForLateAlarms } from './alarms/late-alarms.ts'
import { alarmHandlers } from './alarms/list.ts'
import { askToRebuild } from './alarms/rebuild-alarms.ts'
import { type AlarmWatch, watchAlarms } from './alarms/watch.ts'
import type { AlarmQueue } from './core/alarm.ts'
import { nameOf } from './core/error-name.ts'
import { BotError } from './core/errors.ts'
import type { Clock, Directory, IdempotencyKeys, Ports } from './core/ports.ts'
import { HOUR, SECOND } from './core/time/duration.ts'
import type { Log } from './log.ts'
import { listAdministrators } from './procedures/people/list-administrators.ts'
import { notePolicyVersion } from './procedures/policy/note-policy-version.ts'

/** Between two tries while Redis is away. */
const NOTE_AGAIN = 10 * SECOND

export interface JobsWorld {
  ports: Ports
  queue: AlarmQueue
  /** People and groups, for what nobody waits for. */
  unattended: Directory
  repeats: IdempotencyKeys
  isWorker: boolean
  /** False: nothing runs by itself, only when `look` and `checkLateAlarms` are called. */
  timers: boolean
  log: Log
  /** Hears of each error before it is logged. */
  noticing: <More extends unknown[]>(
    handle: (error: unknown, ...more: More) => void,
  ) => (error: unknown, ...more: More) => void
}

export interface Jobs {
  look: AlarmWatch['look']
  checkLateAlarms: LateAlarmWatch['check']
  /** Notes with which version of the policy this process works, as soon as Redis takes it. Never rejects. */
  notePolicy(stopping: AbortSignal): Promise<void>
  /**
   * For a policy that was read again: notes its version, and asks a worker to look for alarms that are missing, or want to
   * come earlier under it.
   */
  rebuild(stopping: AbortSignal): Promise<void>
  start(): void
  /** What runs is finished; `start` begins again. */
  stop(): Promise<void>
  /** Finishes what runs, for good. */
  close(): Promise<void>
  /** For readiness, as information: late alarms are no reason to send nobody to this process. Undefined for a worker. */
  probe: { needed: false; isLocal: true; check(): Promise<string | undefined>; details(): object } | undefined
}

export function createJobs(world: JobsWorld): Jobs {
  const { ports, queue, unattended, repeats, isWorker, timers, log, noticing } = world
  const { clock } = ports
  const alarms = watchAlarms({
    queue,
    clock,
    run: ({ kind, id }) => alarmHandlers[kind]({ ...ports, directory: unattended }, id),
    begin: () => askToRebuild(queue, clock.now()),
    ...(isWorker && { noteWorker: queue.noteWorker }),
    onTrouble: noticing((error, alarm) =>
      log.warn({ ...alarm, error: nameOf(error) }, alarm ? 'an alarm will come again' : 'alarms have to wait'),
    ),
    onDeadLetter: ({ kind, id }, error) => log.error({ kind, id, error }, 'an alarm is set aside'),
  })
  /** Times that nobody could be told: the next try is another message. */
  let untold = 0
  const lateAlarms = watchForLateAlarms({
    health: queue.health,
    clock,
    alarms,
    async tell(late) {
      const administrators = await listAdministrators({ ...ports, directory: unattended })
      // Every web process notices it; whoever asks first tells.
      if (!(await repeats.claim(`late-alarms-${untold}`, HOUR))) return
      if (await ports.messenger.showLateAlarms(administrators, late)) return
      untold += 1
      throw new BotError('slack_unavailable', { operation: 'tell the bot admins', reason: 'see the log' })
    },
    onLate: ({ lateBy, workerSeenAgo }) =>
      log.error({ lateBy, workerSeenAgo }, 'alarms are late; is a worker running? node dist/main.js worker'),
    onStandIn: (stands) =>
      log.warn({}, stands ? 'runs the alarms until a worker is back' : 'leaves the alarms to the worker again'),
    onTrouble: (error) => log.warn({ error: nameOf(error) }, 'administrators could not be told of late alarms'),
  })
  const close = async () => {
    await lateAlarms.stop()
    await alarms.stop()
  }

  async function notePolicy(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      try {
        return await notePolicyVersion(ports)
      } catch (error) {
        if (!(error instanceof BotError) || error.kind !== 'unavailable') {
          return log.warn({ error: nameOf(error) }, 'the version of the policy was not noted')
        }
        await setTimeout(NOTE_AGAIN, undefined, { signal: stopping, ref: false }).catch(() => {})
      }
    }
  }

  return {
    look: alarms.look,
    checkLateAlarms: lateAlarms.check,
    notePolicy,
    async rebuild(stopping) {
      await notePolicyVersion(ports).catch(() => void notePolicy(stopping))
      await askToRebuild(queue, clock.now())
    },
    start() {
      if (!timers) return
      if (isWorker) alarms.start()
      else lateAlarms.start()
    },
    async stop() {
      if (timers) await close()
    },
    close,
    probe: isWorker ? undefined : probeOf(lateAlarms, clock),
  }
}

function probeOf(lateAlarms: LateAlarmWatch, clock: Clock): NonNullable<Jobs['probe']> {
  const seconds = (milliseconds: number | undefined) =>
    milliseconds === undefined ? null : Math.floor(milliseconds / SECOND)
  return {
    needed: false,
    isLocal: true,
    async check() {
      const { lateBy } = lateAlarms.state()
      if (lateBy === undefined) return 'unknown'
      return lateBy >= LATE_AFTER ? 'late' : undefined
    },
    details() {
      const { lateBy, workerSeenAgo, standsIn, lookedAt } = lateAlarms.state()
      return {
        secondsLate: seconds(lateBy),
        workerSeenSecondsAgo: seconds(workerSeenAgo),
        standsIn,
        checkedSecondsAgo: seconds(lookedAt === undefined ? undefined : clock.now() - lookedAt),
      }
    },
  }
}
