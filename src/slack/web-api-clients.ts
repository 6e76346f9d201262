// Makes the clients of Slack's Web API. A client delays all its calls after a 429, so each kind of work has its own.
import type { WebClient } from '@slack/web-api'
import { noRetryOptions, type SlackAccess, slackClient, slackClientOptions } from './client.ts'
import { lookupOptions } from './lookups.ts'

export interface SlackClients {
  /** Opens and updates forms. Rate-limited calls fail at once, because a trigger expires after three seconds. */
  forms: WebClient
  /** Answers commands and clicks, in direct messages. It gives up within seconds, so that another way can be tried. */
  answers: WebClient
  /** Posts the cards of requests, and notices after operations. Rate-limited calls fail at once: `waitOutRateLimit`. */
  cards: WebClient
  /** Posts reminders without retries; failed ones are retried by the alarms. */
  reminders: WebClient
  /** Publishes Home. Failed calls are tried again by the alarms. */
  homes: WebClient
  /** Posts to the audit channel. */
  audit: WebClient
  /** Looks up people and groups. */
  lookups: WebClient
  /** Shows the one message with a secret. */
  secret: WebClient
}

/** `showing` is the timeout for showing a secret, milliseconds. */
export function slackClients(access: SlackAccess, showing?: number): SlackClients {
  return {
    forms: slackClient(access, { ...slackClientOptions(access), rejectRateLimitedCalls: true }),
    answers: slackClient(access, lookupOptions(access)),
    cards: slackClient(access, { ...slackClientOptions(access), rejectRateLimitedCalls: true }),
    reminders: slackClient(access, noRetryOptions(access)),
    homes: slackClient(access, noRetryOptions(access)),
    audit: slackClient(access, noRetryOptions(access)),
    lookups: slackClient(access, lookupOptions(access)),
    secret: slackClient(access, noRetryOptions(access, showing)),
  }
}
