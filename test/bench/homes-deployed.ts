// Homes as deployed: a web and a worker process, a policy file that changes, people who open Home and type commands.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { Secret } from '../../src/core/secret.ts'
import { MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { openPolicy } from '../../src/policy-file.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { withClient } from '../world/redis.ts'
import type { AppProcess } from './app-process.ts'
import type { Bench } from './bench.ts'
import { type Commands, postponeAlarms, typeInTurns, type World } from './homes-commands.ts'
import { ADMINISTRATOR, COLLECTORS, seedHomes, typist, VIEWERS, viewer } from './homes-records.ts'
import { openSender } from './load.ts'
import type { PrivateRedis } from './private-redis.ts'
import { type Publication, startSimulators } from './simulators.ts'

/** Slack's Tier 4: https://docs.slack.dev/apis/web-api/rate-limits */
export const LIMIT = 100
export const QUIET_MINUTES = 1
const OPENINGS = 12
const OPENINGS_OF_COLLECTORS = 8
/** As often as the calls that are left to people allow; each opening leads to two. */
const OPENED_EVERY = 3 * SECOND
const OPENINGS_OF_ADMINISTRATOR = 3
const COLLECTED_EVERY = 1.5 * SECOND
const WARM_UP = 400

export interface DeployedFigures {
  tokens: number
  /** Bytes for each person, with their tokens and requests, and of that for their Home alone. */
  memory: { person: number; home: number }
  /** Calls of views.publish in each whole minute after the policy changed, while nobody does anything. */
  perMinute: number[]
  /** Milliseconds of processor time of the worker in a second of those minutes, and of one with nothing to do. */
  worker: { busy: number | undefined; idle: number | undefined }
  /** Milliseconds from sending the event to `views.publish`, and how many calls each opening led to. */
  openings: { usual: number[]; collectors: number[]; administrator: number[]; calls: number[] }
  /** Calls that Slack refused because of its limit. */
  limited: number
  commands: { without: Commands; with: Commands }
  /** Home's publications in a second of the rounds with them. */
  background: number
}

/** Also what the next steps go on with: the records, and the key that signs them. */
export async function measureDeployed(
  bench: Bench,
  redis: PrivateRedis,
): Promise<{ figures: DeployedFigures; encryptionKey: string; versions: { before: string; after: string } }> {
  const simulators = await startSimulators(VIEWERS)
  const encryptionKey = randomBytes(32).toString('base64')
  const environment = await simulators.ask('environment', {})
  const url = `unix:${redis.socket}`
  const store = connectRedis({
    ...{ url, encryptionKeys: [new Secret(encryptionKey)] },
    ...{ clock: { now: Date.now }, onTrouble: (message) => console.error(message) },
  })
  const policyFile = join(bench.folder, 'policy.yml')
  const write = (text: string) => {
    writeFileSync(policyFile, text)
    const place = { policyFile, approvers: ['UANA0'], dremio: { edition: 'software' as const } }
    return openPolicy(place).now().version
  }
  const versions = { after: write(POLICY.after), before: write(POLICY.before) }
  try {
    const { hashes } = await simulators.ask('homes', { perMinute: LIMIT })
    const before = await redis.memory()
    const tokens = await seedHomes({
      ...{ store, now: Date.now(), hashes, policyVersion: versions.before },
    })
    const people = Object.keys(hashes).length
    const memory = { person: ((await redis.memory()) - before) / people, home: 0 }
    const env = {
      ...environment,
      ENCRYPTION_KEYS: encryptionKey,
      REDIS_URL: url,
      POLICY_FILE: policyFile,
      ADMINS: ADMINISTRATOR,
    }
    const [web, worker] = await Promise.all([bench.startPart('web', env), bench.startPart('worker', env)])
    const sender = openSender(web.url, environment.SLACK_SIGNING_SECRET ?? '', 4)
    const world: World = { simulators, store, url, sender }
    await warmUp(world)
    memory.home = (await homesMemory(url)) / people
    const idle = await processorShare(worker, 5 * SECOND)
    write(POLICY.after)
    for (const part of [web, worker]) part.reload()
    const begun = Date.now()
    const busy = await processorShare(worker, QUIET_MINUTES * MINUTE)
    const quiet = await publications(world)
    const openings = await open(world)
    const during = await publications(world)
    const { commands, background, limited } = await typeInTurns(world)
    await sender.close()
    await Promise.all([web.stop(), worker.stop()])
    return {
      ...{ encryptionKey, versions },
      figures: {
        ...{ tokens, memory, worker: { busy, idle }, openings, commands, background },
        perMinute: minutes(quiet, begun),
        limited: limited + [...quiet, ...during].filter(isLimited).length,
      },
    }
  } finally {
    await store.close()
    simulators.stop()
  }
}

const POLICY = { before: 'tokens: { maxActive: 5 }\n', after: 'tokens: { maxActive: 6 }\n' }

const publications = ({ simulators }: World) => simulators.ask('publications', {})
const isLimited = ({ answer }: Publication) => answer === 'ratelimited'

function minutes(calls: readonly Publication[], begun: number): number[] {
  return Array.from(
    { length: QUIET_MINUTES },
    (_, minute) => calls.filter(({ at }) => Math.floor((at - begun) / MINUTE) === minute).length,
  )
}

/** Milliseconds of processor time in a second. */
async function processorShare(app: AppProcess, during: number): Promise<number | undefined> {
  const before = app.processorTime()
  const begun = performance.now()
  await later(during)
  const after = app.processorTime()
  if (before === undefined || after === undefined) return undefined
  return (1_000 * (after - before)) / (performance.now() - begun)
}

function homesMemory(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const keys = await client.keys('*home*')
    const sizes = await Promise.all(keys.map((key) => client.memory('USAGE', key, 'SAMPLES', 0)))
    const alarms = Number(await client.memory('USAGE', '{dremio-pat}:alarms', 'SAMPLES', 0))
    return sizes.reduce<number>((sum, size) => sum + Number(size ?? 0), alarms)
  })
}

