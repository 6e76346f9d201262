// Turns every failure of a call to Dremio into a BotError that contains nothing of the request or the answer.
import { BotError, type DremioFacts, type DremioOperation, type Facts } from '../core/errors.ts'

export interface Tried {
  operation: DremioOperation
  /** True if an earlier try of the same call may have taken effect. */
  earlier: boolean
}

export interface BadAnswer {
  status: number
  html: boolean
  /** Seconds. */
  retryAfter: number | undefined
}

/** For an answer that is no success, a page of HTML or a redirect. */
export function answerFailure({ status, html, retryAfter }: BadAnswer, tried: Tried): BotError {
  // After a 4xx the call certainly had no effect, except for 408: a proxy timed out, and Dremio may still be at work.
  const open = status < 400 || status === 408 || status >= 500
  const facts: DremioFacts = { ...factsOf(tried, open), status, ...(retryAfter === undefined ? {} : { retryAfter }) }
  // Software before 26 has no token endpoint. Dremio, or a proxy that does not know the path, answers with either of
  // these.
  if (tried.operation === 'sign in' && (status === 404 || status === 405)) return new BotError('dremio_missing', facts)
  // Dremio itself answers with these statuses in JSON. An HTML page comes from a proxy, a login wall or a wrong
  // DREMIO_API_URL, and its status does not mean what it means at Dremio.
  if (html && (status < 401 || status === 403 || status === 404)) return unavailable('not json', facts)
  if (status < 400) return unavailable('not json', facts)
  if (status >= 500) return unavailable('server error', facts)
  switch (status) {
    case 401:
      return new BotError('dremio_credential_refused', facts)
    case 403:
      return new BotError('dremio_forbidden', facts)
    case 404:
    case 410:
      return new BotError('dremio_missing', facts)
    case 405:
      return new BotError('dremio_tokens_off', facts)
    case 408:
      return unavailable('timeout', facts)
    case 409:
      return new BotError('dremio_conflict', facts)
    case 429:
      return new BotError('dremio_busy', facts)
    default:
      return new BotError('dremio_rejected', facts)
  }
}

/**
 * For a call without a complete answer. `error` is what ofetch or fetch threw. It contains the credential and perhaps
 * the answer, so only Node's error code (`ENOTFOUND`) is kept, for the operator.
 */
export function connectionFailure(error: unknown, tried: Tried): BotError {
  const chain = causesOf(error)
  const code = chain
    .map((cause) => cause.code)
    .find((value) => typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(value))
  const options = typeof code === 'string' ? { cause: new Error(code) } : undefined
  if (chain.some(({ name, code }) => name === 'TimeoutError' || timeouts.has(String(code)))) {
    return unavailable('timeout', factsOf(tried, true), options)
  }
  if (chain.some(wasNeverSent)) return unavailable('no connection', factsOf(tried, false), options)
  return unavailable('cut off', factsOf(tried, true), options)
}

/** For an answer with status 200 that cannot be read. */
export function absurdAnswer(tried: Tried): BotError {
  return new BotError('dremio_answer_absurd', factsOf(tried, true))
}

export function notJson(tried: Tried): BotError {
  return unavailable('not json', factsOf(tried, true))
}

/** Whether the failure may end by itself within seconds. */
export function isPassing(error: BotError): boolean {
  if (error.code === 'dremio_busy' || error.code === 'dremio_conflict') return true
  return error.code === 'dremio_unavailable' && becauseOf(error) !== 'not json'
}

export function isTimeout(error: BotError): boolean {
  return error.code === 'dremio_unavailable' && becauseOf(error) === 'timeout'
}

type Because = Facts['dremio_unavailable']['because']

function becauseOf(error: BotError): Because {
  return (error.facts as Facts['dremio_unavailable']).because
}

function unavailable(because: Because, facts: DremioFacts, options?: { cause: Error }): BotError {
  return new BotError('dremio_unavailable', { ...facts, because }, options)
}

function factsOf({ operation, earlier }: Tried, open: boolean): DremioFacts {
  const changes = operation === 'create' || operation === 'revoke'
  return { operation, mayHaveHappened: changes && (earlier || open) }
}

interface Cause {
  name?: unknown
  code?: unknown
  syscall?: unknown
  cause?: unknown
}

function causesOf(error: unknown): Cause[] {
  const chain: Cause[] = []
  for (let one = error; one instanceof Error && chain.length < 5; one = one.cause) chain.push(one as Cause)
  return chain
}

// Errors of undici, Node's fetch: https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

/** True if the name did not resolve, the connection was refused, or TLS failed: no byte of the request was sent. */
function wasNeverSent({ code, syscall }: Cause): boolean {
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true
  return typeof code === 'string' && (unsent.has(code) || /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_)/.test(code))
}

const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
])
