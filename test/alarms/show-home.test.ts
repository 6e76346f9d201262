// At which pace the alarms publish Homes, however many of them are due at once.
import type { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { showHome } from '../../src/alarms/show-home.ts'
import { builtInPolicy } from '../../src/core/policy/evaluate.ts'
import type { Ports } from '../../src/core/ports.ts'
import { MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { createHomeMessenger } from '../../src/slack/home-messenger.ts'
import { english } from '../../src/words/words.ts'
import { NOW, type OpenStore, redisForThisFile } from '../redis/store.ts'
import { aWorker } from './workers.ts'

const redis = redisForThisFile()
/** What Slack takes in a minute is a hundred; forty are left to people who open Home. */
const MOST = 60

interface Published {
  person: string
  at: number
}

function portsOf(store: OpenStore, published: Published[]): Ports {
  const policy = builtInPolicy([], 'cloud')
  const client = {
    views: {
      async publish({ user_id }: { user_id: string }) {
        published.push({ person: user_id, at: store.clock.now() })
        return { ok: true, view: { hash: `${published.length}.b` } }
      },
    },
  } as unknown as WebClient
  return {
    ...{ ...store, clock: store.clock, policy: () => policy, admins: [], sessions: { signIn: undefined } },
    messenger: {
      ...createHomeMessenger({ client, wordsFor: async () => english, onTrouble: () => {} }),
      lost: () => {},
    },
  } as unknown as Ports
}

async function openedBy(store: OpenStore, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, (_, number) => `U${number}`)
  for (const person of people) {
    await store.homes.noteOpened(person, NOW)
    await store.homes.swap(person, undefined, {
      ...{ hash: '1.a', policyVersion: 'built-in', locale: 'en-US', isAdministrator: false, pages: {} },
    })
  }
  return people
}

/** A worker that looks every second, for so many minutes. */
async function works(store: OpenStore, published: Published[], minutes: number): Promise<void> {
  const ports = portsOf(store, published)
  const worker = aWorker(store, { run: ({ id }) => showHome(ports, id) })
  for (const end = store.clock.time + minutes * MINUTE; store.clock.time < end; store.clock.time += SECOND) {
    await worker.look()
  }
}

test('after a worker was away, the Homes that are late are published at the usual pace, each once', async () => {
  const store = redis.open()
  const people = await openedBy(store, 150)
  await store.homes.noteChange(people, NOW)
  store.clock.time = NOW + 10 * MINUTE
  const published: Published[] = []
  await works(store, published, 8)
  for (const { at } of published) {
    const within = published.filter((other) => other.at <= at && other.at > at - MINUTE)
    expect(within.length).toBeLessThanOrEqual(MOST)
  }
  expect(published.map(({ person }) => person).sort()).toEqual([...people].sort())
})

test('the daily publication of everybody at the same moment is no rush either, and changes come through meanwhile', async () => {
  const store = redis.open()
  const people = await openedBy(store, 150)
  await store.alarms.restore(people.slice(1).map((id) => ({ kind: 'show-home', id, due: NOW })))
  const published: Published[] = []
  await works(store, published, 1)
  expect(published.length).toBeLessThanOrEqual(MOST)
  await store.homes.noteChange(people.slice(0, 1), store.clock.time)
  await works(store, published, 1)
  expect(published.some(({ person }) => person === people[0])).toBe(true)
})