/** The first command of each person links them, which is not everyday work. */
async function warmUp({ simulators, sender, store, url }: World): Promise<void> {
  const bodies = await simulators.ask('bodies', { kind: 'list', count: WARM_UP })
  await sender.send({ bodies, inFlight: 4, pause: 0 })
  await simulators.ask('answered', { count: WARM_UP })
  for (let calm = 0; calm < 3; calm += 1) {
    const { oldestDue = 0 } = await store.alarms.health()
    if (oldestDue < Date.now() + MINUTE) calm = 0
    await postponeAlarms(url)
    await later(SECOND)
  }
  await simulators.ask('publications', {})
}

/** People who open Home, one after another: those who type commands, and those with very many tokens. */
async function open({ simulators, sender }: World): Promise<DeployedFigures['openings']> {
  const figures: DeployedFigures['openings'] = { usual: [], collectors: [], administrator: [], calls: [] }
  const once = async (person: string, every: number, into: number[]) => {
    const bodies = await simulators.ask('openings', { people: [person] })
    const begun = Date.now()
    const before = (await simulators.ask('published', { person, count: 0 })).at.length
    await sender.send({ bodies, inFlight: 1, pause: 0 })
    await simulators.ask('published', { person, count: before + 1 })
    await later(every)
    const { at } = await simulators.ask('published', { person, count: before + 1 })
    into.push((at[before] ?? 0) - begun)
    figures.calls.push(at.length - before)
  }
  for (let number = 0; number < OPENINGS; number += 1) {
    await once(typist(number + 1), OPENED_EVERY, figures.usual)
  }
  for (let number = 0; number < OPENINGS_OF_COLLECTORS; number += 1) {
    await once(viewer(number % COLLECTORS), COLLECTED_EVERY, figures.collectors)
  }
  for (let number = 0; number < OPENINGS_OF_ADMINISTRATOR; number += 1) {
    await once(ADMINISTRATOR, OPENED_EVERY, figures.administrator)
  }
  return figures
}
