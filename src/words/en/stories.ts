// For bot admins: the story of one request or token, from asking to its end.
import type { RequestState } from '../../core/requests/request-state.ts'
import { duration } from './grammar.ts'
import { buttons } from './labels.ts'

/** What is true of a request of which no token is known. */
const requestIs: Readonly<Record<RequestState, string>> = {
  pending: 'waiting for review',
  approved: 'approved; they haven’t got the token yet',
  claiming: 'the token is being created',
  claimed: 'they got the token',
  denied: 'denied',
  cancelled: 'cancelled',
  lapsed: 'lapsed',
  unsure: 'creating the token failed, and isn’t cleaned up yet',
}

export const stories = {
  title: ({ owner, label }: { owner: string; label: string }) => `${owner} · ${label}`,
  /** The ids are the beginnings of tokens' ids. */
  ids: ({ request, tokens }: { request?: string; tokens: readonly string[] }) =>
    [
      ...(request === undefined ? [] : [`Request ${request}`]),
      ...tokens.map((id) => (request === undefined ? `Token ${id}, created in Dremio` : `token ${id}`)),
    ].join(' · '),
  /** The lifetime that was asked for, milliseconds. */
  asked: ({ lifetime }: { lifetime: number }) => `Asked for ${duration(lifetime)}`,
  rule: ({ rule, version }: { rule: string; version: string }) => `Rule “${rule}”, policy version ${version}`,
  working: ({ until }: { until: string }) => `Works until ${until}`,
  expired: ({ at }: { at: string }) => `Expired ${at}`,
  revoked: 'Revoked',
  request: ({ state }: { state: RequestState }) => `Request: ${requestIs[state]}`,
  /** Above what the person wrote. */
  reason: 'Reason:',
  /** In a file: `reason` has its own lines. */
  reasonGiven: ({ reason }: { reason: string }) => `Reason:\n${reason}`,
  reasonGone: 'Reason: no longer kept',
  noReason: 'Reason: none given',
  line: ({ when, what }: { when: string; what: string }) => `${when}: ${what}`,
  /** For an action that this version doesn’t know, by its code. */
  unknownAction: ({ action, by }: { action: string; by: string }) => `${action} (by ${by})`,
  theBot: 'the bot',
  /** Between the lines before and after. */
  left: ({ amount }: { amount: number }) => `${amount} more in between. *${buttons.sendAsFile}* has all of them.`,
  nothingBefore: ({ at }: { at: string }) => `The audit has nothing about it before ${at}.`,
  nothing: 'The audit has nothing about it.',
  reading: 'I’m reading the audit. This takes a few seconds.',
  several: 'Several IDs begin like that. Which one do you mean?',
  choice: ({ owner, label, id }: { owner: string; label: string; id: string }) => `${owner} · ${label} · \`${id}\``,
  none: ({ id }: { id: string }) =>
    `The audit has nothing about a request or token with the ID \`${id}\`. A token created in Dremio is in it only after something was done with it here.`,
  noId: 'That isn’t an ID. A request’s ID has eight letters and digits. For a token, the first eight characters are enough. Both are in the audit channel; token IDs are in `/dremio-pat admin tokens` too.',
  fileTitle: ({ id }: { id: string }) => `Story of ${id}`,
  fileComment: 'The whole story, as you asked.',
  sent: 'The file is in our direct messages.',
}
