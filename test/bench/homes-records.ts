// What the Homes benchmark finds in Redis: 10,000 people who opened Home, with their tokens and requests.
import { randomUUID } from 'node:crypto'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import type { Token } from '../../src/core/tokens/token.ts'
import type { RedisStore } from '../../src/redis/redis.ts'

/** BENCH_PEOPLE takes fewer, for a look in between. */
export const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 10_000)
/** Of them, those who type commands; the simulators know them as `UANA0`, `UANA1` and so on. */
export const TYPISTS = 300
export const TOKENS = 2
/** So many have this many tokens. */
export const COLLECTORS = 3
export const COLLECTED = 300
/** One in so many waits for a review, by one of this many managers. */
const WITH_REQUEST = 10
const MANAGERS = 200
/** One in so many has not said that a token arrived, and has left. */
const WITHOUT_RECEIPT = 20
const LEFT = 200
const AT_ONCE = 250

/** One of those who type is a bot admin, with a Home that shows what is left to do for everybody. */
export const ADMINISTRATOR = 'UANA0'
export const typist = (number: number) => `UANA${number}`
export const viewer = (number: number) => `UVIEW${number}`
export const VIEWERS = PEOPLE - TYPISTS

/** Nothing is published for them. */
export const hasLeft = (number: number) => number % LEFT === 9

interface Seed {
  store: RedisStore
  now: number
  hashes: Readonly<Record<string, string>>
  /** For which Homes were drawn and requests were decided. */
  policyVersion: string
}

/** Resolves to the number of tokens. */
export async function seedHomes(seed: Seed): Promise<number> {
  const people = [
    ...Array.from({ length: TYPISTS }, (_, number) => [typist(number), undefined] as const),
    ...Array.from({ length: VIEWERS }, (_, number) => [viewer(number), number] as const),
  ]
  let tokens = 0
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const counts = await Promise.all(
      people.slice(from, from + AT_ONCE).map(async ([person, number]) => {
        await open(seed, person)
        return number === undefined ? 0 : own(seed, person, number)
      }),
    )
    tokens += counts.reduce((sum, count) => sum + count, 0)
  }
  return tokens
}

/** As it is when they opened it within the last month. */
async function open({ store, now, hashes, policyVersion }: Seed, person: string): Promise<void> {
  await store.homes.noteOpened(person, now - DAY)
  const view = { policyVersion, locale: 'en-US', isAdministrator: person === ADMINISTRATOR, pages: {} }
  await store.homes.swap(person, undefined, { hash: hashes[person] ?? '1.a', ...view })
}

async function own({ store, now, policyVersion }: Seed, owner: string, number: number): Promise<number> {
  const count = number < COLLECTORS ? COLLECTED : TOKENS
  const uid = randomUUID()
  for (let which = 0; which < count; which += 1) {
    await store.tokens.add(tokenOf({ owner, uid, which, now, isReceived: number % WITHOUT_RECEIPT !== 7 || which > 0 }))
  }
  if (hasLeft(number)) await store.departures.add({ person: owner, because: 'deleted', at: now - DAY })
  if (number % WITH_REQUEST === 3) {
    await store.requests.create({
      ...{ id: String(10_000_000 + number), version: 1, state: 'pending', requester: owner, label: 'nightly export' },
      ...{ asked: 30 * DAY, lifetime: 30 * DAY, reason: 'The nightly export', rule: 'all', policyVersion },
      ...{
        approvers: [viewer(number % MANAGERS)],
        reviewerRoles: {},
        quorum: 1,
        differentGroups: false,
        approvals: [],
      },
      ...{ requestedAt: now - HOUR, lapsesAt: now + 3 * DAY, nudges: 0, returns: 0 },
    })
  }
  return count
}

interface Asked {
  owner: string
  uid: string
  which: number
  now: number
  isReceived?: boolean
}

export function tokenOf({ owner, uid, which, now, isReceived = true }: Asked): Token {
  return {
    ...{ tid: randomUUID(), uid, owner, label: `tableau on laptop ${which}`, request: 'k7m2q9xt', version: 3 },
    ...{ createdAt: now - DAY, expiresAt: now + (40 + (which % 45)) * DAY, shownAt: now - DAY },
    ...{ state: 'active', delivery: isReceived ? 'confirmed' : 'shown' },
  }
}
