// Translates whatever ioredis throws into our failures: the one place where an error of Redis leaves the room.
import { ReplyError } from 'ioredis'
import { BotError } from '../core/errors.ts'

/** Refusals that no waiting cures: we sent something wrong, or the key holds something else. */
const ours = ['ERR', 'WRONGTYPE', 'CROSSSLOT', 'NOSCRIPT', 'EXECABORT']

/**
 * `broken` if Redis refused a command that it understood to be wrong, `redis_unavailable` for all the rest: no
 * connection, no answer in time, still loading, a replica, out of memory, a password that it does not take.
 *
 * There is no `cause`: an ioredis error carries the command with its arguments, which are records of people.
 */
export function failureOf(error: unknown): BotError {
  if (error instanceof BotError) return error
  const refused = error instanceof ReplyError && ours.includes(wordOf(error))
  return refused ? new BotError('broken', {}) : new BotError('redis_unavailable', {})
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
