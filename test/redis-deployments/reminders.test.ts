// One night of reminders on each deployment of Redis, with a failover at the very moment at which they are due.
import { expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { beginReminding, collects, goesBy, goesTo, posts } from '../flows/reminder-story.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { deployments, takesWrites } from './deployments.ts'

/** Sixteen days go by, and servers elect one another meanwhile. */
const patient = { timeout: 90_000 }

describeWithServer('a night of reminders', () => {
  test.for(deployments)('on $name: each comes once', patient, ({ start }, context) => night(start, context))
})

async function night(start: (typeof deployments)[number]['start'], context: TestContext): Promise<void> {
  const deployment = await start()
  const world = await beginReminding(context, {}, { redis: deployment.redis, env: deployment.env })
  await collects(world, 'tableau')
  await collects(world, 'report')
  const [first, second] = deployment.troubles

  await goesBy(world, 15 * DAY, 6 * HOUR)
  await goesTo(world, 6, 30)
  const ending = () => posts(world, 'UANA').filter((text) => /\*(tableau|report)\* expires in/.test(text))
  expect(ending()).toEqual([])

  // It is nine in Berlin at seven or eight by UTC; looks go on all the while.
  const trouble = first()
  for (let minutes = 0; minutes < 60; minutes += 1) await goesBy(world, MINUTE, MINUTE)
  await trouble
  await takesWrites(deployment)
  const another = second()
  for (let minutes = 0; minutes < 60; minutes += 1) await goesBy(world, MINUTE, MINUTE)
  await another
  await takesWrites(deployment)
  await goesBy(world, 3 * HOUR, 10 * MINUTE)

  expect(ending().toSorted()).toEqual([
    expect.stringContaining('*report* expires in 14 days'),
    expect.stringContaining('*tableau* expires in 14 days'),
  ])
  await goesBy(world, DAY, HOUR)
  expect(ending()).toHaveLength(2)
}
