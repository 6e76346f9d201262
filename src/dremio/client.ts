// The only HTTP client for Dremio's API: credential, timeouts, retries, and every failure as a BotError.
import { setTimeout as sleep } from 'node:timers/promises'
import { createFetch } from 'ofetch'
import { BotError, type DremioOperation } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import { SECOND } from '../core/time/duration.ts'
import { tidOf } from '../core/tokens/token-value.ts'
import { apiUrlOf, type DremioLocation, type Edition } from './editions.ts'
import { answerFailure, connectionFailure, type Tried } from './failures.ts'
import type { Path } from './paths.ts'
import { pauseAfter, readRetryAfter } from './retry.ts'

export interface ClientOptions extends DremioLocation {
  /** Milliseconds for one try, from connecting to the last byte of the answer; 10,000 if not given. */
  timeout?: number
  /** Resolves after so many milliseconds; a timer if not given. */
  wait?: (milliseconds: number) => Promise<unknown>
  /** 0 to 1, spreads the retries of many callers; without it the pauses are always the longest. */
  random?: () => number
  fetch?: typeof fetch
}

/** Milliseconds; platforms give a readiness probe about this long. */
const PING_TIMEOUT = 3 * SECOND

export interface Call {
  operation: DremioOperation
  method: 'GET' | 'POST' | 'DELETE'
  path: Path
  query?: Readonly<Record<string, string>>
  body?: Readonly<Record<string, unknown>>
  as: Secret
}

export interface DremioClient {
  readonly edition: Edition
  /**
   * Resolves to the text of a successful answer. GET and DELETE are retried a few times after a temporary failure, POST
   * never. Throws the `dremio_…` codes; `mayHaveHappened` in their facts covers all tries.
   */
  send(call: Call): Promise<string>
  /**
   * Resolves if Dremio answers at all, at its API or at `url`, to a request without a credential. Throws
   * `dremio_unavailable`.
   */
  ping(url?: string): Promise<void>
  /** The status with which `url` answers an empty form without a credential. Throws `dremio_unavailable`. */
  statusOfEmptyForm(url: string): Promise<number>
}

export function createDremioClient(options: ClientOptions): DremioClient {
  const { wait = sleep, random = () => 1, timeout = 10 * SECOND } = options
  const base = apiUrlOf(options)
  // ofetch's defaults are turned off: its retries do not use `wait`, and its errors contain the request and the answer.
  const fetchText = createFetch(options.fetch ? { fetch: options.fetch } : {}).create({
    retry: false,
    ignoreResponseError: true,
    responseType: 'text',
    // Following a redirect could send the credential to another host, or turn the call into a GET of a login page.
    redirect: 'manual',
  }).raw

  return { edition: options.edition, send, ping, statusOfEmptyForm }

  async function send(call: Call): Promise<string> {
    let earlier = false
    for (let tries = 1; ; tries += 1) {
      const outcome = await tryOnce(call, { operation: call.operation, earlier })
      if (typeof outcome === 'string') return outcome
      const pause = call.method === 'POST' ? undefined : pauseAfter(outcome, tries, random)
      if (pause === undefined) throw outcome
      earlier ||= 'mayHaveHappened' in outcome.facts && outcome.facts.mayHaveHappened
      await wait(pause)
    }
  }

  async function tryOnce({ method, path, query, body, as, operation }: Call, tried: Tried): Promise<string | BotError> {
    const headers = headersFor(as)
    if (!headers) return new BotError('dremio_credential_refused', { operation, mayHaveHappened: tried.earlier })
    try {
      const answer = await fetchText<string, 'text'>(base + path + (query ? `?${new URLSearchParams(query)}` : ''), {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
        // ofetch's own timeout only covers the answer's headers; this one also covers the body.
        signal: AbortSignal.timeout(timeout),
      })
      const { status } = answer
      const text = answer._data ?? ''
      // HTML is recognized by the text, because the content type of a bare secret is not documented.
      const html = /^\s*</.test(text)
      if (status >= 200 && status < 300 && !html) return text
      const retryAfter = readRetryAfter(answer.headers)
      return answerFailure({ status, html, retryAfter }, tried)
    } catch (error) {
      return connectionFailure(error, tried)
    }
  }

  async function ping(url: string = base): Promise<void> {
    const status = await statusOf(`${url}/`, {})
    if (status >= 500) throw answerFailure({ status, html: false, retryAfter: undefined }, looking)
  }

  function statusOfEmptyForm(url: string): Promise<number> {
    return statusOf(url, { method: 'POST', body: new URLSearchParams() })
  }

  /** No credential is sent, because a probe every few seconds must not count as failed sign-ins. */
  async function statusOf(url: string, form: { method?: 'POST'; body?: URLSearchParams }): Promise<number> {
    try {
      const signal = AbortSignal.timeout(Math.min(timeout, PING_TIMEOUT))
      return (await fetchText(url, { ...form, signal })).status
    } catch (error) {
      throw connectionFailure(error, looking)
    }
  }
}

const looking: Tried = { operation: 'look up', earlier: false }

/** The id of the token in a secret, so that no other file in src/dremio has to reveal one. See `tidOf`. */
export function idIn(secret: Secret): string | undefined {
  return tidOf(secret.reveal())
}

/**
 * Returns undefined if the credential cannot be a header value, for example because of a line break: fetch's error
 * would quote it. `Accept` is the one of curl in Dremio's documentation, because "create" answers with plain text and
 * ofetch would ask for JSON.
 */
function headersFor(as: Secret): Headers | undefined {
  try {
    return new Headers({
      Authorization: `Bearer ${as.reveal()}`,
      'Content-Type': 'application/json',
      Accept: '*/*',
    })
  } catch {
    return undefined
  }
}
