// Workers of which any may die, sleep or stop at any point, driven step by step on the real engine and a real Redis.
import { ALARM_LEASE } from '../../src/alarms/lease.ts'
import { type AlarmWatch, watchAlarms } from '../../src/alarms/watch.ts'
import type { AlarmQueue, DueAlarm } from '../../src/core/alarm.ts'
import { BotError } from '../../src/core/errors.ts'
import type { OpenStore } from '../redis/store.ts'
import type { Claim, Ledger } from './ledger.ts'

/** How the running of an alarm ends. `slow`: not before its worker is told to go on. */
export type Fate = 'well' | 'breaks' | 'outage' | 'slow'
/** What happens to a worker at its next look. */
export type Doom = 'dies after claiming' | 'dies before saying so' | 'sleeps after claiming'

const never = () => new Promise<never>(() => {})

export class MortalWorkers {
  /** Consumed one by one; all is well after the last one. */
  fates: Fate[] = []
  /** What the engine did against the law; it would swallow the error as that of a handler. */
  readonly breaches: unknown[] = []
  readonly #ledger: Ledger
  readonly #workers: Mortal[]
  readonly #stores: OpenStore[]
  #busy = 0

  constructor(stores: OpenStore[], ledger: Ledger) {
    this.#stores = stores
    this.#ledger = ledger
    this.#workers = stores.map((store) => this.#born(store))
  }

  async look(worker: number, doom?: Doom): Promise<void> {
    const mortal = this.#at(worker)
    mortal.doom = doom
    mortal.dying = doom === 'dies before saying so'
    void mortal.watch.look()
    await this.#quiet()
    if (mortal.dying) this.crash(worker)
    if (mortal.dead) this.#replace(worker)
  }

  /** What its alarms do never ends, and nothing more is heard of it. */
  crash(worker: number): void {
    this.#die(this.#at(worker))
    this.#replace(worker)
  }

  #die(mortal: Omit<Mortal, 'watch'>): void {
    mortal.dead = true
    for (const id of mortal.held.keys()) this.#ledger.lost(id)
  }

  async goOn(worker: number): Promise<void> {
    for (const go of this.#at(worker).slow.splice(0)) go()
    await this.#quiet()
  }

  async stop(worker: number): Promise<void> {
    const stopped = this.#at(worker).watch.stop()
    await this.goOn(worker)
    await stopped
    this.#replace(worker)
  }

  #at(worker: number): Mortal {
    return this.#workers[worker] as Mortal
  }

  #replace(worker: number): void {
    this.#workers[worker] = this.#born(this.#stores[worker] as OpenStore)
  }

  #born(store: OpenStore): Mortal {
    const mortal: Omit<Mortal, 'watch'> = { dead: false, dying: false, doom: undefined, held: new Map(), slow: [] }
    const watch = watchAlarms({
      queue: this.#queueOf(mortal, store.alarms),
      clock: store.clock,
      run: (alarm) => (mortal.dead ? never() : this.#run(mortal, alarm)),
      begin: async () => undefined,
      onTrouble: () => undefined,
      onDeadLetter: ({ id }) => this.#law(() => this.#ledger.setAside(id)),
    })
    return Object.assign(mortal, { watch })
  }

  async #run(mortal: Omit<Mortal, 'watch'>, { id }: DueAlarm): Promise<void> {
    const claim = mortal.held.get(id) as Claim
    const run = this.#law(() => this.#ledger.begin(id, mortal, claim))
    mortal.held.delete(id)
    const fate = this.fates.shift() ?? 'well'
    if (fate === 'slow') await new Promise<void>((resolve) => mortal.slow.push(resolve))
    if (!run) return
    if (fate === 'well' || fate === 'slow') return this.#ledger.wentWell(run)
    this.#ledger.failed(run, fate === 'outage')
    throw fate === 'outage' ? new BotError('redis_unavailable', {}) : new BotError('broken', {})
  }

  #queueOf(mortal: Omit<Mortal, 'watch'>, queue: AlarmQueue): AlarmQueue {
    const counted = async <T>(call: () => Promise<T>): Promise<T> => {
      if (mortal.dead) return never()
      this.#busy += 1
      try {
        return await call()
      } finally {
        this.#busy -= 1
      }
    }
    return {
      ...queue,
      ack: (alarms) => (mortal.dying ? never() : counted(() => queue.ack(alarms))),
      requeue: (alarms, due) => {
        for (const { id } of alarms) mortal.held.delete(id)
        return counted(() => queue.requeue(alarms, due))
      },
      deadLetter: (alarm, at, error) => counted(() => queue.deadLetter(alarm, at, error)),
      claimDue: async (...asked) => {
        const due = await counted(() => queue.claimDue(...asked))
        for (const { id } of due) mortal.held.set(id, this.#ledger.claimed(id))
        const doom = mortal.doom
        if (due.length > 0 && doom !== undefined && doom !== 'dies before saying so') {
          mortal.doom = undefined
          if (doom === 'sleeps after claiming') this.#ledger.pass(ALARM_LEASE * 0.75)
          else {
            this.#die(mortal)
            return never()
          }
        }
        return due
      },
    }
  }

  #law<T>(deed: () => T): T | undefined {
    try {
      return deed()
    } catch (error) {
      this.breaches.push(error)
      return undefined
    }
  }

  /** Nothing is under way but what is slow: two turns of the event loop without a call to Redis. */
  async #quiet(): Promise<void> {
    for (let still = 0; still < 2; ) {
      await new Promise((resolve) => setImmediate(resolve))
      still = this.#busy === 0 ? still + 1 : 0
    }
  }
}

interface Mortal {
  dead: boolean
  dying: boolean
  doom: Doom | undefined
  /** Claimed and not begun. */
  held: Map<string, Claim>
  slow: (() => void)[]
  watch: AlarmWatch
}
