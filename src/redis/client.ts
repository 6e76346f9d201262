// The connection to Redis: it reconnects by itself, and no command waits longer than two seconds.
import { type Redis, ReplyError } from 'ioredis'
import { BotError, isBotError } from '../core/errors.ts'
import { evaluate } from './evaluate.ts'
import { failureOf, isVague, mayPass, wordOf } from './failure.ts'
import { reportOutages } from './outages.ts'
import { type Patience, startPatience } from './patience.ts'
import { watchReadiness } from './readiness.ts'
import type { Target } from './target.ts'
import { openTransport } from './transport.ts'

/** A script in Lua. It may only touch the keys in KEYS, and it gets the time as an argument instead of asking Redis. */
export interface Script {
  lua: string
}

/**
 * What the adapters of this room work with. Every method that sends a command throws `redis_unavailable`,
 * `redis_unusable` or `broken`.
 */
export interface Connection {
  /**
   * `command` may contain one write at most: the command is sent again after a temporary refusal, in which Redis did
   * nothing.
   */
  send<T>(command: (redis: Redis) => Promise<T>): Promise<T>
  /** Sends a command without a key to the node that holds the bot's keys: a cluster has several nodes. */
  sendToNode<T>(command: (redis: Redis) => Promise<T>): Promise<T>
  /** Resolves to what the script returns; numbers are integers and a missing value is null. */
  run(script: Script, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>
  ping(): Promise<void>
  /** Resolves if Redis takes a write and returns it. The result is cached for two seconds. */
  ready(): Promise<void>
  /** The same check without the cache. The key is removed again. */
  writeReadRemove(): Promise<void>
  /** The key that the readiness checks write. */
  ownKey: string
  /** The error code that explains why there is no connection, if it is known. It is safe to print. */
  why(): string | undefined
  /** Lets the commands that were sent finish, then closes for good. Never throws. */
  close(): Promise<void>
  /** Reports to the operator: one line, without data and without the URL. */
  trouble: Trouble
}
export type Trouble = (message: string) => void

export interface ConnectionSettings extends Target {
  onTrouble: Trouble
  /** A key for the readiness checks, used for nothing else. It lies in the slot of all keys. */
  ownKey?: string
  /** Finds out why none of several nodes can be reached. */
  explain?: () => Promise<string | undefined>
}

/** How long an answer may take, milliseconds: far above what Redis needs. */
const ANSWER = 1_000
/** Milliseconds between two attempts of a command that Redis refused temporarily. */
const PAUSE = 50
/** Milliseconds until the key of the readiness check expires. */
const OWN_KEY_KEPT = 60_000

type Outcome = 'connected' | 'closed' | 'too long'

/** Starts to connect and returns at once; Redis may come up later. Throws `broken` for an invalid URL. */
export function openConnection({
  onTrouble,
  ownKey = '{dremio-pat}:readiness',
  explain,
  ...target
}: ConnectionSettings): Connection {
  const outages = reportOutages(onTrouble)
  const waiting = new Set<(outcome: Outcome) => void>()
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  // Commands wait for the connection only once in an outage: after the first one gave up, the next ones fail at once
  // until Redis is back.
  let gaveUp = false
  // The same for a temporary refusal that lasts: after the first command gave up, the next ones are not tried again.
  let refusing = false
  let reason: string | undefined

  const readiness = watchReadiness(writeAndRead, outages.takesWrites)
  const transport = openTransport(target, ownKey, {
    up() {
      readiness.changed()
      reason = undefined
      gaveUp = false
      outages.connected()
      for (const settle of waiting) settle('connected')
    },
    failed(error) {
      readiness.changed()
      void noConnection(wordOf(error))
    },
    meetsCluster: outages.meetsCluster,
  })

  /** For several nodes ioredis only says that it reached none. The cause is looked up once in each outage. */
  async function noConnection(word: string): Promise<void> {
    const isFirst = reason === undefined
    if (isFirst || !isVague(word)) reason = word
    if (explain && isVague(word)) {
      if (!isFirst) return
      const why = await explain().catch(() => undefined)
      if (closed || transport.isUp()) return
      reason = why ?? reason
    }
    outages.noConnection(reason ?? word)
  }

  function connected(patience: Patience): Promise<void> | undefined {
    if (closed || (gaveUp && !transport.isUp())) throw new BotError('redis_unavailable', {})
    if (transport.isUp()) return undefined
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome) => {
        waiting.delete(settle)
        if (outcome === 'too long') gaveUp = true
        if (outcome === 'connected') resolve()
        else reject(new BotError('redis_unavailable', {}))
      }
      waiting.add(settle)
      patience.whenOver(() => settle('too long'))
    })
  }

  async function attempt<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const patience = startPatience()
    try {
      for (;;) {
        await connected(patience)
        try {
          const answer = await withTimeout(command(transport.redis))
          refusing = false
          return answer
        } catch (error) {
          const isLast = !mayPass(error) || refusing || readiness.isRefused() || patience.isOver()
          // After a failover the old name can still lead to the old primary. A new connection resolves the name again.
          if (wordOf(error) === 'READONLY' && (!isLast || readiness.isRefused())) transport.renew()
          if (isLast) {
            refusing ||= mayPass(error)
            throw failed(error)
          }
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
      }
    } finally {
      patience.stop()
    }
  }

  async function withTimeout<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        outages.noAnswer(ANSWER)
        reject(new BotError('redis_unavailable', {}))
      }, ANSWER)
    })
    try {
      return await Promise.race([answer, tooLate])
    } finally {
      clearTimeout(timer)
    }
  }

  function failed(error: unknown): BotError {
    const failure = failureOf(error)
    if (!(error instanceof ReplyError)) return failure
    const word = wordOf(error)
    // A user who may not run one command may still be able to write, so `permission` counts as one refused command.
    if (isBotError(failure, 'redis_unusable') && failure.facts.because !== 'permission') {
      outages.takesNoWrites(failure.facts.because, word)
      readiness.takesNoWrites()
    } else outages.refused(word)
    return failure
  }

  async function writeAndRead(): Promise<void> {
    await send((redis) => redis.set(ownKey, '1', 'PX', OWN_KEY_KEPT))
    // A missing value means that the key was evicted at once.
    if ((await send((redis) => redis.get(ownKey))) !== '1') throw new BotError('redis_unusable', { because: 'full' })
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
    send: (command) => send(command),
    sendToNode: (command) => send(() => command(transport.node())),
    run: (script, keys, values) => send((redis) => evaluate(redis, script.lua, keys, values)),
    async ping() {
      await send((redis) => redis.exists(ownKey))
    },
    ready: readiness.ready,
    async writeReadRemove() {
      await writeAndRead()
      await send((redis) => redis.del(ownKey))
    },
    ownKey,
    why: () => reason,
    async close() {
      closed = true
      outages.close()
      readiness.close()
      for (const settle of waiting) settle('closed')
      await Promise.allSettled(underWay)
      transport.close()
    },
    trouble: onTrouble,
  }
}
