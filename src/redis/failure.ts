// Translates whatever ioredis throws into our failures: the one place where an error of Redis leaves the room.
import { ReplyError } from 'ioredis'
import { BotError, type Facts } from '../core/errors.ts'

/** Refusals that no waiting cures: we sent something wrong, or the key holds something else. */
const ours = ['ERR', 'WRONGTYPE', 'CROSSSLOT', 'NOSCRIPT', 'EXECABORT']

/** Refusals that hold until somebody changes something at Redis, and what it is. */
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
 * Refusals that pass by themselves while Redis starts, fails over, or moves a slot. Whatever was refused did not happen,
 * also in a script: Redis looks at all of this before the first write of one.
 * https://github.com/redis/redis/blob/7.0/src/script.c (scriptVerifyWriteCommandAllow, scriptVerifyOOM)
 */
const passing = ['LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN', 'BUSY', 'READONLY', 'NOREPLICAS']

export function mayPass(error: unknown): boolean {
  return error instanceof ReplyError && passing.includes(wordOf(error))
}

/**
 * `broken` if Redis refused a command that it understood to be wrong, `redis_unusable` if it takes nothing until somebody
 * changes something there, `redis_unavailable` for all the rest: no connection, no answer in time, still loading, a
 * password that it does not take.
 *
 * There is no `cause`: an ioredis error carries the command with its arguments, which are records of people.
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
 * What went wrong in one word that is safe to log: `ECONNREFUSED`, `WRONGPASS`, `WRONGTYPE`. The rest of a message can
 * quote an argument, and the URL with its password is never looked at.
 */
export function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  // The first word of an error reply is its code: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
  if (error instanceof ReplyError) return /^[A-Z]+\b/.exec(error.message)?.[0] ?? 'ERR'
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string' && /^[A-Z0-9_]+$/.test(code)) return code
  // ioredis throws plain errors for a connection that was closed or fell silent.
  return error.name === 'Error' ? 'lost' : error.name
}

/** Whether such a word leaves open what stands in the way. */
export function isVague(word: string): boolean {
  return ['lost', 'unknown', 'ERR', 'ECONNRESET', 'ETIMEDOUT', 'EPROTO'].includes(word)
}
