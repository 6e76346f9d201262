// The connection to Redis: it comes back by itself, and no command waits for it longer than two seconds.
import { createHash } from 'node:crypto'
import { type Redis, ReplyError } from 'ioredis'
import { BotError, isBotError } from '../core/errors.ts'
import { failureOf, mayPass, wordOf } from './failure.ts'
import { reportOutages } from './outages.ts'
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
  /** What the script returns; numbers are integers and a missing value is null. */
  run(script: Script, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>
  ping(): Promise<void>
  /** Resolves if Redis takes a write and gives it back; what was found is kept for seconds. */
  ready(): Promise<void>
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

/** How long a command waits for a connection that is just coming up or coming back, or for a refusal to pass, milliseconds. */
const PATIENCE = 1_000
/** How long an answer may take, milliseconds: far above what Redis needs, and with PATIENCE below Slack's 3 seconds. */
const ANSWER = 1_000
/** Between two attempts at what was refused for a moment. */
const PAUSE = 50
/** For how long readiness goes by what was found. */
const READY_KEPT = 2_000
/** Between two looks whether a Redis that takes no writes takes them again. */
const LOOK_EVERY = 2_000
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
  let watching = false
  let known: { look: Promise<void>; at: number; over: boolean } | undefined
  let changes = 0

  const transport = openTransport(target, ownKey, {
    up() {
      changes += 1
      reason = undefined
      gaveUp = false
      outages.connected()
      for (const settle of waiting) settle('connected')
    },
    failed(error) {
      changes += 1
      void noConnection(wordOf(error))
    },
    meetsCluster: outages.meetsCluster,
  })

  /** Of several nodes ioredis says only that it reached none. */
  async function noConnection(word: string): Promise<void> {
    const isFirst = reason === undefined
    reason = word === 'lost' || word === 'unknown' ? (reason ?? word) : word
    if (isFirst && explain && (word === 'lost' || word === 'unknown')) {
      const why = await explain().catch(() => undefined)
      if (closed || transport.isUp()) return
      if (why !== undefined) reason = why
    } else if (explain && (word === 'lost' || word === 'unknown')) return
    outages.noConnection(reason)
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
          if (error instanceof ReplyError && wordOf(error) === 'READONLY') transport.renew()
          if (!mayPass(error) || refusing || patience.isOver()) {
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
      changes += 1
      void watchWrites()
    } else outages.refused(word)
    return failure
  }

  /** Nobody else may write for hours, and an operator wants to hear when it is over. */
  async function watchWrites(): Promise<void> {
    if (watching) return
    watching = true
    for (let takesWrites = false; !takesWrites && !closed; ) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY).unref())
      takesWrites = await writeAndRead().then(
        () => true,
        () => false,
      )
    }
    watching = false
    if (closed) return
    changes += 1
    outages.takesWrites()
  }

  async function writeAndRead(): Promise<void> {
    await send((redis) => redis.set(ownKey, '1', 'PX', OWN_KEY_KEPT))
    const read = await send((redis) => redis.get(ownKey))
    // It was evicted within a moment.
    if (read !== '1') throw new BotError('redis_unusable', { because: 'full' })
  }

  function ready(): Promise<void> {
    if (known && (!known.over || known.at === changes)) return known.look
    const look = writeAndRead()
    const found = { look, at: changes, over: false }
    known = found
    const forget = () => {
      found.over = true
      found.at = changes
      setTimeout(() => {
        if (known === found) known = undefined
      }, READY_KEPT).unref()
    }
    look.then(forget, forget)
    return look
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
      await send((redis) => redis.exists(ownKey))
    },
    ready,
    why: () => reason,
    async close() {
      closed = true
      outages.close()
      for (const settle of waiting) settle('closed')
      await Promise.allSettled(underWay)
      transport.close()
    },
    trouble: onTrouble,
  }
}

interface Patience {
  whenOver(tell: () => void): void
  isOver(): boolean
  stop(): void
}

/** Costs a timer only for a command that has to wait. */
function startPatience(): Patience {
  let timer: NodeJS.Timeout | undefined
  let over = false
  const listeners: (() => void)[] = []
  function start(): void {
    timer ??= setTimeout(() => {
      over = true
      for (const tell of listeners) tell()
    }, PATIENCE)
  }
  return {
    whenOver(tell) {
      start()
      listeners.push(tell)
      if (over) tell()
    },
    isOver() {
      start()
      return over
    },
    stop: () => clearTimeout(timer),
  }
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
