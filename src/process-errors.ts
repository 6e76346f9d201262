// Handles uncaught errors: logs them without their content, and decides whether the process may go on.
import { BotError } from './core/errors.ts'
import { placesIn } from './core/stack-places.ts'

export interface ProcessErrorsSettings {
  log(facts: object, message: string): void
  /** Lets running work finish and ends the process with 1. May be called more than once. */
  stop(): void
}

type Listened = Pick<NodeJS.Process, 'on' | 'removeAllListeners'>

/**
 * Without these listeners Node prints the error with its message, which may contain secrets, and ends at once.
 *
 * After an unhandled rejection with a network error the process goes on: some library's background call failed, and no
 * code of the bot was interrupted. After any other error the process stops in order, because its state is unknown, and
 * a new process starts with a known one.
 */
export function watchProcessErrors(process: Listened, { log, stop }: ProcessErrorsSettings): void {
  process.on('unhandledRejection', (error) => {
    const goesOn = isNetworkTrouble(error)
    log({ ...factsOf(error), goesOn }, 'a rejection that nobody caught')
    if (!goesOn) stop()
  })
  process.on('uncaughtException', (error) => {
    log({ ...factsOf(error), goesOn: false }, 'an error that nobody caught')
    stop()
  })
  // Node's own listener prints warnings as text.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => log(factsOf(warning), 'node warns'))
}

function factsOf(error: unknown): object {
  const code = codeOf(error)
  return {
    error: error instanceof Error ? wordIn(error.name) : typeof error,
    ...(code !== undefined && { code }),
    where: placesIn(error),
  }
}

function isNetworkTrouble(error: unknown): boolean {
  if (error instanceof BotError) return error.kind === 'unavailable'
  const codes = [codeOf(error), error instanceof Error ? codeOf(error.cause) : undefined]
  return codes.some((code) => code !== undefined && (networkCodes.has(code) || /^(UND_ERR_|slack_webapi_)/.test(code)))
}

/** https://nodejs.org/api/errors.html#common-system-errors, those of sockets and of names. */
const networkCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENETDOWN', 'EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'ENOTCONN'],
])

function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? wordIn(code) : undefined
}

/** A name or a code. A longer text, or one with spaces, could contain user data and is dropped. */
function wordIn(text: string): string | undefined {
  return /^[\w.-]{1,60}$/.test(text) ? text : undefined
}
