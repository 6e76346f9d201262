// Runs due alarms: looks for them once a second, and runs a few of them at a time.
import type { AlarmQueue, DueAlarm } from '../core/alarm.ts'
import { nameOf } from '../core/error-name.ts'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import { ALARM_LEASE, mayBegin, withinLease } from './lease.ts'
import { afterFailure, isOutage, isSpent } from './retry.ts'

/**
 * A short interval and not one long timer, so that a machine that was suspended, or whose clock was set, catches up at
 * the next look.
 */
export const LOOK_EVERY = SECOND
/**
 * Number of alarms that run at the same time: enough to use the time of waiting for Slack and Dremio, and few enough
 * for their rate limits.
 */
const CONCURRENCY = 16
/**
 * The most alarms that one claim takes. Claims start with one alarm for each lane, and double while they are handled
 * quickly.
 */
const LARGEST_CLAIM = 500
const QUICK = LOOK_EVERY / 4
/** How often a worker records that it is running. It is well below WORKER_SILENT_AFTER. */
const NOTE_EVERY = 5 * SECOND

export interface AlarmWatch {
  /** Runs due alarms until there are none. The loop uses it, and tests with a still clock. */
  look(): Promise<void>
  start(): void
  /** Resolves when the running alarms have finished. Alarms that were not started are left to other workers. */
  stop(): Promise<void>
}

