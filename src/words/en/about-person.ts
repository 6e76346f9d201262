// For bot admins: all that is known of one person.
import type { DepartureReason } from '../../core/people/departure.ts'
import { allOf, count, duration } from './grammar.ts'
import { leftAs } from './outstanding.ts'

/** `user` is the name or id of a Dremio user, formatted; `since` a date. */
interface Linked {
  user: string
  since: string
}

export const aboutPerson = {
  /** For notifications. */
  title: ({ person }: { person: string }) => `About ${person}`,
  served: 'Active in Slack.',
  notInSlack: 'Slack doesn’t know them.',
  slackUnknown: 'Slack didn’t say whether they’re still there.',
  left: ({ because, when }: { because: DepartureReason; when: string }) =>
    `They left (${leftAs[because]}, noticed ${when}).`,
  departureUnknown: 'I couldn’t read whether they left.',

  linkedBySignIn: ({ user, since }: Linked) => `Linked to the Dremio user ${user} (verified by sign-in, ${since}).`,
  linkedByEmail: ({ user, email, since }: Linked & { email: string }) =>
    `Linked to the Dremio user ${user} (by their email ${email}, ${since}).`,
  linkedByAdmin: ({ user, by, since }: Linked & { by: string }) =>
    `Linked to the Dremio user ${user} (by ${by}, ${since}).`,
  notLinked: 'Not linked to a Dremio user.',
  linkUnknown: 'I couldn’t read which Dremio user they are.',
  assigned: ({ user, by, since }: Linked & { by: string }) =>
    `${by} assigned the Dremio user ${user} to them (${since}). It becomes their link when they use the bot.`,
  assignmentUnknown: 'I couldn’t read whether a Dremio user is assigned to them.',
  confirmation: ({ user, by, when }: { user: string; by: string; when: string }) =>
    `${by} wants to link them to ${user}. Another bot admin has to confirm it by ${when}.`,
  confirmationUnknown: 'I couldn’t read whether a link waits to be confirmed.',

  session: 'Signed in: the bot can act as them in Dremio.',
  noSession: 'No stored sign-in.',
  sessionUnknown: 'I couldn’t read whether they’re signed in.',

  tokens: ({ active, fresh }: { active: number; fresh: boolean }) => {
    const amount = active === 0 ? 'No active tokens' : count(active, 'active token')
    return fresh ? `*${amount}* (from Dremio just now)` : `*${amount}* that I know of. They may have others.`
  },
  tokensUnknown: 'I couldn’t read their tokens.',
  moreTokens: ({ amount }: { amount: number }) => `${amount} more not shown`,

  requests: ({ open }: { open: number }) => (open === 0 ? 'No open requests.' : `*${count(open, 'open request')}*`),
  request: ({ label, lifetime, state }: { label: string; lifetime: number; state: keyof typeof requestStates }) =>
    `• ${label}, ${duration(lifetime)}: ${requestStates[state]}`,
  requestsUnknown: 'I couldn’t read their requests.',

  delegatedTo: ({ delegate, until }: { delegate: string; until: string }) =>
    `${delegate} reviews for them until ${until}.`,
  delegationUnknown: 'I couldn’t read whether somebody reviews for them.',
  reviewsFor: ({ people }: { people: readonly string[] }) => `They review for ${allOf(people, 5)} right now.`,
  reviewsUnknown: 'I couldn’t read what they review.',

  remindersOff: 'Reminders are off.',
  /** `before` in milliseconds; `at` is an hour, undefined for any. */
  remindersOn: ({ before, at }: { before: readonly number[]; at: string | undefined }) =>
    `Reminders: ${allOf(before.map(duration), before.length)} before a token expires, ${at === undefined ? 'at any hour' : `at ${at} their time`}.`,
  remindersUnknown: 'I couldn’t read their reminders.',

  onlyOwner: 'In this Dremio only they can revoke their tokens. Deactivating them in Dremio ends them too.',
  unlinked: ({ person }: { person: string }) => `${person} is no longer linked.`,
  sessionForgotten: ({ person }: { person: string }) => `${person} is signed out: nothing is stored to act as them.`,
  noSessionToForget: ({ person }: { person: string }) => `Nothing was stored to act as ${person}.`,
}

const requestStates = {
  pending: 'waiting for approval',
  approved: 'approved, they don’t have the token yet',
  claiming: 'the token is being created',
  unsure: 'creating the token failed',
}
