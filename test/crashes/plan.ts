// Which crashes are tried, all that there are or a sample, and which of them in a process of their own; the same for the same seed.
import { type Kind, kinds } from '../world/crossing.ts'
import { type Crash, recoveries } from './crash.ts'
import type { Step } from './steps.ts'

export interface Plan {
  seed: number
  /** How many are tried; undefined for all. */
  most: number | undefined
  /** One in so many is a SIGKILL of a real process, and of each step at least one. */
  oneProcessIn: number
}

/** `CRASHES` and `CRASH_PROCESSES` (one in so many) are `all` or a number, `CRASH_SEED` is a number. */
export function planOf({ CRASHES, CRASH_SEED, CRASH_PROCESSES }: NodeJS.ProcessEnv): Plan {
  return {
    seed: Number(CRASH_SEED ?? 20_251),
    most: CRASHES === 'all' ? undefined : Number(CRASHES ?? 200),
    oneProcessIn: CRASH_PROCESSES === 'all' ? 1 : Number(CRASH_PROCESSES ?? 8),
  }
}

interface Point {
  at: number
  kind: Kind
}

/**
 * `counted` says how many calls each step makes. Whatever is sampled is dealt to the recoveries in turn. What takes longest
 * comes first: the steps that are tried whole, then those with the most calls.
 */
export function crashesOf(counted: ReadonlyMap<Step, number>, plan: Plan): Crash[] {
  const points = pointsTried(counted, plan)
  const random = randomFrom(plan.seed + 1)
  const byLength = [...counted].sort(([one, calls], [other, otherCalls]) => {
    return Number(other.whole ?? false) - Number(one.whole ?? false) || otherCalls - calls
  })
  return byLength.flatMap(([step]) => {
    const ofStep = points.filter((point) => point.step === step)
    const processes = new Set(spread(ofStep, Math.max(1, Math.round(ofStep.length / plan.oneProcessIn)), random))
    return ofStep.map((point) => ({ ...point, host: processes.has(point) ? 'child process' : 'test process' }))
  })
}

function pointsTried(counted: ReadonlyMap<Step, number>, { seed, most }: Plan): Omit<Crash, 'host'>[] {
  const points = [...counted].map(([step, calls]) => ({ step, points: pointsOf(calls) }))
  if (most === undefined) {
    return points.flatMap(({ step, points }) =>
      points.flatMap((point) => recoveries.map((recovery) => ({ step, ...point, recovery }))),
    )
  }
  const random = randomFrom(seed)
  const whole = points.filter(({ step }) => step.whole)
  const rest = points.filter(({ step }) => !step.whole)
  const left = most - whole.reduce((sum, { points }) => sum + points.length, 0)
  const offered = rest.reduce((sum, { points }) => sum + points.length, 0)
  return points.flatMap(({ step, points }) => {
    const share = step.whole ? points.length : Math.max(2, Math.ceil((left * points.length) / offered))
    const first = Math.floor(random() * recoveries.length)
    return spread(points, share, random).map((point, index) => ({
      step,
      ...point,
      recovery: recoveries[(first + index) % recoveries.length] ?? 'alarms',
    }))
  })
}

function pointsOf(calls: number): Point[] {
  return Array.from({ length: calls }, (_, index) => index + 1).flatMap((at) => kinds.map((kind) => ({ at, kind })))
}

/** One of each so many that stand beside each other. */
function spread<T>(all: readonly T[], most: number, random: () => number): T[] {
  const count = Math.min(most, all.length)
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * all.length) / count)
    const to = Math.floor(((index + 1) * all.length) / count)
    return all[from + Math.floor(random() * (to - from))] as T
  })
}

/** Mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
