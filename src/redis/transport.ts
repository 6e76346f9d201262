// Keeps a connection to the node that holds the bot's keys, in each of three modes, and reports when it is up.
import { Cluster, Command, Redis, ReplyError } from 'ioredis'
import { BotError } from '../core/errors.ts'
import { wordOf } from './failure.ts'
import { fieldsOf } from './info.ts'
import { listenToNode, listenToSentinels, listenToStrayErrors } from './stray-errors.ts'
import { addressOf, clusterOptions, pauseBefore, redisOptions, type Target } from './target.ts'

export interface Transport {
  /** Sends commands at once or fails. `isUp` tells whether a command is worth trying. */
  redis: Redis
  /** The node that holds the bot's keys. */
  node(): Redis
  isUp(): boolean
  /** Looks up the primary again, because the connected node takes no writes any more. */
  renew(): void
  close(): void
}

export interface TransportEvents {
  up(): void
  /** An attempt to connect failed with this error. */
  failed(error: unknown): void
  /** A Redis that is configured as standalone is a node of a cluster. */
  meetsCluster(): void
}

/** Time between two reconnections while the server is still a replica, milliseconds; longer than a command waits. */
const RENEW_EVERY = 1_500
/** How long the answer to a check of a node may take, milliseconds. */
const CHECK_TIMEOUT = 1_000

/**
 * Starts to connect and returns at once. `ownKey` lies in the slot of all keys of the bot. Throws `broken` for an
 * invalid target.
 */
export function openTransport(target: Target, ownKey: string, events: TransportEvents): Transport {
  try {
    return target.mode === 'cluster' ? toCluster(target, ownKey, events) : toOne(target, events)
  } catch {
    // The error for an unreadable URL quotes the URL, and with it the password.
    throw new BotError('broken', {})
  }
}

/** One Redis, or the primary that Sentinels name: in both cases one connection, which ioredis reopens by itself. */
function toOne(target: Target, events: TransportEvents): Transport {
  const redis = new Redis(redisOptions(target, addressOf(target)))
  listenToStrayErrors(redis)
  listenToSentinels(redis)
  let up = false
  let closed = false
  /** Number of the current connection. A check of an earlier connection is stale. */
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
    void check(connection)
  })
  redis.on('end', () => void comeBack())

  /** ioredis gives up if it could not even start to connect, so the bot reconnects here. */
  async function comeBack(): Promise<void> {
    await pause(pauseBefore(Number.POSITIVE_INFINITY))
    if (!closed && redis.status === 'end') redis.connect().catch(() => undefined)
  }

  /**
   * Checks that Redis has loaded its data, and that it is the primary if Sentinels named it. Missing information counts
   * as fine.
   */
  async function check(ours: number): Promise<void> {
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
      // The Sentinels may still name the old primary, so they are asked again.
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

/** Returns the fields of INFO; an empty object if INFO is forbidden; undefined if there was no answer. */
async function infoOf(redis: Redis): Promise<Partial<Record<string, string>> | undefined> {
  try {
    return fieldsOf(await redis.info())
  } catch (error) {
    if (!(error instanceof ReplyError)) return undefined
    return wordOf(error) === 'LOADING' ? { loading: '1' } : {}
  }
}

/**
 * All keys of the bot lie in one slot, so only the node that serves this slot matters. A read-only command on that slot
 * is repeated until it is answered. ioredis follows the slot wherever it moves.
 */
function toCluster(target: Target, ownKey: string, events: TransportEvents): Transport {
  const { nodes, options } = clusterOptions(target, addressOf(target))
  const cluster = new Cluster(nodes, options)
  let up = false
  let closed = false
  let isChecking = false
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
  cluster.on('-node', checkAgain)
  cluster.on('ready', checkAgain)

  function checkAgain(): void {
    up = false
    if (!isChecking && !closed) void check()
  }

  async function check(): Promise<void> {
    isChecking = true
    for (let attempt = 1; !closed; attempt += 1) {
      reason = undefined
      const answered = await Promise.race([
        cluster.exists(ownKey).then(() => true, served),
        pause(CHECK_TIMEOUT, false),
      ])
      if (answered) break
      if (closed) return
      events.failed(reason)
      await pause(pauseBefore(attempt))
      if (cluster.status === 'ready') cluster.refreshSlotsCache()
    }
    isChecking = false
    if (closed) return
    up = true
    events.up()
  }

  /** A node that refuses for another reason is up. A node that serves no slot, or not yet, is not. */
  function served(error: unknown): boolean {
    reason ??= error
    return error instanceof ReplyError && !['CLUSTERDOWN', 'LOADING', 'MASTERDOWN'].includes(wordOf(error))
  }

  return {
    // A Cluster has every command that a single connection has.
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
