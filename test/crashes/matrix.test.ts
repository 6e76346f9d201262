// The crash matrix: the bot is killed at every call of every step that touches a token, and no token is ever nobody's.
import { afterAll, describe, expect, test } from 'vitest'
import { startRedis } from '../world/redis.ts'
import { teachScripts } from '../world/redis-border.ts'
import { callsOf, type Outcome, runCrash } from './crash.ts'
import { crashesOf, planOf } from './plan.ts'
import { steps } from './steps.ts'
import { summaryOf, tableOf } from './table.ts'

/** Each has a world and a process of its own, and waits half of the time. */
const AT_ONCE = 4
const MINUTES = 60_000

const plan = planOf(process.env)
const only = process.env.CRASH_STEPS?.split(',')
const tried = steps.filter(({ name }) => only?.includes(name) ?? true)
const redis = await startRedis()
const isReal = redis.kind !== 'embedded'
afterAll(() => redis.stop())

const outcomes: Outcome[] = []
const begun = performance.now()

/** Several at once, answered in order. */
async function each<T, R>(all: readonly T[], deed: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = [...all.entries()]
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await deed(next[1])
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}

let planning: Promise<ReturnType<typeof crashesOf>> | undefined
async function planned() {
  planning ??= (async () => {
    await teachScripts(redis.url)
    const calls = await each(tried, (step) => callsOf(step, redis.url))
    return crashesOf(new Map(tried.map((step, index) => [step, calls[index]?.length ?? 0])), plan)
  })()
  return planning
}

describe.skipIf(!isReal)(
  isReal ? 'wherever the bot is killed' : 'wherever the bot is killed (skipped: the matrix takes a real Redis server)',
  () => {
    test.each(tried)('in the middle of: $name', { timeout: 30 * MINUTES }, async (step) => {
      const crashes = (await planned()).filter((crash) => crash.step === step)
      const ended = await each(crashes, (crash) => runCrash(crash, redis.url))
      outcomes.push(...ended)
      const wrong = ended.flatMap(({ at, kind, call, recovery, wrong }) =>
        wrong.map((what) => `${kind} ${at} (${call}), cleared up by ${recovery}: ${what}`),
      )
      expect(wrong).toEqual([])
    })

    test('no living token is nobody’s, and the step after the crash can be gone on with', () => {
      const seconds = (performance.now() - begun) / 1_000
      const seed = plan.most === undefined ? 'all there are' : `a sample, CRASH_SEED=${plan.seed}`
      console.log(`${tableOf(outcomes)}\n\n${summaryOf(outcomes, { seed, seconds })}`)
      expect(outcomes.length).toBeGreaterThanOrEqual(Math.min(plan.most ?? 200, 200))
      expect(outcomes.reduce((sum, { unowned }) => sum + unowned, 0)).toBe(0)
    })
  },
)
