// The crash matrix: the bot is killed at every call of every step that touches a token, and no token is ever nobody's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRedis } from '../world/redis.ts'
import { teachScripts } from '../world/redis-border.ts'
import { callsOf, type Outcome, runCrash } from './crash.ts'
import { inLanes } from './lanes.ts'
import { crashesOf, nameOf, planOf } from './plan.ts'
import { unplanned } from './planned-calls.ts'
import type { Step } from './step.ts'
import { steps } from './steps.ts'
import { summaryOf, tableOf } from './table.ts'

/** Each has a world and a bot of its own, and waits half of the time. */
const AT_ONCE = 6
const MINUTES = 60_000

const plan = planOf(process.env)
const only = plan.one ? [plan.one.step] : process.env.CRASH_STEPS?.split(',')
const tried = steps.filter(({ name }) => only?.includes(name) ?? true)
/** Steps whose calls are counted in both kinds of bot to their end, and not only up to a crash. */
const twice = tried.filter(({ whole }) => whole || plan.oneProcessIn === 1)
const redis = await startRedis()
const isReal = redis.kind !== 'embedded'
afterAll(() => redis.stop())

const begun = performance.now()
const planned = new Map<Step, readonly string[]>()
const inProcess = new Map<Step, Promise<readonly string[]>>()
const outcomes = new Map<Step, Promise<Outcome>[]>(tried.map((step) => [step, []]))

/** Names the call, and how exactly this crash is run again. */
function failureOf(outcome: Outcome, what: string): string {
  const { kind, at, call, second, secondCall } = outcome
  const deaths = [`${kind} ${at} (${call ?? 'the end'})`]
  if (second) deaths.push(`${second.kind} ${second.at} of clearing up (${secondCall ?? 'its end'})`)
  const again = `CRASH='${nameOf(outcome)}' npm test -- test/crashes/matrix.test.ts`
  return `${outcome.step.name}: killed ${deaths.join(', then ')}, CRASH_SEED=${plan.seed}: ${what}\nAlone: ${again}`
}

const outcomesOf = (step: Step) => Promise.all(outcomes.get(step) ?? [])

describe.skipIf(!isReal)(
  isReal ? 'wherever the bot is killed' : 'wherever the bot is killed (skipped: the matrix takes a real Redis server)',
  () => {
    // All of them in one go: a step with two crashes would leave half of the machine idle.
    beforeAll(async () => {
      await teachScripts(redis.url)
      const counted = inLanes(AT_ONCE, tried, (step) => callsOf(step, redis.url, 'test process'))
      for (const [index, step] of tried.entries()) planned.set(step, (await counted[index]) ?? [])
      const crashes = crashesOf(new Map([...planned].map(([step, { length }]) => [step, length])), plan)
      const ended = inLanes(AT_ONCE, crashes, (crash, leave) => runCrash(crash, redis.url, leave))
      for (const [index, { step }] of crashes.entries()) outcomes.get(step)?.push(ended[index] as Promise<Outcome>)
      const again = inLanes(1, twice, (step) => callsOf(step, redis.url, 'child process'))
      for (const [index, step] of twice.entries()) inProcess.set(step, again[index] as Promise<string[]>)
    }, 10 * MINUTES)

    test.each(tried)('in the middle of: $name', { timeout: 30 * MINUTES }, async (step) => {
      const ended = await outcomesOf(step)
      const wrong = ended.flatMap((outcome) => outcome.wrong.map((what) => failureOf(outcome, what)))
      expect(wrong).toEqual([])
      if (plan.one) return
      // Each kind of bot died after the same calls as the other, or the numbers of the one would mean nothing to the other.
      expect(ended.map(({ host }) => host)).toContain('child process')
      expect(ended.flatMap(({ calls }) => unplanned(calls, planned.get(step) ?? []))).toEqual([])
    })

    test.each(twice)('a bot in a process of its own makes the same calls for: $name', async (step) => {
      const [here, there] = [planned.get(step) ?? [], (await inProcess.get(step)) ?? []]
      expect({ tooMany: unplanned(there, here), tooFew: unplanned(here, there) }).toEqual({ tooMany: [], tooFew: [] })
    })

    test('no living token is nobody’s, and the step after the crash can be gone on with', async () => {
      const all = (await Promise.all(tried.map(outcomesOf))).flat()
      const seconds = (performance.now() - begun) / 1_000
      const seed = plan.most === undefined ? 'all there are' : `a sample, CRASH_SEED=${plan.seed}`
      console.log(`${tableOf(all)}\n\n${summaryOf(all, { seed, seconds })}`)
      if (!only) expect(all.length).toBeGreaterThanOrEqual(Math.min(plan.most ?? 400, 400))
      expect(all.reduce((sum, { unowned }) => sum + unowned, 0)).toBe(0)
    })
  },
)
