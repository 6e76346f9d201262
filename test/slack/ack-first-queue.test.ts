// The queue that lets acknowledgements go first: when a task starts, and that none waits for ever.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAckFirstQueue } from '../../src/slack/ack-first-queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Tasks that end when they are told to; what has started so far. */
function tasks(count: number) {
  const { run } = createAckFirstQueue()
  const started: number[] = []
  const ends: (() => void)[] = []
  const all = Array.from({ length: count }, (_, index) =>
    run(
      () =>
        new Promise<void>((end) => {
          started.push(index)
          ends.push(end)
        }),
    ),
  )
  return { started, ends, all }
}

test('a few tasks start at once', () => {
  expect(tasks(4).started).toEqual([0, 1, 2, 3])
})

test('of a burst the others start, in order, when no more come', async () => {
  const { started } = tasks(12)
  await vi.advanceTimersByTimeAsync(5)
  expect(started).toEqual([0, 1, 2, 3])
  await vi.advanceTimersByTimeAsync(50)
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})

test('no more than sixteen run together, and each that ends makes room', async () => {
  const { started, ends, all } = tasks(40)
  await vi.advanceTimersByTimeAsync(200)
  expect(started).toHaveLength(16)
  ends[0]?.()
  await all[0]
  await vi.advanceTimersByTimeAsync(1)
  expect(started).toHaveLength(17)
})

test('a task that has waited a second starts even if none of the others ends', async () => {
  const { started } = tasks(40)
  await vi.advanceTimersByTimeAsync(999)
  expect(started).toHaveLength(16)
  await vi.advanceTimersByTimeAsync(500)
  expect(started).toHaveLength(40)
})

test('a task that fails fails for whoever asked for it, and makes room', async () => {
  const { run } = createAckFirstQueue()
  const failing = Array.from({ length: 30 }, () => run(() => Promise.reject(new Error('no'))))
  const settled = Promise.allSettled(failing)
  await vi.advanceTimersByTimeAsync(100)
  expect((await settled).every(({ status }) => status === 'rejected')).toBe(true)
})
