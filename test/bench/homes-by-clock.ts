// Homes by a clock that is moved: everybody's after a policy change, a burst of changes, and a worker that was away.
import type { WebClient } from '@slack/web-api'
import { alarmHandlers } from '../../src/alarms/list.ts'
import { watchAlarms } from '../../src/alarms/watch.ts'
import { builtInPolicy } from '../../src/core/policy/evaluate.ts'
import type { Ports } from '../../src/core/ports.ts'
import { Secret } from '../../src/core/secret.ts'
import { HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { followChanges } from '../../src/procedures/home/follow-changes.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { createHomeMessenger } from '../../src/slack/home-messenger.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { changedPeople, changeTokens } from './homes-commands.ts'
import type { PrivateRedis } from './private-redis.ts'

/** After the policy change; then the worker is away from this moment on, for so long. */
const BURST_AFTER = 10 * MINUTE
const AWAY_AFTER = 30 * MINUTE
export const AWAY_FOR = HOUR

export interface ClockFigures {
  /** Homes that another policy concerned. */
  noted: number
  /** The most calls of views.publish in any sixty seconds: of the policy alone, with the burst, after the worker was away. */
  most: { policy: number; burst: number; away: number }
  /** Milliseconds until everybody was up to date. */
  everybody: number
  /** Calls for those who changed something in the burst, by person, and milliseconds until each was shown. */
  burst: { calls: number[]; delays: number[] }
  /** Milliseconds of processor time for each publication, without HTTP. */
  processor: number
}

interface Call {
  person: string
  at: number
}

export async function measureByClock(
  redis: PrivateRedis,
  { encryptionKey, version }: { encryptionKey: string; version: string },
): Promise<ClockFigures> {
  const url = `unix:${redis.socket}`
  // Only what is about Homes: reminders and lapsing requests have benchmarks and tests of their own.
  await withClient(url, (client) =>
    client.del('{dremio-pat}:alarms', '{dremio-pat}:alarm-leases', '{dremio-pat}:home-paces'),
  )
  const clock = { time: Date.now() + MINUTE, now: () => clock.time }
  const onTrouble = (message: string) => console.error(message)
  const store = connectRedis({ url, encryptionKeys: [new Secret(encryptionKey)], clock, onTrouble })
  const calls: Call[] = []
  const ports = portsOf(store, { clock, version, calls })
  const watch = watchAlarms({
    queue: store.alarms,
    clock,
    run: ({ kind, id }) => alarmHandlers[kind](ports, id),
    begin: async () => undefined,
    onTrouble: (error) => console.error(error),
    onDeadLetter: () => console.error('An alarm was set aside'),
  })
  /** As a worker that looks once a second, without the seconds in which nothing is due. */
  const work = async (until: number) => {
    for (;;) {
      const { oldestDue = Number.POSITIVE_INFINITY } = await store.alarms.health()
      if (oldestDue > until) break
      clock.time = Math.max(clock.time, Math.ceil(oldestDue / SECOND) * SECOND)
      await watch.look()
    }
    clock.time = Math.max(clock.time, until)
  }
  try {
    const begun = clock.time
    const noted = await store.homes.notePolicy(version, begun)
    const pending = new Set<string>()
    for await (const person of store.homes.everyKept(begun)) pending.add(person)
    // Nothing is published for those who left.
    for await (const { person } of store.departures.every()) pending.delete(person)
    const cpu = process.cpuUsage()
    await work(begun + BURST_AFTER)
    const most = { policy: mostInAMinute(calls), burst: 0, away: 0 }
    const changedAt = clock.time
    await changeTokens(ports.tokens, 0)
    await work(begun + AWAY_AFTER)
    most.burst = mostInAMinute(calls)
    const burst = burstOf(
      calls.filter(({ at }) => at > changedAt),
      changedAt,
    )
    clock.time += AWAY_FOR
    const back = clock.time
    let counted = 0
    while (pending.size > 0) {
      await work(clock.time + MINUTE)
      for (; counted < calls.length; counted += 1) pending.delete(calls[counted]?.person ?? '')
    }
    const { user, system } = process.cpuUsage(cpu)
    most.away = mostInAMinute(calls.filter(({ at }) => at >= back))
    const everybody = clock.time - begun
    return { noted, most, everybody, burst, processor: (user + system) / 1_000 / calls.length }
  } finally {
    await store.close()
  }
}

/** The most within any sixty seconds. */
function mostInAMinute(calls: readonly Call[]): number {
  let from = 0
  let most = 0
  for (const [index, { at }] of calls.entries()) {
    while ((calls[from]?.at ?? 0) <= at - MINUTE) from += 1
    most = Math.max(most, index - from + 1)
  }
  return most
}

function burstOf(calls: readonly Call[], since: number): ClockFigures['burst'] {
  const each = changedPeople().map((person) => calls.filter((call) => call.person === person))
  return {
    calls: each.map((ofOne) => ofOne.length),
    delays: each.map(([first]) => (first?.at ?? Number.POSITIVE_INFINITY) - since),
  }
}

/** The bot as far as Home needs it, with a Slack that takes everything at once. */
function portsOf(
  store: RedisStore,
  { clock, version, calls }: { clock: { now(): number }; version: string; calls: Call[] },
): Ports {
  const policy = { ...builtInPolicy(['UANA0'], 'software'), version }
  const client = {
    views: {
      async publish({ user_id }: { user_id: string }) {
        calls.push({ person: user_id, at: clock.now() })
        return { ok: true, view: { hash: `${calls.length}.b` } }
      },
    },
  } as unknown as WebClient
  const onTrouble = (error: unknown) => console.error(error)
  return {
    ...store,
    ...followChanges(store, { homes: store.homes, clock }),
    ...{ clock, policy: () => policy, admins: [], workplace: { teams: ['T0'], emailDomains: [] } },
    directory: { membersOf: async () => [] },
    messenger: { ...createHomeMessenger({ client, wordsFor: async () => english, onTrouble }), lost: onTrouble },
  } as unknown as Ports
}