export function watchAlarms(world: {
  queue: AlarmQueue
  clock: Clock
  run: (alarm: DueAlarm) => Promise<void>
  /** Called once after `start`, and again at every look until it succeeds. */
  begin: () => Promise<void>
  /** Records at `now` that a worker is running. Absent in a process that only stands in for a worker. */
  noteWorker?: (now: number) => Promise<void>
  /**
   * With an alarm: the alarm failed and will be retried. Without: a call to Redis failed; an outage is reported only
   * once.
   */
  onTrouble: (error: unknown, alarm?: DueAlarm) => void
  onDeadLetter: (alarm: DueAlarm, code: string) => void
}): AlarmWatch {
  const { queue, clock } = world
  const lanes = new Set<Promise<void>>()
  /** Alarms that are claimed and not started. */
  const waiting: DueAlarm[] = []
  /** Alarms that are finished and not acknowledged. */
  const done: DueAlarm[] = []
  const claim = { under: undefined as Promise<void> | undefined, at: 0, most: CONCURRENCY, full: false }
  let acknowledging: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let began = false
  let notedAt = Number.NEGATIVE_INFINITY
  let stopped = false
  let isOutOfReach = false

  /** Alarms run in lanes and not in batches, so that a slow call to Dremio delays only its own lane. */
  async function lane(): Promise<void> {
    for (let alarm = await next(false); alarm; alarm = await next(true)) await runOne(alarm)
  }

  async function next(hasRun: boolean): Promise<DueAlarm | undefined> {
    // A claim that is in progress may miss an alarm that the last run of this lane has set.
    if (waiting.length === 0 && hasRun) await claim.under
    if (waiting.length === 0 && !stopped) await startClaim(acknowledge())
    // If alarms run quickly, the next ones are claimed in advance.
    else if (claim.full && claim.most > CONCURRENCY && waiting.length < claim.most / 2 && !stopped) void startClaim()
    return stopped ? undefined : waiting.shift()
  }

  /**
   * One claim serves all lanes that are idle. It waits for `first`, so that an alarm that was set while it was running
   * can be claimed.
   */
  function startClaim(first?: Promise<void>): Promise<void> {
    claim.under ??= claimMore(first).finally(() => {
      claim.under = undefined
    })
    return claim.under
  }

  async function claimMore(first?: Promise<void>): Promise<void> {
    await first
    const now = clock.now()
    const quick = claim.full && Math.abs(now - claim.at) < QUICK
    claim.most = quick ? Math.min(2 * claim.most, LARGEST_CLAIM) : CONCURRENCY
    claim.at = now
    try {
      const due = await queue.claimDue(now, ALARM_LEASE, claim.most)
      claim.full = due.length === claim.most
      waiting.push(...due)
      openLanes(lanes.size + due.length)
      isOutOfReach = false
      noteWorker(now)
    } catch (error) {
      trouble(error)
    }
  }

  /** Called only after a claim succeeded: a worker whose lanes all hang must not count as running. */
  function noteWorker(now: number): void {
    if (!world.noteWorker || (now >= notedAt && now - notedAt < NOTE_EVERY)) return
    notedAt = now
    // A Redis that rejects writes is reported by other code that writes. Here it would be reported every five seconds.
    world.noteWorker(now).catch(() => {})
  }

  /** An outage is reported once, not at every look. */
  function trouble(error: unknown): void {
    if (!isOutOfReach || !isOutage(error)) world.onTrouble(error)
    isOutOfReach ||= isOutage(error)
  }

  async function runOne(alarm: DueAlarm): Promise<void> {
    // The machine was suspended, or the alarms before this one took long.
    if (!mayBegin(alarm, clock.now())) return requeue([alarm])
    if (isSpent(alarm)) return deadLetter(alarm, 'worker_died')
    try {
      await withinLease(world.run(alarm))
    } catch (error) {
      return failed(alarm, error)
    }
    done.push(alarm)
    void acknowledge()
  }

  async function failed(alarm: DueAlarm, error: unknown): Promise<void> {
    const retry = afterFailure(alarm, error)
    if (retry === 'dead letter') return deadLetter(alarm, nameOf(error))
    world.onTrouble(error, alarm)
    await quietly(() => queue.requeue([{ ...alarm, ...retry }], clock.now() + retry.pause))
  }

  async function deadLetter(alarm: DueAlarm, code: string): Promise<void> {
    await quietly(async () => {
      if (await queue.deadLetter(alarm, clock.now(), code)) world.onDeadLetter(alarm, code)
    })
  }

  async function requeue(alarms: DueAlarm[]): Promise<void> {
    if (alarms.length > 0) await quietly(() => queue.requeue(alarms, clock.now()))
  }

  /** If Redis cannot be reached, the alarm becomes due again when its lease is over. */
  async function quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      trouble(error)
    }
  }

  /** Acknowledges all finished alarms in one call, together with those for which an earlier call failed. */
  function acknowledge(): Promise<void> {
    acknowledging ??= acknowledgeAll().finally(() => {
      acknowledging = undefined
    })
    return acknowledging
  }

  async function acknowledgeAll(): Promise<void> {
    while (done.length > 0) {
      // Waits a moment, so that alarms that finish at about the same time are acknowledged together.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = done.splice(0, LARGEST_CLAIM)
      try {
        await queue.ack(batch)
      } catch (error) {
        trouble(error)
        // Acknowledged again at the next look, so that the alarms do not run again when their lease is over.
        if (isOutage(error)) done.unshift(...batch)
        return
      }
    }
  }

  /** A lane ends when there is nothing to do. New lanes are opened for the alarms that another lane has claimed. */
  function openLanes(upTo: number): void {
    while (lanes.size < Math.min(upTo, CONCURRENCY)) {
      const opened: Promise<void> = lane().finally(() => lanes.delete(opened))
      lanes.add(opened)
    }
  }

  async function look(): Promise<void> {
    if (!stopped) openLanes(CONCURRENCY)
    // Lanes that are opened meanwhile are awaited as well.
    while (lanes.size > 0) await Promise.all(lanes)
    await acknowledge()
  }

  function tick(): void {
    if (!began) {
      began = true
      world.begin().catch((error: unknown) => {
        trouble(error)
        began = false
      })
    }
    void look()
  }

  return {
    look,
    start() {
      if (timer) return
      stopped = false
      timer = setInterval(tick, LOOK_EVERY)
      tick()
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      stopped = true
      // Requeued before the running alarms are awaited, so that other workers can run them at once.
      await requeue(waiting.splice(0))
      while (lanes.size > 0) await Promise.all(lanes)
      await claim.under
      await requeue(waiting.splice(0))
      await acknowledge()
    },
  }
}
