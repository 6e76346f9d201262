// Commands of people while Homes are published and records change, by turns with the same without Homes.
import { setTimeout as later } from 'node:timers/promises'
import type { Tokens } from '../../src/core/ports.ts'
import { DAY, HOUR, SECOND } from '../../src/core/time/duration.ts'
import type { Token } from '../../src/core/tokens/token.ts'
import { followChanges } from '../../src/procedures/home/follow-changes.ts'
import type { RedisStore } from '../../src/redis/redis.ts'
import { withClient } from '../world/redis.ts'
import { hasLeft, VIEWERS, viewer } from './homes-records.ts'
import type { Sender } from './load.ts'
import type { Simulators } from './simulators.ts'

export const ROUNDS = 6
export const COMMANDS = 40
export const CHANGES = 1_000
export const CHANGED = Math.min(200, VIEWERS / 2)
const AT_ONCE = 20
const ALARMS = '{dremio-pat}:alarms'
const LEASES = '{dremio-pat}:alarm-leases'
const MOST_LOOKS = 40
const PACES = '{dremio-pat}:home-paces'

export interface World {
  simulators: Simulators
  store: RedisStore
  url: string
  sender: Sender
}

/** Milliseconds of each command: until it was acknowledged, and until its whole answer was there. */
export interface Commands {
  acknowledged: number[]
  answered: number[]
}

export interface Turns {
  commands: { without: Commands; with: Commands }
  /** Publications in a second of the rounds with Homes. */
  background: number
  /** Calls that Slack refused because of its limit. */
  limited: number
}

export async function typeInTurns(world: World): Promise<Turns> {
  const { simulators, store, url } = world
  const commands = { without: empty(), with: empty() }
  const followed = { ...store, ...followChanges(store, { homes: store.homes, clock: { now: Date.now } }) }
  let took = 0
  let published = 0
  let limited = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    // Turned around each time, so that being first or second means nothing.
    const order = round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)
    for (const name of order) {
      const resume = name === 'without' ? await holdHomes(url) : async () => {}
      await claimedAreDone(url)
      await simulators.ask('publications', {})
      const begun = Date.now()
      await Promise.all([
        type(world, commands[name]),
        changeTokens(name === 'with' ? followed.tokens : store.tokens, SECOND),
      ])
      const calls = await simulators.ask('publications', {})
      limited += calls.filter(({ answer }) => answer === 'ratelimited').length
      if (name === 'with') {
        took += Date.now() - begun
        published += calls.length
      }
      await resume()
    }
  }
  return { commands, background: (published * SECOND) / took, limited }
}

const empty = (): Commands => ({ acknowledged: [], answered: [] })

async function type({ simulators, sender }: World, into: Commands): Promise<void> {
  for (const body of await simulators.ask('bodies', { kind: 'list', count: COMMANDS })) {
    const begun = Date.now()
    const { latencies } = await sender.send({ bodies: [body], inFlight: 1, pause: 0 })
    const { at } = await simulators.ask('answered', { count: 1 })
    into.acknowledged.push(...latencies)
    into.answered.push(at - begun)
  }
}

export const changedPeople = () =>
  Array.from({ length: VIEWERS }, (_, number) => VIEWERS - 1 - number)
    .filter((number) => !hasLeft(number))
    .slice(0, CHANGED)
    .map(viewer)

/** So many changes to the tokens of so many people, spread over this time, milliseconds. */
export async function changeTokens(tokens: Pick<Tokens, 'of' | 'swap'>, during: number): Promise<void> {
  const people = changedPeople()
  const begun = performance.now()
  const each = CHANGES / CHANGED
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, lane) => {
      for (let at = lane; at < people.length; at += AT_ONCE) {
        let token = (await tokens.of(people[at] ?? ''))[0] as Token
        for (let change = 0; change < each; change += 1) {
          const after = { ...token, version: token.version + 1, label: `laptop ${change}` }
          if (!(await tokens.swap(token, after))) throw new Error('A token was changed by somebody else')
          token = after
        }
        const ahead = begun + (during * at) / people.length - performance.now()
        if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead))
      }
    }),
  )
}

/** Takes away the alarms of all Homes. They come back as if that time had not passed. */
async function holdHomes(url: string): Promise<() => Promise<void>> {
  const held = (await alarmsIn(url)).filter(([member]) => member.startsWith('show-home:'))
  const since = Date.now()
  await withClient(url, (client) => client.zrem(ALARMS, ...held.map(([member]) => member)))
  return () => setAlarms(url, held, (due) => due + Date.now() - since)
}

/** What a worker claimed before is published meanwhile; a bot admin's Home takes the longest. */
async function claimedAreDone(url: string): Promise<void> {
  await later(SECOND)
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    if ((await withClient(url, (client) => client.zcard(LEASES))) === 0) return
    await later(SECOND / 4)
  }
}

/** Nothing that is due within an hour is due for a day. */
export async function postponeAlarms(url: string): Promise<void> {
  const soon = (await alarmsIn(url)).filter(([, due]) => due < Date.now() + HOUR)
  await setAlarms(url, soon, () => Date.now() + DAY)
  await withClient(url, (client) => client.del(PACES))
}

async function setAlarms(url: string, alarms: readonly [string, number][], dueOf: (due: number) => number) {
  if (alarms.length === 0) return
  await withClient(url, async (client) => {
    await client.zadd(ALARMS, ...alarms.flatMap(([member, due]) => [dueOf(due), member]))
  })
}

async function alarmsIn(url: string): Promise<[member: string, due: number][]> {
  const all = await withClient(url, (client) => client.zrange(ALARMS, '0', '-1', 'WITHSCORES'))
  return Array.from({ length: all.length / 2 }, (_, at) => [all[2 * at] ?? '', Number(all[2 * at + 1])])
}
