// Translates the errors of ioredis and of Redis into BotErrors; no other error leaves src/redis.
import { ReplyError } from 'ioredis'
import { BotError, type Facts } from '../core/errors.ts'

/** Errors that waiting does not cure: the bot sent a wrong command, or the key holds another type. */
const ours = ['ERR', 'WRONGTYPE', 'CROSSSLOT', 'NOSCRIPT', 'EXECABORT']

/** Refusals that last until an operator changes something at Redis, with the reason. */
const lasting: Partial<Record<string, Facts['redis_unusable']['because']>> = {
  OOM: 'full',
  READONLY: 'read-only',
  MISCONF: 'not saving',
  NOREPLICAS: 'no replicas',
  MOVED: 'cluster',
  ASK: 'cluster',
  NOPERM: 'permission',
}

/**
 * Refusals that end by themselves when Redis has started, failed over, or moved a slot. A refused command had no
 * effect, and neither had a refused script, because Redis checks all of this before a script's first write.
 * https://github.com/redis/redis/blob/7.0/src/script.c (scriptVerifyWriteCommandAllow, scriptVerifyOOM)
 */
const passing = ['LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN', 'BUSY', 'READONLY', 'NOREPLICAS']

export function mayPass(error: unknown): boolean {
  return error instanceof ReplyError && passing.includes(wordOf(error))
}

/**
 * `broken` if the command was wrong, `redis_unusable` if Redis accepts no writes until an operator changes something
 * there, `redis_unavailable` for everything else: no connection, no answer in time, still loading, or a rejected
 * password.
 *
 * There is no `cause`, because an ioredis error carries the command with its arguments, which are records of people.
 */
export function failureOf(error: unknown): BotError {
  if (error instanceof BotError) return error
  if (!(error instanceof ReplyError)) return new BotError('redis_unavailable', {})
  const word = wordOf(error)
  const because = lasting[word]
  if (because !== undefined) return new BotError('redis_unusable', { because })
  return ours.includes(word) ? new BotError('broken', {}) : new BotError('redis_unavailable', {})
}

/**
 * Returns the error as one code that is safe to log: `ECONNREFUSED`, `WRONGPASS`, `WRONGTYPE`. The message is not
 * logged, because it can quote an argument, or the URL with its password.
 */
export function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  // The first word of an error reply is its code:
  // https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
  if (error instanceof ReplyError) return /^[A-Z]+\b/.exec(error.message)?.[0] ?? 'ERR'
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string' && /^[A-Z0-9_]+$/.test(code)) return code
  // ioredis throws a plain Error for a connection that was closed or timed out.
  return error.name === 'Error' ? 'lost' : error.name
}

/** Whether the code does not tell what prevents the connection. */
export function isVague(word: string): boolean {
  return ['lost', 'unknown', 'ERR', 'ECONNRESET', 'ETIMEDOUT', 'EPROTO'].includes(word)
}
