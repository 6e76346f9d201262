// Keeps a way open to the node that holds our keys, in each of the three modes, and says when it is there and when not.
import { Cluster, Command, Redis, ReplyError } from 'ioredis'
import { BotError } from '../core/errors.ts'
import { wordOf } from './failure.ts'
import { fieldsOf } from './info.ts'
import { listenToNode, listenToSentinels, listenToStrayErrors } from './stray-errors.ts'
import { addressOf, clusterOptions, pauseBefore, redisOptions, type Target } from './target.ts'

export interface Transport {
  /** Takes commands at once or fails; whether it is worth trying is `isUp`. */
  redis: Redis
  /** The node that holds our keys. */
  node(): Redis
  isUp(): boolean
  /** Looks afresh for the node that takes our writes: the one we talk to does not any more. */
  renew(): void
  close(): void
}

export interface TransportEvents {
  up(): void
  /** An attempt to reach it failed, for this reason. */
  failed(error: unknown): void
  /** A Redis that we talk to as if it stood alone is a node of a cluster. */
  meetsCluster(): void
}

/** Between two new connections to what is still a replica, milliseconds; longer than a command is patient. */
const RENEW_EVERY = 1_500
/** Longer than this the answer to a look at a node may not take, milliseconds. */
const LOOK = 1_000

/** Starts to connect and returns at once. `ownKey` lies in the slot of all our keys. Throws `broken` for a bad target. */
export function openTransport(target: Target, ownKey: string, events: TransportEvents): Transport {
  try {
    return target.mode === 'cluster' ? toCluster(target, ownKey, events) : toOne(target, events)
  } catch {
    // The error of a URL that cannot be read quotes it, and with it the password.
    throw new BotError('broken', {})
  }
}

/** One Redis, or the primary that Sentinels name: both are one connection, which ioredis opens again by itself. */
function toOne(target: Target, events: TransportEvents): Transport {
  const redis = new Redis(redisOptions(target, addressOf(target)))
  listenToStrayErrors(redis)
  listenToSentinels(redis)
  let up = false
  let closed = false
  /** Of the connection that is looked at; another one makes what the look finds void. */
  let connection = 0
  let mayRenew = true

  // Without a listener ioredis prints the error itself.
  redis.on('error', (error: unknown) => {
    if (!closed) events.failed(error)
  })
  redis.on('close', () => {
    connection += 1
    up = false
  })
  redis.on('ready', () => {
    connection += 1
    void look(connection)
  })
  redis.on('end', () => void comeBack())

  /** ioredis gives up where it could not even begin to connect. */
  async function comeBack(): Promise<void> {
    await pause(pauseBefore(Number.POSITIVE_INFINITY))
    if (!closed && redis.status === 'end') redis.connect().catch(() => undefined)
  }

  /** Whether it is done with loading, and the primary if Sentinels said so. What it does not say is taken for granted. */
  async function look(ours: number): Promise<void> {
    const isOurs = () => ours === connection && !closed
    for (let attempt = 1; isOurs(); attempt += 1) {
      const info = await infoOf(redis)
      // The connection was lost, which has its own event.
      if (info === undefined || !isOurs()) return
      const isReplica = target.mode === 'sentinel' && info.role === 'slave'
      if (info.loading !== '1' && !isReplica) {
        up = true
        if (target.mode !== 'sentinel' && info.cluster_enabled === '1') events.meetsCluster()
        return events.up()
      }
      events.failed(new ReplyError(isReplica ? 'READONLY' : 'LOADING'))
      await pause(pauseBefore(attempt))
      // Sentinels that still name the old primary are asked again.
      if (isReplica && isOurs()) return redis.disconnect(true)
    }
  }

  return {
    redis,
    node: () => redis,
    isUp: () => up,
    renew() {
      if (!mayRenew || closed || redis.status !== 'ready') return
      mayRenew = false
      void pause(RENEW_EVERY).then(() => {
        mayRenew = true
      })
      up = false
      connection += 1
      redis.disconnect(true)
    },
    close() {
      closed = true
      up = false
      redis.disconnect()
    },
  }
}

/** The fields of INFO; none of them if this Redis does not let us ask; undefined if it did not answer. */
async function infoOf(redis: Redis): Promise<Partial<Record<string, string>> | undefined> {
  try {
    return fieldsOf(await redis.info())
  } catch (error) {
    if (!(error instanceof ReplyError)) return undefined
    return wordOf(error) === 'LOADING' ? { loading: '1' } : {}
  }
}

/**
 * All our keys lie in one slot, so what counts is the node that serves it: a command that only reads is sent on the way
 * that all commands take, until it is answered. ioredis follows the slot wherever it moves.
 */
function toCluster(target: Target, ownKey: string, events: TransportEvents): Transport {
  const { nodes, options } = clusterOptions(target, addressOf(target))
  const cluster = new Cluster(nodes, options)
  let up = false
  let closed = false
  let looking = false
  const slot = Number(new Command('exists', [ownKey]).getSlot())
  let reason: unknown

  cluster.on('error', (error: Error & { lastNodeError?: unknown }) => {
    reason ??= error.lastNodeError ?? error
    if (!closed) events.failed(reason)
  })
  cluster.on('node error', (error: unknown) => {
    reason = error
  })
  cluster.on('+node', listenToNode)
  cluster.on('-node', lookAgain)
  cluster.on('ready', lookAgain)

  function lookAgain(): void {
    up = false
    if (!looking && !closed) void look()
  }

  async function look(): Promise<void> {
    looking = true
    for (let attempt = 1; !closed; attempt += 1) {
      reason = undefined
      const answered = await Promise.race([cluster.exists(ownKey).then(() => true, served), pause(LOOK, false)])
      if (answered) break
      if (closed) return
      events.failed(reason)
      await pause(pauseBefore(attempt))
      if (cluster.status === 'ready') cluster.refreshSlotsCache()
    }
    looking = false
    if (closed) return
    up = true
    events.up()
  }

  /** A node that refuses for reasons of its own is there all the same; one that serves no slot, or not yet, is not. */
  function served(error: unknown): boolean {
    reason ??= error
    return error instanceof ReplyError && !['CLUSTERDOWN', 'LOADING', 'MASTERDOWN'].includes(wordOf(error))
  }

  return {
    // It has every command that a single connection has.
    redis: cluster as unknown as Redis,
    node() {
      const [serves] = cluster.slots[slot] ?? []
      const found = cluster.nodes('master').find(({ options: { host, port } }) => `${host}:${port}` === serves)
      return found ?? (cluster as unknown as Redis)
    },
    isUp: () => up && cluster.status === 'ready',
    renew: () => cluster.refreshSlotsCache(),
    close() {
      closed = true
      up = false
      cluster.disconnect()
    },
  }
}

function pause<T>(milliseconds: number, value?: T): Promise<T | undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds).unref())
}
