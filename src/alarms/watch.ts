// Looks once a second for alarms that are due by the wall clock, and runs them, a few at a time.
import type { AlarmQueue, DueAlarm } from '../core/alarm.ts'
import { nameOf } from '../core/error-name.ts'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import { ALARM_LEASE, mayBegin, withinLease } from './lease.ts'
import { afterFailure, isOutage, isSpent } from './retry.ts'

/** Never one long timer: a machine that was suspended, or whose clock was set, catches up at the next look. */
export const LOOK_EVERY = SECOND
/** So many run at once: enough to wait for Slack and Dremio meanwhile, few enough for their rate limits. */
const CONCURRENCY = 16
/** What one claim takes at most. It begins with one for each lane and doubles as long as a claim is dealt with quickly. */
const LARGEST_CLAIM = 500
const QUICK = LOOK_EVERY / 4
/** How often a worker says that it is there; well within what others take for silence. */
const NOTE_EVERY = 5 * SECOND

export interface AlarmWatch {
  /** Runs what is due until nothing is; used by the loop and by tests with a still clock. */
  look(): Promise<void>
  start(): void
  /** Resolves when what runs has finished. What was not begun is left to other workers. */
  stop(): Promise<void>
}

export function watchAlarms(world: {
  queue: AlarmQueue
  clock: Clock
  run: (alarm: DueAlarm) => Promise<void>
  /** Done once after `start`, and again at every look until it goes well. */
  begin: () => Promise<void>
  /** Notes that a worker is there, at `now`; not given where this process only stands in for one. */
  noteWorker?: (now: number) => Promise<void>
  /** With an alarm: it comes again. Without: Redis could not be told or asked; an outage is said once. */
  onTrouble: (error: unknown, alarm?: DueAlarm) => void
  onSetAside: (alarm: DueAlarm, code: string) => void
}): AlarmWatch {
  const { queue, clock } = world
  const lanes = new Set<Promise<void>>()
  /** Claimed and not begun. */
  const waiting: DueAlarm[] = []
  /** Dealt with and not yet said so. */
  const done: DueAlarm[] = []
  const claim = { under: undefined as Promise<void> | undefined, at: 0, most: CONCURRENCY, full: false }
  let saying: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let began = false
  let noted = Number.NEGATIVE_INFINITY
  let stopped = false
  let away = false

  /** Lanes and not batches: one slow Dremio call holds up its own lane and nothing else. */
  async function lane(): Promise<void> {
    for (let alarm = await next(false); alarm; alarm = await next(true)) await runOne(alarm)
  }

  async function next(hasRun: boolean): Promise<DueAlarm | undefined> {
    // A claim that is under way does not see what was set anew by what this lane has just run.
    if (waiting.length === 0 && hasRun) await claim.under
    if (waiting.length === 0 && !stopped) await startClaim(say())
    // Where alarms are quick, Redis prepares the next ones meanwhile.
    else if (claim.full && claim.most > CONCURRENCY && waiting.length < claim.most / 2 && !stopped) void startClaim()
    return stopped ? undefined : waiting.shift()
  }

  /** One claim for all lanes that have nothing to do. `first` so that what was set anew while it ran can be claimed. */
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
      away = false
      noteWorker(now)
    } catch (error) {
      trouble(error)
    }
  }

  /** Only after a claim went well: a worker whose lanes all hang must not count as one. */
  function noteWorker(now: number): void {
    if (!world.noteWorker || (now >= noted && now - noted < NOTE_EVERY)) return
    noted = now
    // A Redis that takes no writes is told of by whoever has something to write; this would say so every five seconds.
    world.noteWorker(now).catch(() => {})
  }

  /** An outage is said once, not at every look. */
  function trouble(error: unknown): void {
    if (!away || !isOutage(error)) world.onTrouble(error)
    away ||= isOutage(error)
  }

  async function runOne(alarm: DueAlarm): Promise<void> {
    // The machine slept, or what came before took long.
    if (!mayBegin(alarm, clock.now())) return handBack([alarm])
    if (isSpent(alarm)) return setAside(alarm, 'worker_died')
    try {
      await withinLease(world.run(alarm))
    } catch (error) {
      return failed(alarm, error)
    }
    done.push(alarm)
    void say()
  }

  async function failed(alarm: DueAlarm, error: unknown): Promise<void> {
    const retry = afterFailure(alarm, error)
    if (retry === 'set aside') return setAside(alarm, nameOf(error))
    world.onTrouble(error, alarm)
    await quietly(() => queue.requeue([{ ...alarm, ...retry }], clock.now() + retry.pause))
  }

  async function setAside(alarm: DueAlarm, code: string): Promise<void> {
    await quietly(async () => {
      if (await queue.deadLetter(alarm, clock.now(), code)) world.onSetAside(alarm, code)
    })
  }

  async function handBack(alarms: DueAlarm[]): Promise<void> {
    if (alarms.length > 0) await quietly(() => queue.requeue(alarms, clock.now()))
  }

  /** What cannot be said to Redis comes again when its lease is over. */
  async function quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      trouble(error)
    }
  }

  /** Says what is done, all of it at once, and again what could not be said before. */
  function say(): Promise<void> {
    saying ??= sayAll().finally(() => {
      saying = undefined
    })
    return saying
  }

  async function sayAll(): Promise<void> {
    while (done.length > 0) {
      // What ends at about the same time is said at once.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = done.splice(0, LARGEST_CLAIM)
      try {
        await queue.ack(batch)
      } catch (error) {
        trouble(error)
        // Said again at the next look, rather than done again when the lease is over.
        if (isOutage(error)) done.unshift(...batch)
        return
      }
    }
  }

  /** Lanes end when there is nothing to do, and are opened again for what one of the others claims. */
  function openLanes(upTo: number): void {
    while (lanes.size < Math.min(upTo, CONCURRENCY)) {
      const opened: Promise<void> = lane().finally(() => lanes.delete(opened))
      lanes.add(opened)
    }
  }

  async function look(): Promise<void> {
    if (!stopped) openLanes(CONCURRENCY)
    // What is opened meanwhile is waited for as well.
    while (lanes.size > 0) await Promise.all(lanes)
    await say()
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
      // Before what runs is waited for: the others need not wait as well.
      await handBack(waiting.splice(0))
      while (lanes.size > 0) await Promise.all(lanes)
      await claim.under
      await handBack(waiting.splice(0))
      await say()
    },
  }
}
