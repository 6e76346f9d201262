// Which crashes are tried, all that there are, a sample or one alone, and which of them in a process of their own; the same for the same seed.
import { type Kind, kinds } from '../world/crossing.ts'
import { type Crash, type Death, type Recovery, recoveries } from './crash.ts'
import { type Host, hosts } from './life.ts'
import type { Step } from './step.ts'

export interface Plan {
  seed: number
  /** How many are tried; undefined for all. */
  most: number | undefined
  /** One in so many is a SIGKILL of a real process, and of each step at least one. */
  oneProcessIn: number
  /** The only one that is tried. */
  one: NamedCrash | undefined
}

/** A crash, with the name of its step. */
export type NamedCrash = Omit<Crash, 'step'> & { step: string }

/** Of each step a sample holds so many at least, if it has as many. */
const LEAST_OF_STEP = 8
/** One in so many crashes is followed by a second one. */
const ONE_DOUBLE_IN = 3
/** Clearing up takes a dozen calls up to several dozen; whoever dies later than that dies when all is done. */
const LATEST_SECOND = 40

/** `CRASHES` and `CRASH_PROCESSES` (one in so many) are `all` or a number, `CRASH_SEED` is a number, `CRASH` is what `nameOf` says. */
export function planOf({ CRASHES, CRASH_SEED, CRASH_PROCESSES, CRASH }: NodeJS.ProcessEnv): Plan {
  return {
    seed: Number(CRASH_SEED ?? 20_251),
    most: CRASHES === 'all' ? undefined : Number(CRASHES ?? 240),
    oneProcessIn: CRASH_PROCESSES === 'all' ? 1 : Number(CRASH_PROCESSES ?? 8),
    one: CRASH === undefined ? undefined : named(CRASH),
  }
}

/** `rotate; before 3; clicks; test process; after 12`: what to set `CRASH` to for this crash alone. */
export function nameOf({ step, at, kind, recovery, host, second }: Crash): string {
  const deaths = second ? [`${second.kind} ${second.at}`] : []
  return [step.name, `${kind} ${at}`, recovery, host, ...deaths].join('; ')
}

function named(text: string): NamedCrash {
  const [step = '', first = '', recovery, host, second] = text.split(';').map((part) => part.trim())
  const isRecovery = (one?: string): one is Recovery => recoveries.some((known) => known === one)
  const isHost = (one?: string): one is Host => hosts.some((known) => known === one)
  if (!isRecovery(recovery) || !isHost(host)) throw new Error(`CRASH names no crash: ${text}`)
  return { step, ...deathIn(first), recovery, host, ...(second !== undefined && { second: deathIn(second) }) }
}

function deathIn(text: string): Death {
  const [kind, at] = text.split(' ')
  const found = kinds.find((one) => one === kind)
  if (!found || !(Number(at) > 0)) throw new Error(`CRASH names no call: ${text}`)
  return { kind: found, at: Number(at) }
}

type Point = Omit<Crash, 'host' | 'second'>

/**
 * `counted` says how many calls each step makes. Whatever is sampled is dealt to the recoveries in turn. What takes longest
 * comes first: the steps that are tried whole, then those with the most calls.
 */
export function crashesOf(counted: ReadonlyMap<Step, number>, plan: Plan): Crash[] {
  const { one } = plan
  if (one) return [...counted.keys()].filter(({ name }) => name === one.step).map((step) => ({ ...one, step }))
  const points = pointsTried(counted, plan)
  const random = randomFrom(plan.seed + 1)
  const secondRandom = randomFrom(plan.seed + 2)
  const byLength = [...counted].sort(([one, calls], [other, otherCalls]) => {
    return Number(other.whole ?? false) - Number(one.whole ?? false) || otherCalls - calls
  })
  return byLength.flatMap(([step]) => {
    const ofStep = points.filter((point) => point.step === step)
    const oneIn = (many: number, draw: () => number) =>
      new Set(spread(ofStep, Math.max(1, Math.round(ofStep.length / many)), draw))
    const processes = oneIn(plan.oneProcessIn, random)
    const doubles = oneIn(ONE_DOUBLE_IN, secondRandom)
    return ofStep.map((point) => ({
      ...point,
      host: processes.has(point) ? 'child process' : 'test process',
      ...(doubles.has(point) && { second: secondDeath(secondRandom) }),
    }))
  })
}

function secondDeath(random: () => number): Death {
  const at = 1 + Math.floor(random() * LATEST_SECOND)
  return { at, kind: random() < 0.5 ? 'before' : 'after' }
}

function pointsTried(counted: ReadonlyMap<Step, number>, { seed, most }: Plan): Point[] {
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
    const share = step.whole ? points.length : Math.max(LEAST_OF_STEP, Math.ceil((left * points.length) / offered))
    const first = Math.floor(random() * recoveries.length)
    return spread(points, share, random).map((point, index) => ({
      step,
      ...point,
      recovery: recoveries[(first + index) % recoveries.length] ?? 'alarms',
    }))
  })
}

function pointsOf(calls: number): { at: number; kind: Kind }[] {
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
