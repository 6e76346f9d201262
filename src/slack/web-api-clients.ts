// Every client of Slack's Web API, made in one place: told to wait (429), a client holds up all that goes through it, so what must not wait for each other has one of its own.
import type { WebClient } from '@slack/web-api'
import { noRetryOptions, type SlackAccess, slackClient, slackClientOptions } from './client.ts'
import { lookupOptions } from './lookups.ts'

export interface SlackClients {
  /** Opening and filling forms: a trigger lives three seconds, so a form that Slack does not take now is not kept for later. */
  forms: WebClient
  /** Answers to commands and clicks, in direct messages: they give up within seconds, so that another way can be tried. */
  answers: WebClient
  /** The cards of requests, and what is told after deeds. */
  cards: WebClient
  /** Reminders: what fails the alarms try again. */
  reminders: WebClient
  /** What the audit channel hears. */
  audit: WebClient
  /** Questions about people and groups. */
  lookups: WebClient
  /** The one message with a secret. */
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
