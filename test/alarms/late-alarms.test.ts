// How a process that is no worker notices that there is none, and what it does about it.
import { describe, expect, test } from 'vitest'
import { alarmFinding, type LateAlarmWatch, STAND_IN_AFTER, watchForLateAlarms } from '../../src/alarms/late-alarms.ts'
import type { AlarmHealth } from '../../src/core/alarm.ts'
import { BotError } from '../../src/core/errors.ts'
import { HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'

const NOW = 1_767_225_600_000

function aWatch() {
  const world = {
    health: { oldestDue: NOW, workerSeen: undefined } as AlarmHealth | 'away',
    now: NOW,
    canTell: true,
    events: [] as string[],
  }
  const watch: LateAlarmWatch = watchForLateAlarms({
    async health() {
      if (world.health === 'away') throw new BotError('redis_unavailable', {})
      return world.health
    },
    clock: { now: () => world.now },
    alarms: {
      start: () => void world.events.push('start'),
      stop: async () => void world.events.push('stop'),
    },
    async tell() {
      if (!world.canTell)
        throw new BotError('slack_unavailable', { operation: 'read a user group', reason: 'ratelimited' })
      world.events.push('tell')
    },
    onLate: () => void world.events.push('late'),
    onStandIn: () => {},
    onTrouble: () => void world.events.push('trouble'),
  })
  return { world, watch }
}

describe('alarms that are late', () => {
  test('are said once and told once, and then run here, until a worker is back', async () => {
    const { world, watch } = aWatch()
    world.now = NOW + MINUTE
    await watch.check()
    await watch.check()
    expect(world.events).toEqual([])

    world.now = NOW + 2 * MINUTE
    await watch.check()
    world.now += 15 * SECOND
    await watch.check()
    expect(world.events).toEqual(['late', 'tell'])

    world.now = NOW + STAND_IN_AFTER
    await watch.check()
    await watch.check()
    expect(world.events).toEqual(['late', 'tell', 'start'])
    expect(watch.state()).toMatchObject({ lateBy: STAND_IN_AFTER, workerSeenAgo: undefined, standsIn: true })

    // Nothing is late any more, but nobody else would run what comes next.
    world.health = { oldestDue: world.now + HOUR, workerSeen: undefined }
    await watch.check()
    expect(world.events).toEqual(['late', 'tell', 'start'])

    world.health = { oldestDue: world.now + HOUR, workerSeen: world.now }
    await watch.check()
    expect(world.events).toEqual(['late', 'tell', 'start', 'stop'])
    expect(watch.state().standsIn).toBe(false)
  })

  test('at one look only may mean that this machine slept, and count for nothing', async () => {
    const { world, watch } = aWatch()
    world.now = NOW + HOUR
    await watch.check()
    world.health = { oldestDue: undefined, workerSeen: world.now }
    await watch.check()
    world.health = { oldestDue: NOW, workerSeen: world.now }
    await watch.check()
    expect(world.events).toEqual([])
  })

  test('of which administrators could not be told are told of at the next look', async () => {
    const { world, watch } = aWatch()
    world.now = NOW + 2 * MINUTE
    world.canTell = false
    await watch.check()
    await watch.check()
    world.canTell = true
    await watch.check()
    await watch.check()
    expect(world.events).toEqual(['late', 'trouble', 'tell'])
  })

  test('are unknown while Redis is away, which is neither late nor in time', async () => {
    const { world, watch } = aWatch()
    world.now = NOW + HOUR
    world.health = 'away'
    await watch.check()
    await watch.check()
    expect(world.events).toEqual([])
    expect(watch.state()).toMatchObject({ lateBy: undefined, workerSeenAgo: undefined, standsIn: false })
  })
})

test.each<[string, AlarmHealth, string, RegExp]>([
  ['a worker, and nothing late', { oldestDue: NOW + 1, workerSeen: NOW - 5 * SECOND }, 'ok', /one is there/],
  ['nothing at all yet', { oldestDue: undefined, workerSeen: undefined }, 'warning', /none has been there/],
  ['a worker that is gone', { oldestDue: NOW + 1, workerSeen: NOW - 10 * MINUTE }, 'warning', /10 minutes ago/],
  ['no worker for days', { oldestDue: NOW - 96 * HOUR, workerSeen: undefined }, 'warning', /96 hours late/],
  [
    'a worker that does not keep up',
    { oldestDue: NOW - HOUR, workerSeen: NOW },
    'warning',
    /one is there.*60 minutes late/,
  ],
])('doctor, of %s', (_, health, state, message) => {
  expect(alarmFinding(health, NOW)).toMatchObject({ state, message: expect.stringMatching(message) })
})
