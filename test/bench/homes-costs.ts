// What Homes cost those who write records, and what a bot admin's Home costs with everybody's tokens in Redis.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { builtInPolicy } from '../../src/core/policy/evaluate.ts'
import type { Ports, Tokens } from '../../src/core/ports.ts'
import { Secret } from '../../src/core/secret.ts'
import { followChanges } from '../../src/procedures/home/follow-changes.ts'
import { readAdministratorHome } from '../../src/procedures/home/read-administrator-home.ts'
import { surveyTokens } from '../../src/procedures/policy/survey-tokens.ts'
import { findOutstanding } from '../../src/procedures/records/find-outstanding.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { withClient } from '../world/redis.ts'
import { median } from './figures.ts'
import { VIEWERS, viewer } from './homes-records.ts'
import type { PrivateRedis } from './private-redis.ts'

const WRITERS = Math.min(500, VIEWERS)
const SLICES = 7
const AT_ONCE = 50
const READS = 5
const NOTES = 5_000

/** Writes in a second: of a token alone, and with the note that its owner's Home changes. */
export interface Writes {
  alone: number
  nobodyOpened: number
  everybodyOpened: number
}

/** Milliseconds that it took, and the longest that the event loop waited meanwhile. */
export interface Reading {
  took: number
  blocked: number
}

export interface CostFigures {
  /** Microseconds of Redis for one note, which neighbours on the machine hardly change. */
  inRedis: { nobodyOpened: number; everybodyOpened: number }
  oneByOne: Writes
  inFlight: Writes
  outstanding: Reading
  counts: Reading
  administrator: Reading
}

export async function measureCosts(redis: PrivateRedis, encryptionKey: string): Promise<CostFigures> {
  const url = `unix:${redis.socket}`
  const clock = { now: Date.now }
  const onTrouble = (message: string) => console.error(message)
  const store = connectRedis({ url, encryptionKeys: [new Secret(encryptionKey)], clock, onTrouble })
  const ports = portsOf(store)
  try {
    await store.ping()
    const readings = {
      outstanding: await read(() => findOutstanding(ports)),
      counts: await read(() => surveyTokens(ports)),
      administrator: await read(() => readAdministratorHome(ports, 'UANA0')),
    }
    const followed = followChanges(store, { homes: store.homes, clock }).tokens
    const rates = { oneByOne: ratesOf(), inFlight: ratesOf() }
    const measure = async (name: keyof Writes, tokens: Tokens) => {
      rates.oneByOne[name].push(await write(tokens, 1))
      rates.inFlight[name].push(await write(tokens, AT_ONCE))
    }
    const noted = () => timeInRedis(url, () => note(store))
    const inRedis = { everybodyOpened: await noted(), nobodyOpened: 0 }
    for (let slice = 0; slice < SLICES; slice += 1) {
      await measure('alone', store.tokens)
      await measure('everybodyOpened', followed)
      await withClient(url, (client) => client.rename('{dremio-pat}:homes-opened', '{dremio-pat}:put-away'))
      await measure('nobodyOpened', followed)
      if (slice === 0) inRedis.nobodyOpened = await noted()
      await withClient(url, (client) => client.rename('{dremio-pat}:put-away', '{dremio-pat}:homes-opened'))
    }
    return { oneByOne: medians(rates.oneByOne), inFlight: medians(rates.inFlight), inRedis, ...readings }
  } finally {
    await store.close()
  }
}

type Rates = Record<keyof Writes, number[]>
const ratesOf = (): Rates => ({ alone: [], nobodyOpened: [], everybodyOpened: [] })
const medians = ({ alone, nobodyOpened, everybodyOpened }: Rates): Writes => ({
  ...{ alone: median(alone), nobodyOpened: median(nobodyOpened), everybodyOpened: median(everybodyOpened) },
})

async function note({ homes }: RedisStore): Promise<void> {
  for (let count = 0; count < NOTES; count += 1) await homes.noteChange([viewer(count % WRITERS)], Date.now())
}

/** Microseconds of each script. */
async function timeInRedis(url: string, run: () => Promise<void>): Promise<number> {
  await withClient(url, (client) => client.config('RESETSTAT'))
  await run()
  const info = await withClient(url, (client) => client.info('commandstats'))
  return Number(/^cmdstat_evalsha:.*usec_per_call=([\d.]+)/m.exec(info)?.[1])
}

/** Each of the writers changes one token once. */
async function write(tokens: Tokens, atOnce: number): Promise<number> {
  const all = await Promise.all(
    Array.from({ length: WRITERS }, (_, number) => tokens.of(viewer(number + VIEWERS - WRITERS))),
  )
  const changed = all.flatMap(([token]) => (token ? [token] : []))
  const begun = performance.now()
  let next = 0
  const inTurn = async () => {
    for (let token = changed[next++]; token; token = changed[next++]) {
      if (!(await tokens.swap(token, { ...token, version: token.version + 1 }))) throw new Error('Not written')
    }
  }
  await Promise.all(Array.from({ length: atOnce }, inTurn))
  return (1_000 * changed.length) / (performance.now() - begun)
}

/** The median of several. */
async function read(reading: () => Promise<unknown>): Promise<Reading> {
  const took: number[] = []
  const blocked: number[] = []
  await reading()
  for (let count = 0; count < READS; count += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const begun = performance.now()
    await reading()
    took.push(performance.now() - begun)
    delay.disable()
    blocked.push(delay.max / 1e6)
  }
  return { took: median(took), blocked: median(blocked) }
}

function portsOf(store: RedisStore): Ports {
  const policy = builtInPolicy(['UANA0'], 'software')
  const forOthers = { list: true, revoke: true }
  return {
    ...store,
    ...{ clock: { now: Date.now }, policy: () => policy, admins: ['UANA0'] },
    health: async () => [],
    sessions: { authMethod: 'token', capabilities: { forOthers } },
    messenger: { lost: (error: unknown) => console.error(error) },
  } as unknown as Ports
}
