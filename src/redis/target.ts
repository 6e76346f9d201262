// What is connected to: where Redis is and how it is run, as the options of ioredis.
import type { ClusterNode, ClusterOptions, RedisOptions } from 'ioredis'
import { BotError } from '../core/errors.ts'
import { type Address, readAddress } from './address.ts'

/** ioredis takes its own type of all options only without this one, under our settings of the compiler. */
type Options = Omit<RedisOptions, 'replyMapping'>

export type Mode = 'standalone' | 'sentinel' | 'cluster'

export interface Target {
  /** `redis://`, `rediss://` or `unix:/path`; several addresses, comma separated, for `sentinel` and `cluster`. */
  url: string
  /** `standalone` if not said. */
  mode?: Mode
  /** Under which Sentinels know the primary. */
  sentinelName?: string
  /** Of `rediss://`: whether the certificate must be trusted, and by whom else it may be signed (PEM). */
  tls?: { verify: boolean; ca?: string }
}

/** A connection on which nothing came back for so long is dropped: a cut cable or a lost route closes no socket. */
const SILENCE = 2_500
/** The longest pause between two attempts to connect, milliseconds; below a command's patience, so that a short outage goes unnoticed. */
const LONGEST_PAUSE = 500
/** A Sentinel that accepts connections and says nothing must not keep us from asking the next one, milliseconds. */
const SENTINEL_ANSWER = 1_000
/** How long a node of a cluster may take to let us in, milliseconds; shorter than an answer may take. */
const NODE_CONNECT = 900
/** While a slot moves, a command with several keys is refused until all of them have moved. */
const TRY_AGAIN_AFTER = 50
/** Followed by ioredis within about half a second; what is still refused then is ours to try again. */
const MOST_REDIRECTIONS = 10

export function pauseBefore(attempt: number): number {
  return Math.min(50 * 2 ** (attempt - 1), LONGEST_PAUSE)
}

/** Throws `broken` for a URL that cannot be read, without repeating it. */
export function addressOf({ url }: Target): Address {
  const address = readAddress(url)
  // Configuration refuses it by name before; whatever went wrong here must not quote it.
  if ('problem' in address) throw new BotError('broken', {})
  return address
}

/** What holds for each connection, whatever it is one of. */
export function connectionOptions({ tls = { verify: true } }: Target, address: Address): Options {
  const { username, password } = address
  return {
    // Redis knows a user named so for whoever gives a password alone; ioredis prints a line of its own on other ways.
    ...(password !== undefined && { username: username ?? 'default', password }),
    ...(password === undefined && username !== undefined && { username }),
    ...(address.kind === 'network' && address.family !== undefined && { family: address.family }),
    ...(address.kind === 'network' &&
      address.tls && { tls: { rejectUnauthorized: tls.verify, ...(tls.ca !== undefined && { ca: tls.ca }) } }),
    // What was under way when the connection broke fails at once and is never sent again: it may have happened. Sent
    // twice, an audit entry would stand there twice, and a swap that was won would look lost to its winner.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    socketTimeout: SILENCE,
    connectTimeout: SILENCE,
    // How long a socket may take its leave before it is destroyed; it would hold up the end of the process.
    disconnectTimeout: 500,
    // INFO may be refused like anything else, and ioredis then never gets ready, or prints a line of its own.
    enableReadyCheck: false,
    // CLIENT SETINFO is newer than Redis 7.0.
    disableClientInfo: true,
  }
}

/** Of one Redis, or of the primary that Sentinels name. */
export function redisOptions(target: Target, address: Address): Options {
  const options: Options = {
    ...connectionOptions(target, address),
    db: address.db,
    // A queue would send commands after we told their senders that they failed. They wait for us before they are sent.
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
    // SENTINEL SENTINELS may be refused, and names addresses that lead nowhere from here; all are named in the URL.
    updateSentinels: false,
  }
}

export function sentinelsOf(address: Extract<Address, { kind: 'network' }>): { host: string; port: number }[] {
  return address.hosts.map(({ host, port = 26_379 }) => ({ host, port }))
}

/**
 * A Sentinel without a password takes any for its default user, so the one of Redis does no harm there; a user of Redis
 * it may not know, and refuse.
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
      // What waits for a node that was just heard of fails before its sender is told that it did.
      redisOptions: { ...connectionOptions(target, address), connectTimeout: NODE_CONNECT },
      // A slot can go to a node that we have no connection to yet; commands wait for it rather than fail.
      enableOfflineQueue: true,
      // CLUSTER INFO may be refused; whether our slot is served is asked by a command on it.
      enableReadyCheck: false,
      // ioredis would send again what was under way when a node went away: it may have happened.
      retryDelayOnFailover: 0,
      // A refusal is ours to try again, within the time that a command may take.
      retryDelayOnClusterDown: 0,
      retryDelayOnTryAgain: TRY_AGAIN_AFTER,
      maxRedirections: MOST_REDIRECTIONS,
      clusterRetryStrategy: pauseBefore,
      slotsRefreshTimeout: SILENCE,
      // A certificate is for names, and ioredis would connect to the numbers behind them.
      dnsLookup: (name, callback) => callback(null, name),
    },
  }
}
