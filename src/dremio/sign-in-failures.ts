// Turns every failure of a sign-in, a refresh or an exchange into a code that contains nothing else of it.
import { AuthorizationResponseError, ClientError, type CustomFetch, ResponseBodyError } from 'openid-client'
import { BotError } from '../core/errors.ts'
import { absurdAnswer, answerFailure, connectionFailure, notJson, type Tried } from './failures.ts'
import { readRetryAfter } from './retry.ts'

/** The server that is called. Dremio's failures have Dremio's codes, and a provider's failures share one code. */
export type Party = 'dremio' | 'provider'
/** The kind of request. */
export type SignInStep = 'discovery' | 'code' | 'refresh' | 'exchange'

/** A definite refusal of the request. `reason` is the OAuth error code, if there was one. */
export interface ProviderRefusal {
  no: true
  status: number
  reason?: string
}

/** What is known about a call when the OAuth library fails: the status, once an answer came. */
export interface ProtocolCall {
  party: Party
  step: SignInStep
  status?: number
}

const signingIn: Tried = { operation: 'sign in', earlier: false }

/**
 * A fetch for one call, which reads the whole answer and lets only answers of the protocol through: success, and the
 * three statuses with which RFC 6749 refuses. Everything else throws a BotError, so the library's own errors, which
 * contain requests, answers and tokens, only concern the protocol. `timeout` is in milliseconds.
 */
export function protocolFetch(call: ProtocolCall, timeout: number, fetching: typeof fetch): CustomFetch {
  return async (url, options) => {
    let answer: Response
    let text: string
    try {
      answer = await fetching(url, { ...options, body: options.body ?? null, signal: AbortSignal.timeout(timeout) })
      text = await answer.text()
    } catch (error) {
      const failure = connectionFailure(error, signingIn)
      throw call.party === 'dremio' ? failure : providerAway(failure.cause)
    }
    const { status } = answer
    const html = /^\s*</.test(text)
    if (html || !(answer.ok || [400, 401, 403].includes(status))) {
      if (call.party === 'provider') throw providerAway(new Error(html ? 'not json' : `HTTP ${status}`))
      throw answerFailure({ status, html, retryAfter: readRetryAfter(answer.headers) }, signingIn)
    }
    call.status = status
    const headers = new Headers(answer.headers)
    // With a challenge the library does not read the body, which contains the error code.
    headers.delete('WWW-Authenticate')
    return new Response(text, { status, headers })
  }
}

/** Translates an error of the library. Only OAuth error codes that are a single word are kept. */
export function whatFailed(error: unknown, { party, step, status }: ProtocolCall): BotError | ProviderRefusal {
  const ours = [error, (error as { cause?: unknown } | undefined)?.cause].find((one) => one instanceof BotError)
  if (ours) return ours
  if (error instanceof AuthorizationResponseError) {
    const because = error.error === 'access_denied' ? 'declined' : 'refused'
    return new BotError('sign_in_failed', { because, ...reasonIn(error.error) })
  }
  if (status !== undefined && status >= 400) {
    return { no: true, status, ...(error instanceof ResponseBodyError ? reasonIn(error.error) : {}) }
  }
  const code = error instanceof ClientError ? error.code : undefined
  // The request was not sent: the browser's parameters are invalid, or the address may not be called.
  if (status === undefined) return step === 'code' && !unusable.has(code) ? unreadable() : misconfigured(party)
  if (party === 'dremio') return notReadable.has(code) ? notJson(signingIn) : absurdAnswer(signingIn)
  // The id_token is for another person, from an earlier sign-in, or missing.
  if (step === 'code' && !notReadable.has(code)) return new BotError('sign_in_failed', { because: 'refused' })
  return providerAway()
}

const unusable = new Set<string | undefined>([
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
])
const notReadable = new Set<string | undefined>(['OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR'])

/**
 * An address is missing or may not be called. A provider's metadata names its addresses; Dremio's come from the bot's
 * settings.
 */
export function misconfigured(party: Party): BotError {
  return party === 'provider' ? providerAway() : new BotError('broken', {})
}

export function unreadable(): BotError {
  return new BotError('sign_in_failed', { because: 'unreadable' })
}

export function providerAway(cause?: unknown): BotError {
  return new BotError('provider_unavailable', {}, cause === undefined ? undefined : { cause })
}

/** Dremio or the provider does not know this client, or does not allow it the request; the person is not the reason. */
export function clientRefused(party: Party, { status }: ProviderRefusal): BotError {
  if (party === 'provider') return providerAway()
  return new BotError('dremio_rejected', { operation: 'sign in', status, mayHaveHappened: false })
}

/** The registered codes are single words (RFC 6749, sections 4.1.2.1 and 5.2); free text is dropped. */
function reasonIn(code: string): { reason?: string } {
  return /^[a-z_]{1,40}$/.test(code) ? { reason: code } : {}
}
