// Calls to Slack's Web API: with a few retries for everyday messages, with none for the secret; and their errors as ours.
import type { Logger, LogLevel } from '@slack/logger'
import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api'
import { BotError } from '../core/errors.ts'

export interface SlackAccess {
  /** The bare value: the SDK wants it so, and revealing is for the composition root. */
  botToken: string
  /** Ends in `/api/`. */
  apiUrl: string
  logger: Logger
}

/** Everyday calls: a few retries within seconds, since the SDK's default of ten in half an hour outlives every click. */
export function slackClientOptions({ apiUrl, logger }: Omit<SlackAccess, 'botToken'>): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    logger,
    timeout: 10_000,
    retryConfig: { retries: 3, minTimeout: 300, maxTimeout: 3_000, factor: 2 },
    // A method name that is an absolute URL would be called with our token; no method of ours is one.
    allowAbsoluteUrls: false,
  }
}

/**
 * For the call that carries the secret: tried once, not for long. A second try could show the secret twice, and a late
 * one could show it after the token was revoked.
 */
export function noRetryOptions(access: Omit<SlackAccess, 'botToken'>, timeout = 5_000): WebClientOptions {
  return {
    ...slackClientOptions(access),
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  }
}

export function slackClient(access: SlackAccess, options = slackClientOptions(access)): WebClient {
  return new WebClient(access.botToken, options)
}

/** Runs a call and throws what `slackFailure` makes of it; the SDK's error, which may hold our message, stays here. */
export async function askSlack<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw slackFailure(operation, error)
  }
}

/** What Slack, or the way to it, refused: `slack_unavailable`, or `slack_scope_missing`, which no waiting mends. */
export function slackFailure(operation: string, error: unknown): BotError {
  const reason = reasonOf(error)
  if (reason !== 'missing_scope') return new BotError('slack_unavailable', { operation, reason })
  const { needed } = (error as { data: { needed?: unknown } }).data
  // Where any of several would do, Slack lists them with commas.
  const scope = typeof needed === 'string' && /^[a-z:._,]+$/.test(needed) ? needed : 'unknown'
  return new BotError('slack_scope_missing', { operation, scope })
}

/**
 * Slack's error code (`channel_not_found`), a status (`HTTP 503`), the network's code (`ECONNREFUSED`), or the SDK's; all
 * are from fixed lists and hold nobody's words.
 */
export function reasonOf(error: unknown): string {
  const { data, code, statusCode, original } = error as {
    data?: { error?: unknown }
    code?: unknown
    statusCode?: unknown
    original?: { name?: string; code?: unknown; cause?: { code?: unknown } }
  }
  // The SDK hands on a body that is no JSON, such as a proxy's page, as if it were Slack's error code.
  if (typeof data?.error === 'string') return /^[a-z][a-z0-9_]{0,63}$/.test(data.error) ? data.error : NOT_SLACK
  // The SDK's own word for 429, where it was told not to wait.
  if (code === 'slack_webapi_rate_limited_error') return 'ratelimited'
  if (typeof statusCode === 'number') return `HTTP ${statusCode}`
  const network = [original?.cause?.code, original?.code, original?.name].find((one) => typeof one === 'string')
  if (typeof network === 'string' && /^\w{1,64}$/.test(network)) return network
  return typeof code === 'string' ? code : 'unknown'
}

/** Something answered in Slack's place. */
export const NOT_SLACK = 'not from Slack'

/** Slack answered, and would answer the same tomorrow: the person, their card, the channel or our scope is gone. */
export function isLasting(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && isLastingReason(reasonOf(error))
}

/** The same by `reasonOf`. The SDK's own words, a status, and those of the network are no answers of Slack's. */
export function isLastingReason(reason: string): boolean {
  return /^[a-z_]+$/.test(reason) && !reason.startsWith('slack_webapi') && reason !== 'unknown' && !passing.has(reason)
}

/** Whether the person who waits may have better luck by themselves: not where Slack would say the same again, or refuses our token. */
export function mayPass(reason: string): boolean {
  return !isLastingReason(reason) && !ofOurToken.includes(reason)
}

/** Slack does not take our token any more: the app was taken away, or its token renewed. */
export function refusesToken(reason: string): boolean {
  return ofOurToken.includes(reason)
}

const ofOurToken = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']

/** What Slack says of itself, of our haste, or of a token that somebody may put right. */
const passing = new Set([
  ...['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout', 'ratelimited', 'rate_limited'],
  ...ofOurToken,
])

/**
 * The SDK's words in our log. Its DEBUG lines hold message text, and with it the secret, so that level does not exist
 * here whatever anybody sets (facts: `redact()` masks names, not values).
 */
export function sdkLogger(write: (level: 'info' | 'warn' | 'error', message: string) => void): Logger {
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]) =>
      write(level, parts.map((part) => (part instanceof Error ? part.name : String(part))).join(' '))
  return {
    debug() {},
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    setLevel() {},
    getLevel: () => 'info' as LogLevel,
    setName() {},
  }
}
