// Turns every way in which a sign-in, a refresh or an exchange can fail into a code, and keeps nothing else of it.
import { AuthorizationResponseError, ClientError, type CustomFetch, ResponseBodyError } from 'openid-client'
import { BotError } from '../core/errors.ts'
import { absurdAnswer, answerFailure, connectionFailure, notJson, type Tried } from './failures.ts'
import { readRetryAfter } from './retry.ts'

/** Who is asked: Dremio's failures have the codes of Dremio, all of a provider's are one. */
export type Party = 'dremio' | 'provider'
/** What was asked for. */
export type SignInStep = 'discovery' | 'code' | 'refresh' | 'exchange'

/** A definite "no" to what was handed in. `reason` is an OAuth error code, where one was given. */
export interface ProviderRefusal {
  no: true
  status: number
  reason?: string
}

/** What is known of a call when the protocol's library fails: the status, once an answer came. */
export interface ProtocolCall {
  party: Party
  step: SignInStep
  status?: number
}

const signingIn: Tried = { operation: 'sign in', earlier: false }

/**
 * A fetch for one call, which reads the whole answer and lets only such through as belong to the protocol: success, and
 * the three statuses with which RFC 6749 says no. Everything else throws our code, so the library's own errors, which
 * hold requests, answers and tokens, are about the protocol alone. `timeout` is in milliseconds.
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
    // With a challenge the library does not look into the body, where the error code stands.
    headers.delete('WWW-Authenticate')
    return new Response(text, { status, headers })
  }
}

/** What an error of the library means. Nothing of it goes on but OAuth error codes that are no more than a word. */
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
  // Before anything was sent: what the browser brought makes no sense, or an address may not be called.
  if (status === undefined) return step === 'code' && !unusable.has(code) ? unreadable() : misconfigured(party)
  if (party === 'dremio') return notReadable.has(code) ? notJson(signingIn) : absurdAnswer(signingIn)
  // An id_token for somebody else, of an earlier sign-in, or that is not there.
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

/** An address that is missing or may not be called: a provider's metadata names it, Dremio's comes from our own settings. */
export function misconfigured(party: Party): BotError {
  return party === 'provider' ? providerAway() : new BotError('broken', {})
}

export function unreadable(): BotError {
  return new BotError('sign_in_failed', { because: 'unreadable' })
}

export function providerAway(cause?: unknown): BotError {
  return new BotError('provider_unavailable', {}, cause === undefined ? undefined : { cause })
}

/** Dremio, or the provider, does not know us as a client or does not let us do this; it is not about the person. */
export function clientRefused(party: Party, { status }: ProviderRefusal): BotError {
  if (party === 'provider') return providerAway()
  return new BotError('dremio_rejected', { operation: 'sign in', status, mayHaveHappened: false })
}

/** The registered codes are such words (RFC 6749, sections 4.1.2.1 and 5.2); a sentence of anybody's is none. */
function reasonIn(code: string): { reason?: string } {
  return /^[a-z_]{1,40}$/.test(code) ? { reason: code } : {}
}
