// The target of the connection: where Redis is and how it is run, as options of ioredis.
import type { ClusterNode, ClusterOptions, RedisOptions } from 'ioredis'
import { BotError } from '../core/errors.ts'
import { type Address, readAddress } from './address.ts'

/** With `exactOptionalPropertyTypes` ioredis accepts its own RedisOptions only without this field. */
type Options = Omit<RedisOptions, 'replyMapping'>

export type Mode = 'standalone' | 'sentinel' | 'cluster'

export interface Target {
  /** `redis://`, `rediss://` or `unix:/path`; several addresses, comma separated, for `sentinel` and `cluster`. */
  url: string
  /** Default: `standalone`. */
  mode?: Mode
  /** The primary's name at the Sentinels. */
  sentinelName?: string
  /** For `rediss://`: whether the certificate must be trusted, and an additional authority (PEM). */
  tls?: { verify: boolean; ca?: string }
}

/**
 * A connection without data for this long is closed, milliseconds: a cut cable or a lost route does not close a socket.
 */
const SILENCE = 2_500
/**
 * The longest pause between two attempts to connect, milliseconds. It is below the time that a command waits, so that a
 * short outage goes unnoticed.
 */
const LONGEST_PAUSE = 500
/** Milliseconds. A Sentinel that accepts connections but does not answer must not block the next one. */
const SENTINEL_ANSWER = 1_000
/** How long connecting to a cluster node may take, milliseconds; shorter than the time for an answer. */
const NODE_CONNECT = 900
/** Milliseconds. While a slot is moved, a command with several keys is refused until all of them have moved. */
const TRY_AGAIN_AFTER = 50
/** ioredis follows this many redirections within about half a second; after that the bot itself tries again. */
const MOST_REDIRECTIONS = 10

export function pauseBefore(attempt: number): number {
  return Math.min(50 * 2 ** (attempt - 1), LONGEST_PAUSE)
}

/** Throws `broken` for a URL that cannot be read, without quoting it. */
export function addressOf({ url }: Target): Address {
  const address = readAddress(url)
  // The configuration has already refused such a URL with a reason. This error must not quote it.
  if ('problem' in address) throw new BotError('broken', {})
  return address
}

/** Options for every connection, in every mode. */
export function connectionOptions({ tls = { verify: true } }: Target, address: Address): Options {
  const { username, password } = address
  return {
    // The user of a bare password is `default` in Redis. For other combinations ioredis prints a warning of its own.
    ...(password !== undefined && { username: username ?? 'default', password }),
    ...(password === undefined && username !== undefined && { username }),
    ...(address.kind === 'network' && address.family !== undefined && { family: address.family }),
    ...(address.kind === 'network' &&
      address.tls && { tls: { rejectUnauthorized: tls.verify, ...(tls.ca !== undefined && { ca: tls.ca }) } }),
    // A command in flight when the connection breaks fails at once and is never sent again, because it may have been
    // executed. Sent twice, an audit entry would be stored twice, and the winner of a swap would see a conflict.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    socketTimeout: SILENCE,
    connectTimeout: SILENCE,
    // Milliseconds until a closing socket is destroyed; otherwise it would delay the end of the process.
    disconnectTimeout: 500,
    // The ready check sends INFO. If INFO is forbidden, ioredis never becomes ready, or prints a warning of its own.
    enableReadyCheck: false,
    // CLIENT SETINFO is newer than Redis 7.0.
    disableClientInfo: true,
  }
}

/** Options for one Redis, or for the primary that Sentinels name. */
export function redisOptions(target: Target, address: Address): Options {
  const options: Options = {
    ...connectionOptions(target, address),
    db: address.db,
    // The queue of ioredis would send commands after their callers got a failure. Commands wait in client.ts instead.
    enableOfflineQueue: false,
    retryStrategy: pauseBefore,
  }
  if (address.kind === 'socket') return { ...options, path: address.path }
  const [first] = address.hosts
  if (target.mode !== 'sentinel') return { ...options, host: first?.host ?? '', port: first?.port ?? 6379 }
  const { username, password } = sentinelCredentials(address)
  return {
    ...options,
    sentinels: sentinelsOf(address),
    ...(target.sentinelName !== undefined && { name: target.sentinelName }),
    ...(username !== undefined && { sentinelUsername: username }),
    ...(password !== undefined && { sentinelPassword: password }),
    ...(options.tls && { sentinelTLS: options.tls, enableTLSForSentinelMode: true }),
    sentinelCommandTimeout: SENTINEL_ANSWER,
    sentinelRetryStrategy: pauseBefore,
    // SENTINEL SENTINELS may be forbidden, and its addresses may be unreachable from here. REDIS_URL lists all
    // Sentinels.
    updateSentinels: false,
  }
}

export function sentinelsOf(address: Extract<Address, { kind: 'network' }>): { host: string; port: number }[] {
  return address.hosts.map(({ host, port = 26_379 }) => ({ host, port }))
}

/**
 * A Sentinel without a password accepts any password for its default user, so sending the password of Redis does no
 * harm. A named user of Redis may be unknown to the Sentinel and be refused.
 */
export function sentinelCredentials(address: Extract<Address, { kind: 'network' }>): {
  username?: string
  password?: string
} {
  if (address.sentinel.password !== undefined) return { username: 'default', ...address.sentinel }
  if (address.password === undefined || address.username !== undefined) return {}
  return { username: 'default', password: address.password }
}

export function clusterOptions(
  target: Target,
  address: Address,
): {
  nodes: ClusterNode[]
  options: Omit<ClusterOptions, 'redisOptions'> & { redisOptions: Options }
} {
  const hosts = address.kind === 'network' ? address.hosts : []
  return {
    nodes: hosts.map(({ host, port = 6379 }) => ({ host, port })),
    options: {
      // A command that waits for a new node fails before its caller gets the timeout.
      redisOptions: { ...connectionOptions(target, address), connectTimeout: NODE_CONNECT },
      // A slot can move to a node without a connection yet. Commands wait for it instead of failing.
      enableOfflineQueue: true,
      // CLUSTER INFO may be forbidden. A command on the bot's slot checks instead whether the slot is served.
      enableReadyCheck: false,
      // 0 turns off ioredis's resending of commands in flight when a node goes away, because they may have been
      // executed.
      retryDelayOnFailover: 0,
      // The bot repeats refused commands itself, within the time that a command may take.
      retryDelayOnClusterDown: 0,
      retryDelayOnTryAgain: TRY_AGAIN_AFTER,
      maxRedirections: MOST_REDIRECTIONS,
      clusterRetryStrategy: pauseBefore,
      slotsRefreshTimeout: SILENCE,
      // Certificates are issued for names, and ioredis would connect to the resolved addresses.
      dnsLookup: (name, callback) => callback(null, name),
    },
  }
}
