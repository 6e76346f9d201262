// What the bot may rely on when it remembers whose manager somebody was seen to be.
import { expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile()

test('the people of a manager come newest first, each once, and nobody else’s', async () => {
  const { managersSeen, clock } = redis.open()
  expect(await managersSeen.peopleOf('UBEA')).toEqual([])
  for (const person of ['UANA', 'UDAN', 'UANA', 'UEVA']) {
    clock.time += MINUTE
    await managersSeen.note('UBEA', person)
  }
  await managersSeen.note('UCARL', 'UFAY')
  expect(await managersSeen.peopleOf('UBEA')).toEqual(['UEVA', 'UANA', 'UDAN'])
  await managersSeen.forget('UBEA', 'UANA')
  expect(await managersSeen.peopleOf('UBEA')).toEqual(['UEVA', 'UDAN'])
})

test('the oldest are forgotten when there are many, and all of them after half a year', async () => {
  const { managersSeen, clock, keys, raw } = redis.open()
  for (let index = 0; index < 25; index += 1) {
    clock.time = NOW + index
    await managersSeen.note('UBEA', `U${index}`)
  }
  const people = await managersSeen.peopleOf('UBEA')
  expect(people).toHaveLength(20)
  expect([people[0], people.at(-1)]).toEqual(['U24', 'U5'])
  const kept = await raw((client) => client.pttl(keys.peopleOfManager('UBEA')))
  expect(kept).toBeGreaterThan(180 * DAY - MINUTE)
  expect(kept).toBeLessThanOrEqual(180 * DAY)
})
