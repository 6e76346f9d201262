// The connection to Redis: it comes back by itself, and no command waits for it longer than two seconds.
import { createHash } from 'node:crypto'
import { Redis, ReplyError } from 'ioredis'
import { BotError } from '../core/errors.ts'
import { failureOf, wordOf } from './failure.ts'

/** A script in Lua. It may touch the keys it is handed and no others, and it is told the time rather than asking. */
export interface Script {
  lua: string
}

/** What the adapters of this room work with. Everything here throws `redis_unavailable` or `broken`. */
export interface Connection {
  send<T>(command: (redis: Redis) => Promise<T>): Promise<T>
  /** What the script returns; numbers are integers and a missing value is null. */
  run(script: Script, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>
  ping(): Promise<void>
  /** Lets what was sent finish, then closes for good. Never throws. */
  close(): Promise<void>
  /** Says what an operator should see: one line, no data, no URL. */
  trouble: Trouble
}
export type Trouble = (message: string) => void

/** How long a command waits for a connection that is just coming up or coming back, milliseconds. */
const PATIENCE = 1_000
/** How long an answer may take, milliseconds: far above what Redis needs, and with PATIENCE below Slack's 3 seconds. */
const ANSWER = 1_000
/** A connection on which nothing came back for so long is dropped: a cut cable or a lost route closes no socket. */
const SILENCE = 2_500
/** The longest pause between two attempts to connect, milliseconds; below PATIENCE, so that a short outage goes unnoticed. */
const LONGEST_PAUSE = 500

/**
 * Starts to connect and returns at once; Redis may come up later. `url` is `redis://`, `rediss://` or `unix:/path`.
 * Throws `broken` for any other.
 */
export function openConnection({ url, onTrouble }: { url: string; onTrouble: Trouble }): Connection {
  const redis = start(url)
  const waiting = new Set<(outcome: 'connected' | 'closed' | 'too long') => void>()
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  // Patience is spent once in an outage: after the first command gave up, the next ones fail at once until Redis is back.
  let gaveUp = false
  let reported: string | undefined

  // Without a listener ioredis prints the error itself. One line per outage and reason, not one per attempt.
  redis.on('error', (error) => {
    const word = wordOf(error)
    if (word !== reported && !closed) onTrouble(`no connection to Redis: ${word}`)
    reported = word
  })
  redis.on('ready', () => {
    if (reported !== undefined) onTrouble('connected to Redis again')
    reported = undefined
    gaveUp = false
    for (const settle of waiting) settle('connected')
  })

  function connected(): Promise<void> {
    if (closed || (gaveUp && redis.status !== 'ready')) return Promise.reject(new BotError('redis_unavailable', {}))
    if (redis.status === 'ready') return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle('too long'), PATIENCE)
      const settle = (outcome: 'connected' | 'closed' | 'too long') => {
        waiting.delete(settle)
        clearTimeout(timer)
        if (outcome === 'too long') gaveUp = true
        if (outcome === 'connected') resolve()
        else reject(new BotError('redis_unavailable', {}))
      }
      waiting.add(settle)
    })
  }

  async function attempt<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    await connected()
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        onTrouble(`no answer from Redis within ${ANSWER} ms`)
        reject(new BotError('redis_unavailable', {}))
      }, ANSWER)
    })
    try {
      return await Promise.race([command(redis), tooLate])
    } catch (error) {
      if (error instanceof ReplyError) onTrouble(`Redis refused a command: ${wordOf(error)}`)
      throw failureOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  async function send<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const sent = attempt(command)
    underWay.add(sent)
    try {
      return await sent
    } finally {
      underWay.delete(sent)
    }
  }

  return {
    send,
    run: (script, keys, values) => send((redis) => evaluate(redis, script.lua, keys, values)),
    async ping() {
      await send((redis) => redis.ping())
    },
    async close() {
      closed = true
      for (const settle of waiting) settle('closed')
      await Promise.allSettled(underWay)
      redis.disconnect()
    },
    trouble: onTrouble,
  }
}

function start(url: string): Redis {
  try {
    return new Redis(address(url), {
      // A queue would send commands after we told their senders that they failed. `connected` waits before sending.
      enableOfflineQueue: false,
      // What was under way when the connection broke fails at once and is never sent again: it may have happened. Sent
      // twice, an audit entry would stand there twice, and a swap that was won would look lost to its winner.
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      socketTimeout: SILENCE,
      connectTimeout: SILENCE,
      // How long a socket may take its leave before it is destroyed; it would hold up the end of the process.
      disconnectTimeout: 500,
      retryStrategy: (attempt) => Math.min(50 * 2 ** (attempt - 1), LONGEST_PAUSE),
      // After a failover the old name can still lead to the old primary; a new connection looks it up afresh.
      reconnectOnError: (error) => wordOf(error) === 'READONLY',
      // CLIENT SETINFO is newer than Redis 7.0.
      disableClientInfo: true,
    })
  } catch {
    // The error of a URL that cannot be read quotes it, and with it the password.
    throw new BotError('broken', {})
  }
}

/** What ioredis connects to: it knows `redis://` and `rediss://`, and takes a bare path for a Unix socket. */
function address(url: string): string {
  if (/^rediss?:\/\//.test(url)) return url
  const path = /^unix:(?:\/\/)?(\/(?!\/).*)$/.exec(url)?.[1]
  if (path === undefined) throw new BotError('broken', {})
  return path
}

/** Sends the script's digest, and its text only to a Redis that has not seen it. NOSCRIPT means that nothing was done. */
async function evaluate(
  redis: Redis,
  lua: string,
  keys: readonly string[],
  values: readonly (string | number)[],
): Promise<unknown> {
  const digest = createHash('sha1').update(lua).digest('hex')
  try {
    return await redis.evalsha(digest, keys.length, ...keys, ...values)
  } catch (error) {
    if (wordOf(error) !== 'NOSCRIPT') throw error
    return await redis.eval(lua, keys.length, ...keys, ...values)
  }
}
