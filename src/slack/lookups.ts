// Asks Slack what a click waits for: it gets an answer within seconds or none, and does not ask while Slack wants a rest.
import { WebAPIRateLimitedError, type WebClientOptions } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import { type SlackAccess, slackClientOptions, slackFailure } from './client.ts'
import { isWithin } from './ttl-cache.ts'

/**
 * For a client that does nothing else: told to wait, the SDK holds up all calls of a client, cards and messages too, for as
 * long as Slack wants. That can be half a minute and more, and no click waits so long.
 */
export function lookupOptions(access: Omit<SlackAccess, 'botToken'>): WebClientOptions {
  return {
    ...slackClientOptions(access),
    timeout: 3_000,
    retryConfig: { retries: 2, minTimeout: 300, maxTimeout: 600, factor: 2 },
    rejectRateLimitedCalls: true,
  }
}

/** `method` is Slack's name of what `call` calls; `doing` is for the sentence. Throws as `slackFailure`. */
export type LookUp = <T>(method: string, operation: string, call: () => Promise<T>) => Promise<T>

/** Limits are Slack's by method and workspace: https://docs.slack.dev/apis/web-api/rate-limits */
export function createLookUp(clock: Clock): LookUp {
  const rests = new Map<string, { since: number; length: number }>()
  return async (method, operation, call) => {
    const refused = () => new BotError('slack_unavailable', { operation, reason: 'ratelimited' })
    const rest = rests.get(method)
    if (rest && isWithin(clock.now() - rest.since, rest.length)) throw refused()
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw slackFailure(operation, error)
      rests.set(method, { since: clock.now(), length: error.retryAfter * SECOND })
      throw refused()
    }
  }
}
