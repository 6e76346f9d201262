// What is owed to whom by the law of alarms, kept beside the real engine; throws as soon as the engine breaks it.
import { expect } from 'vitest'
import { ALARM_LEASE } from '../../src/alarms/lease.ts'
import { MOST_TRIES } from '../../src/alarms/retry.ts'
import { HOUR, MINUTE } from '../../src/core/time/duration.ts'

export interface Claim {
  /** How far time had gone. */
  at: number
  /** Which setting or clearing of the alarm it is about. */
  version: number
}

/** One running of one alarm. */
export interface Run {
  id: string
  worker: { dead: boolean; dying: boolean }
  claim: Claim
  over: boolean
}

interface Account {
  /** `maybe`: its run ended well, but too late, or its worker died before it could say so. */
  owed: 'yes' | 'no' | 'maybe'
  notBefore: number
  version: number
  /** How often at most the engine may have counted a failure since it last went well. */
  faults: number
  runs: Run[]
}

export class Ledger {
  readonly #accounts = new Map<string, Account>()
  readonly #clock: { time: number }
  /** How far time went forward in all; a step back takes nothing off, for a lease is a span of time. */
  #travelled = 0
  /** No alarm is due later than this. */
  latest = 0

  constructor(clock: { time: number }) {
    this.#clock = clock
  }

  pass(milliseconds: number): void {
    this.#clock.time += milliseconds
    this.#travelled += Math.max(0, milliseconds)
    this.latest = Math.max(this.latest, this.#clock.time)
  }

  set(id: string, due: number): void {
    const account = this.#of(id)
    account.owed = 'yes'
    account.notBefore = due
    account.version += 1
    this.latest = Math.max(this.latest, due)
  }

  clear(id: string): void {
    const account = this.#of(id)
    account.owed = 'no'
    account.version += 1
    account.faults = 0
  }

  /** Its worker died between claiming it and running it. */
  lost(id: string): void {
    const account = this.#of(id)
    account.notBefore = Number.NEGATIVE_INFINITY
    account.faults += 1
  }

  claimed(id: string): Claim {
    return { at: this.#travelled, version: this.#of(id).version }
  }

  begin(id: string, worker: Run['worker'], claim: Claim): Run {
    const account = this.#of(id)
    expect(this.#travelled - claim.at, `${id} ran long after it was claimed`).toBeLessThanOrEqual(ALARM_LEASE / 2)
    // What was set or cleared after it was claimed is another story.
    if (claim.version === account.version) {
      expect(account.owed, `${id} ran although it was dealt with or cleared`).not.toBe('no')
      expect(this.#clock.time, `${id} ran too early`).toBeGreaterThanOrEqual(account.notBefore)
      account.notBefore = Number.NEGATIVE_INFINITY
    }
    const twice = account.runs.some((run) => !run.over && !run.worker.dead && !this.#isLate(run))
    expect(twice, `${id} ran twice at the same time`).toBe(false)
    account.faults += 1
    const run = { id, worker, claim, over: false }
    account.runs.push(run)
    return run
  }

  wentWell(run: Run): void {
    const account = this.#of(run.id)
    run.over = true
    const isKnown = !this.#isLate(run) && !run.worker.dying
    if (isKnown) account.faults = 0
    if (run.claim.version !== account.version) return
    if (isKnown) account.owed = 'no'
    else if (account.owed === 'yes') account.owed = 'maybe'
  }

  failed(run: Run, isOutage: boolean): void {
    const account = this.#of(run.id)
    run.over = true
    // The longest pause. Pauses end at moments: set back, the clock comes to them later.
    this.latest = Math.max(this.latest, this.#clock.time + HOUR)
    if (this.#isLate(run)) return
    if (isOutage) account.faults -= 1
    if (run.claim.version === account.version) account.notBefore = this.#clock.time + 2 * MINUTE
  }

  setAside(id: string): void {
    const account = this.#of(id)
    expect(account.faults, `${id} was set aside too soon`).toBeGreaterThanOrEqual(MOST_TRIES)
    account.owed = 'no'
    account.faults = 0
  }

  /** Ids that should have been run by now. */
  debts(): string[] {
    return [...this.#accounts].filter(([, { owed }]) => owed === 'yes').map(([id]) => id)
  }

  #isLate(run: Run): boolean {
    return this.#travelled - run.claim.at >= ALARM_LEASE
  }

  #of(id: string): Account {
    let account = this.#accounts.get(id)
    if (!account) {
      account = { owed: 'no', notBefore: Number.NEGATIVE_INFINITY, version: 0, faults: 0, runs: [] }
      this.#accounts.set(id, account)
    }
    return account
  }
}
