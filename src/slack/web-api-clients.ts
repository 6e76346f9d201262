// Makes every client of Slack's Web API. A client that is told to wait (429) holds up all its calls, so each kind of work has its own.
import type { WebClient } from '@slack/web-api'
import { noRetryOptions, type SlackAccess, slackClient, slackClientOptions } from './client.ts'
import { lookupOptions } from './lookups.ts'

export interface SlackClients {
  /** Opens and fills forms: a trigger lives three seconds, so a form that Slack does not take now is not kept for later. */
  forms: WebClient
  /** Answers commands and clicks, in direct messages: it gives up within seconds, so that another way can be tried. */
  answers: WebClient
  /** Posts the cards of requests, and what is told after deeds. */
  cards: WebClient
  /** Posts reminders: what fails, the alarms try again. */
  reminders: WebClient
  /** Posts to the audit channel. */
  audit: WebClient
  /** Looks up people and groups. */
  lookups: WebClient
  /** Shows the one message with a secret. */
  secret: WebClient
}

/** `showing` is how long the showing of a secret may take, milliseconds. */
export function slackClients(access: SlackAccess, showing?: number): SlackClients {
  return {
    forms: slackClient(access, { ...slackClientOptions(access), rejectRateLimitedCalls: true }),
    answers: slackClient(access, lookupOptions(access)),
    cards: slackClient(access),
    reminders: slackClient(access, noRetryOptions(access)),
    audit: slackClient(access, noRetryOptions(access)),
    lookups: slackClient(access, lookupOptions(access)),
    secret: slackClient(access, noRetryOptions(access, showing)),
  }
}
