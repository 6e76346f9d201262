// Lookups in Slack that a click waits for: they end within seconds, and pause while Slack's rate limit lasts.
import { WebAPIRateLimitedError, type WebClientOptions } from '@slack/web-api'
import { BotError, type SlackOperation } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import { type SlackAccess, slackClientOptions, slackFailure } from './client.ts'
import { isWithin } from './ttl-cache.ts'

/**
 * For a client that is only used for lookups: after a 429 the SDK delays all calls of the client, also messages, for as
 * long as Slack asks for. That can be half a minute and more, which is too long for a click.
 */
export function lookupOptions(access: Omit<SlackAccess, 'botToken'>): WebClientOptions {
  return {
    ...slackClientOptions(access),
    timeout: 3_000,
    retryConfig: { retries: 2, minTimeout: 300, maxTimeout: 600, factor: 2 },
    rejectRateLimitedCalls: true,
  }
}

/** `method` is the name of Slack's method; `operation` is for the sentence. Throws as `slackFailure`. */
export type LookUp = <T>(method: string, operation: SlackOperation, call: () => Promise<T>) => Promise<T>

/** Slack's rate limits apply to each method and workspace: https://docs.slack.dev/apis/web-api/rate-limits */
export function createLookUp(clock: Clock): LookUp {
  const pauses = new Map<string, { since: number; length: number }>()
  return async (method, operation, call) => {
    const refused = () => new BotError('slack_unavailable', { operation, reason: 'ratelimited' })
    const pause = pauses.get(method)
    if (pause && isWithin(clock.now() - pause.since, pause.length)) throw refused()
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw slackFailure(operation, error)
      pauses.set(method, { since: clock.now(), length: error.retryAfter * SECOND })
      throw refused()
    }
  }
}
