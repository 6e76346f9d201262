// The last fence: errors that nobody caught, as one line without contents, and whether the process may go on after them.
import { BotError } from './core/errors.ts'
import { placesIn } from './core/stack-places.ts'

export interface ProcessErrorsSettings {
  log(facts: object, message: string): void
  /** Lets what runs finish and ends the process with 1. May be called more than once. */
  stop(): void
}

type Listened = Pick<NodeJS.Process, 'on' | 'removeAllListeners'>

/**
 * Without these listeners node prints the error with its message, which may hold anything, and ends at once.
 *
 * A rejected promise whose error is the network's goes on: a call failed for which nobody waited, as libraries make them in
 * the background, and nothing of ours stopped half-way. Everything else stops in order: after an error that nobody
 * foresaw, nobody knows in which state it left what it was doing, and a fresh process does.
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

/** A name or a code; what is longer or has spaces is somebody's text. */
function wordIn(text: string): string | undefined {
  return /^[\w.-]{1,60}$/.test(text) ? text : undefined
}
