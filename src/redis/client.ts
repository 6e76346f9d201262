// The connection to Redis: it comes back by itself, and no command waits for it longer than two seconds.
import { type Redis, ReplyError } from 'ioredis'
import { BotError, isBotError } from '../core/errors.ts'
import { evaluate } from './evaluate.ts'
import { failureOf, isVague, mayPass, wordOf } from './failure.ts'
import { reportOutages } from './outages.ts'
import { type Patience, startPatience } from './patience.ts'
import { watchReadiness } from './readiness.ts'
import type { Target } from './target.ts'
import { openTransport } from './transport.ts'

/** A script in Lua. It may touch the keys it is handed and no others, and it is told the time rather than asking. */
export interface Script {
  lua: string
}

/** What the adapters of this room work with. Everything here throws `redis_unavailable`, `redis_unusable` or `broken`. */
export interface Connection {
  /** `command` writes once at most: it is sent again if Redis refused it for a moment, and so did nothing. */
  send<T>(command: (redis: Redis) => Promise<T>): Promise<T>
  /** To the node that holds our keys, whatever the command is about: a cluster has several. */
  sendToNode<T>(command: (redis: Redis) => Promise<T>): Promise<T>
  /** What the script returns; numbers are integers and a missing value is null. */
  run(script: Script, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>
  ping(): Promise<void>
  /** Resolves if Redis takes a write and gives it back; what was found is kept for seconds. */
  ready(): Promise<void>
  /** The same at once, and the key is removed again. */
  writeReadRemove(): Promise<void>
  /** The key that those looks write. */
  ownKey: string
  /** Why there is no connection, as far as it is known: a word that is safe to print. */
  why(): string | undefined
  /** Lets what was sent finish, then closes for good. Never throws. */
  close(): Promise<void>
  /** Says what an operator should see: one line, no data, no URL. */
  trouble: Trouble
}
export type Trouble = (message: string) => void

export interface ConnectionSettings extends Target {
  onTrouble: Trouble
  /** A key for looks at Redis, which nothing else uses; it lies in the slot of all keys. */
  ownKey?: string
  /** Finds out why none of several nodes can be reached. */
  explain?: () => Promise<string | undefined>
}

/** How long an answer may take, milliseconds: far above what Redis needs. */
const ANSWER = 1_000
/** Between two attempts at what was refused for a moment. */
const PAUSE = 50
/** Our own key goes by itself. */
const OWN_KEY_KEPT = 60_000

type Outcome = 'connected' | 'closed' | 'too long'

/**
 * Starts to connect and returns at once; Redis may come up later. Throws `broken` for a URL that is none.
 */
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
  // Patience is spent once in an outage: after the first command gave up, the next ones fail at once until Redis is back.
  let gaveUp = false
  // The same for what is refused for a moment that lasts.
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

  /** Of several nodes ioredis says only that it reached none; what is behind that is found out once in an outage. */
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
          const answer = await inTime(command(transport.redis))
          refusing = false
          return answer
        } catch (error) {
          const isLast = !mayPass(error) || refusing || readiness.isRefused() || patience.isOver()
          // After a failover the old name can still lead to the old primary; a new connection looks it up afresh.
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

  async function inTime<T>(answer: Promise<T>): Promise<T> {
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
    // A user who may not do one thing may well be able to write our own key.
    if (isBotError(failure, 'redis_unusable') && failure.facts.because !== 'permission') {
      outages.takesNoWrites(failure.facts.because, word)
      readiness.takesNoWrites()
    } else outages.refused(word)
    return failure
  }

  async function writeAndRead(): Promise<void> {
    await send((redis) => redis.set(ownKey, '1', 'PX', OWN_KEY_KEPT))
    // It was evicted within a moment.
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
