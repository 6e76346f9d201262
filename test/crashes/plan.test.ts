// What is tried of the crash matrix: the same for the same seed, real processes in every step, and the longest first.
import { describe, expect, test } from 'vitest'
import { inLanes } from './lanes.ts'
import { crashesOf, nameOf, planOf } from './plan.ts'
import { unplanned } from './planned-calls.ts'
import { steps } from './steps.ts'

const counted = new Map(steps.map((step, index) => [step, 10 + index]))
const crashes = (env: NodeJS.ProcessEnv = {}) => crashesOf(counted, planOf(env))
const stepsIn = (host: string, env?: NodeJS.ProcessEnv) =>
  new Set(crashes(env).flatMap((crash) => (crash.host === host ? [crash.step.name] : [])))

describe('the crashes that are tried', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(crashes({ CRASH_SEED: '7' })).toEqual(crashes({ CRASH_SEED: '7' }))
    expect(crashes({ CRASH_SEED: '7' })).not.toEqual(crashes({ CRASH_SEED: '8' }))
  })

  test('are real processes one time in eight, and once in every step', () => {
    expect(stepsIn('child process').size).toBe(steps.length)
    expect(stepsIn('test process').size).toBe(steps.length)
    const whole = crashes({ CRASHES: 'all' })
    const processes = whole.filter(({ host }) => host === 'child process')
    expect(processes.length / whole.length).toBeCloseTo(1 / 8, 2)
  })

  test('are real processes every time where that is wanted', () => {
    expect(stepsIn('test process', { CRASH_PROCESSES: 'all' }).size).toBe(0)
    expect(crashes({ CRASH_PROCESSES: 'all' }).length).toBe(crashes().length)
  })

  test('are eight of each step at least, and one in three is followed by another', () => {
    const tried = crashes()
    for (const step of steps) expect(tried.filter((one) => one.step === step).length).toBeGreaterThanOrEqual(8)
    const doubles = tried.filter(({ second }) => second !== undefined)
    expect(doubles.length / tried.length).toBeCloseTo(1 / 3, 1)
    expect(new Set(doubles.map(({ recovery }) => recovery)).size).toBe(3)
    expect(new Set(doubles.map(({ host }) => host)).size).toBe(2)
  })

  test('can each be run alone, by the name that a failure tells', () => {
    for (const crash of crashes()) expect(crashes({ CRASH: nameOf(crash) })).toEqual([crash])
    expect(() => planOf({ CRASH: 'rotate; sometimes; clicks; test process' })).toThrow('CRASH names no call')
    expect(() => planOf({ CRASH: 'rotate' })).toThrow('CRASH names no crash')
  })

  test('begin with the steps that take longest', () => {
    const inOrder = [...new Set(crashes().map(({ step }) => step))]
    const [first, ...rest] = inOrder
    expect(first?.whole).toBe(true)
    const calls = rest.map((step) => counted.get(step) ?? 0)
    expect(calls).toEqual(calls.toSorted((one, other) => other - one))
  })
})

describe('calls', () => {
  test('are planned in whatever order they come, and as often as they come', () => {
    expect(unplanned(['b', 'a'], ['a', 'b', 'b'])).toEqual([])
    expect(unplanned(['a', 'c', 'a'], ['a', 'b'])).toEqual(['c', 'a'])
  })

  test('of the alarm queue are planned however often they come', () => {
    const call = 'redis finish-alarms alarm-leases'
    expect(unplanned([call, call], [call])).toEqual([])
    expect(unplanned([call], [])).toEqual([call])
    expect(unplanned(['redis info', 'a'], ['a'])).toEqual([])
  })
})

test('so many deeds run at once, and whoever only waits makes room for the next', async () => {
  const begun: number[] = []
  const goOn: (() => void)[] = []
  const deeds = inLanes(2, [0, 1, 2, 3], async (number, leave) => {
    begun.push(number)
    if (number === 0) leave()
    await new Promise<void>((resolve) => {
      goOn[number] = resolve
    })
    return number
  })
  await Promise.resolve()
  expect(begun).toEqual([0, 1, 2])
  goOn[1]?.()
  await deeds[1]
  await Promise.resolve()
  expect(begun).toEqual([0, 1, 2, 3])
  for (const go of goOn) go()
  expect(await Promise.all(deeds)).toEqual([0, 1, 2, 3])
})
