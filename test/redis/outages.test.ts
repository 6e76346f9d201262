// What an operator reads of an outage: one line for each reason, and one when it is over.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Outages, reportOutages } from '../../src/redis/outages.ts'

let lines: string[]
let outages: Outages
beforeEach(() => {
  vi.useFakeTimers()
  lines = []
  outages = reportOutages((line) => lines.push(line))
})
afterEach(() => {
  vi.useRealTimers()
})

const again = (times: number, deed: () => void) => {
  for (let count = 0; count < times; count += 1) {
    deed()
    vi.advanceTimersByTime(1_000)
  }
}

test('a connection that is lost is said once for each reason, and once when it is back', () => {
  outages.connected()
  again(30, () => {
    outages.noConnection('ECONNREFUSED')
    outages.noConnection('ETIMEDOUT')
  })
  outages.connected()
  outages.connected()
  expect(lines).toEqual([
    'no connection to Redis: ECONNREFUSED',
    'no connection to Redis: ETIMEDOUT',
    'connected to Redis again',
  ])
})

test.each<[string, (told: Outages) => void, string, string]>([
  [
    'answers that are late',
    (told) => told.noAnswer(1_000),
    'no answer from Redis within 1000 ms',
    'Redis answers in time again',
  ],
  ['refusals', (told) => told.refused('BUSY'), 'Redis refused a command: BUSY', 'Redis refuses no more: BUSY'],
])('%s are said once, and are over when there was none for a while', (_, deed, line, over) => {
  again(60, () => deed(outages))
  expect(lines).toEqual([line])
  vi.advanceTimersByTime(10_000)
  expect(lines).toEqual([line, over])
  deed(outages)
  expect(lines).toEqual([line, over, line])
})

test('a Redis that takes no writes is said once for each reason, whatever is read meanwhile', () => {
  again(30, () => outages.takesNoWrites('full', 'OOM'))
  outages.takesNoWrites('not saving', 'MISCONF')
  vi.advanceTimersByTime(60_000)
  outages.takesWrites()
  outages.takesWrites()
  expect(lines).toEqual([
    'Redis takes no writes: it is full; give it more memory (OOM)',
    'Redis takes no writes: it cannot save to its disk; look at that disk (MISCONF)',
    'Redis takes writes again',
  ])
})

test('nothing is said any more once it is closed', () => {
  outages.noAnswer(1_000)
  outages.close()
  outages.noConnection('ECONNREFUSED')
  vi.advanceTimersByTime(60_000)
  expect(lines).toEqual(['no answer from Redis within 1000 ms'])
})
