// Calls to Slack's Web API: patient ones for everyday words, one impatient one for the secret, and their errors in our words.
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
export function impatientOptions(access: Omit<SlackAccess, 'botToken'>, timeout = 5_000): WebClientOptions {
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

/** Runs a call and throws `slack_unavailable` with Slack's short reason; the SDK's error, which may hold our message, stays here. */
export async function askSlack<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw new BotError('slack_unavailable', { doing, reason: reasonOf(error) })
  }
}

/** Slack's error code (`channel_not_found`), or the SDK's; both are from fixed lists and hold nobody's words. */
export function reasonOf(error: unknown): string {
  const { data, code } = error as { data?: { error?: unknown }; code?: unknown }
  if (typeof data?.error === 'string') return data.error
  return typeof code === 'string' ? code : 'unknown'
}

/** Slack answered, and would answer the same tomorrow: the person, their card or the channel is gone. */
export function isLasting(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && !passing.has(error.data.error)
}

/** The same by `reasonOf`. The SDK's own words, and those of the network, are no answers of Slack's. */
export function isLastingReason(reason: string): boolean {
  return /^[a-z_]+$/.test(reason) && !reason.startsWith('slack_webapi') && reason !== 'unknown' && !passing.has(reason)
}

/** What Slack says of itself, of our haste, or of a token that somebody may put right. */
const passing = new Set([
  ...['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout', 'ratelimited', 'rate_limited'],
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'missing_scope'],
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
