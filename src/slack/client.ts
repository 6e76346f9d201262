// Calls to Slack's Web API: with a few retries for normal messages, with none for the secret; with errors as BotErrors.
import type { Logger, LogLevel } from '@slack/logger'
import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api'
import { BotError, isBotError, type SlackOperation } from '../core/errors.ts'

export interface SlackAccess {
  /** A plain string, as the SDK needs it; only the composition root reveals Secrets. */
  botToken: string
  /** Ends in `/api/`. */
  apiUrl: string
  logger: Logger
}

/**
 * Normal calls: a few retries within seconds. The SDK's default, ten retries in half an hour, is longer than a person
 * waits.
 */
export function slackClientOptions({ apiUrl, logger }: Omit<SlackAccess, 'botToken'>): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    logger,
    timeout: 10_000,
    retryConfig: { retries: 3, minTimeout: 300, maxTimeout: 3_000, factor: 2 },
    // The SDK would send the token to a method name that is an absolute URL; the bot uses no such names.
    allowAbsoluteUrls: false,
  }
}

/**
 * For the call that carries the secret: one try with a short timeout. A retry could show the secret twice, and a late
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

/**
 * Runs a call and throws its error as `slackFailure`. The SDK's error is dropped, because it may contain the message.
 */
export async function askSlack<T>(operation: SlackOperation, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw slackFailure(operation, error)
  }
}

/** The error of a failed call: `slack_unavailable`, or `slack_scope_missing`, which only an administrator can solve. */
export function slackFailure(operation: SlackOperation, error: unknown): BotError {
  const reason = reasonOf(error)
  if (reason !== 'missing_scope') return new BotError('slack_unavailable', { operation, reason })
  const { needed } = (error as { data: { needed?: unknown } }).data
  // If one of several scopes is enough, Slack lists them with commas.
  const scope = typeof needed === 'string' && /^[a-z:._,]+$/.test(needed) ? needed : 'unknown'
  return new BotError('slack_scope_missing', { operation, scope })
}

/**
 * Slack's error code (`channel_not_found`), a status (`HTTP 503`), the network's code (`ECONNREFUSED`), or the SDK's
 * code. All are from fixed lists and contain no user data.
 */
export function reasonOf(error: unknown): string {
  const { data, code, statusCode, original } = error as {
    data?: { error?: unknown }
    code?: unknown
    statusCode?: unknown
    original?: { name?: string; code?: unknown; cause?: { code?: unknown } }
  }
  // The SDK returns a body that is no JSON, such as a proxy's page, as if it were Slack's error code.
  if (typeof data?.error === 'string') return /^[a-z][a-z0-9_]{0,63}$/.test(data.error) ? data.error : NOT_SLACK
  // The SDK's own code for 429, if `rejectRateLimitedCalls` is set.
  if (code === 'slack_webapi_rate_limited_error') return 'ratelimited'
  if (typeof statusCode === 'number') return `HTTP ${statusCode}`
  const network = [original?.cause?.code, original?.code, original?.name].find((text) => typeof text === 'string')
  if (typeof network === 'string' && /^\w{1,64}$/.test(network)) return network
  return typeof code === 'string' ? code : 'unknown'
}

/** Slack's reason in a failure of this room, for the log; undefined where there is none. */
export function reasonFor(error: unknown): string | undefined {
  if (isBotError(error, 'slack_unavailable')) return error.facts.reason
  if (isBotError(error, 'slack_scope_missing')) return `missing_scope ${error.facts.scope}`
  return error instanceof BotError ? undefined : reasonOf(error)
}

/** The answer came from another server, for example a proxy. */
export const NOT_SLACK = 'not from Slack'

/** Slack answered, and a retry would get the same answer: the person, their card, the channel or the scope is gone. */
export function isLasting(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && isLastingReason(reasonOf(error))
}

/**
 * The same for a result of `reasonOf`. Codes of the SDK and of the network and HTTP statuses are not answers of Slack.
 */
export function isLastingReason(reason: string): boolean {
  return /^[a-z_]+$/.test(reason) && !reason.startsWith('slack_webapi') && reason !== 'unknown' && !passing.has(reason)
}

/** Whether trying again may help the person: not if Slack would answer the same, or refuses the bot's token. */
export function mayPass(reason: string): boolean {
  return !isLastingReason(reason) && !ofOurToken.includes(reason)
}

/** Slack refuses the bot's token: the app was removed, or its token was renewed. */
export function refusesToken(reason: string): boolean {
  return ofOurToken.includes(reason)
}

const ofOurToken = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']

/** Errors that end by themselves or after a correction: Slack's own trouble, rate limits, and a refused token. */
const passing = new Set([
  ...['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout', 'ratelimited', 'rate_limited'],
  ...ofOurToken,
])

/**
 * Writes the SDK's log lines to the bot's log. Its DEBUG lines contain message text, and with it the secret, so they
 * are dropped at any log level (the SDK's `redact()` masks names, not values).
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
