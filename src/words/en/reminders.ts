// Reminders of tokens that expire soon, and their snoozing.
import { DAY } from '../../core/time/duration.ts'
import { allOf, count, distance, duration, pick } from './grammar.ts'

interface Expiring {
  label: string
  /** Milliseconds until then. */
  left: number
  when: string
}

function expires({ label, left, when }: Expiring): string {
  return `${label} expires ${distance(left)} (${when}).`
}

/** Tokens by their labels, and the number of those of which nothing is known anymore. */
interface Labelled {
  labels: readonly string[]
  unknown?: number
}

function amountOf({ labels, unknown = 0 }: Labelled): number {
  return labels.length + unknown
}

function named({ labels, unknown = 0 }: Labelled): string {
  return allOf(unknown === 0 ? labels : [...labels, count(unknown, 'other', 'others')], 15)
}

/** `@Ana’s *tableau* and 1 other`, or `one of @Ana’s tokens`; without an owner it is their own. */
function ofOwner(owner: string | undefined, tokens: Labelled): string {
  const { labels, unknown = 0 } = tokens
  if (labels.length === 0)
    return `${unknown === 1 ? 'one' : unknown} of ${owner === undefined ? 'their' : `${owner}’s`} tokens`
  return owner === undefined ? named(tokens) : `${owner}’s ${named(tokens)}`
}

function times(amount: number): string {
  return amount === 1 ? 'once' : amount === 2 ? 'twice' : `${amount} times`
}

export const reminders = {
  expires,
  /** `when` is undefined for a token that nothing is known of anymore. */
  expired: ({ label, when }: { label: string; when?: string | undefined }) =>
    `${label} expired${when === undefined ? '' : ` ${when}`}. Anything that used it has lost access.`,
  /** The same where nothing is left to do about it. */
  over: ({ label, when }: { label: string; when: string }) => `${label} expired ${when}.`,
  /** For a token that nothing is known of anymore: at the beginning of a sentence, and in a list. */
  someToken: 'One of your tokens',
  someTokenExpires: 'One of your tokens expires soon.',
  again: ({ label }: { label: string }) => `${label}: there’s a newer reminder.`,
  snoozed: ({ label, until }: { label: string; until?: string }) =>
    until === undefined ? `${label} is snoozed.` : `${label} is snoozed until ${until}.`,
  notRenewed: ({ label, expires }: { label: string; expires: string }) =>
    `OK, I won’t remind you about ${label} again. It expires ${expires}.`,
  rotated: ({ label }: { label: string }) => `${label} is rotated.`,
  revoked: ({ label, givenBack = false }: { label: string; givenBack?: boolean }) =>
    `${label} is revoked${givenBack ? ': you gave it back' : ''}.`,
  /** The line below a token. */
  origin: ({ createdHere, snoozes }: { createdHere: boolean; snoozes: number }) =>
    `${createdHere ? 'Created here' : 'Created in Dremio'}${snoozes === 0 ? '' : ` · snoozed ${times(snoozes)}`}`,
  /** A row of several tokens: the label above, what there is to know about it below. */
  row: ({ label, left, when, createdHere, snoozes }: Expiring & { createdHere: boolean; snoozes: number }) =>
    [
      label,
      ...(createdHere ? [] : [' · created in Dremio']),
      ...(snoozes === 0 ? [] : [` · snoozed ${times(snoozes)}`]),
      `\nExpires ${distance(left)} · ${when}`,
    ].join(''),
  rowExpired: ({ label, when }: { label: string; when?: string | undefined }) =>
    `${label}\nExpired${when === undefined ? '' : ` ${when}`}`,
  /** Below several tokens. */
  changeReminders: 'Change reminders: `/dremio-pat reminders`',
  footnote: 'Anything using it loses access when it expires. Change reminders: `/dremio-pat reminders`',

  /** The title above several tokens, some of which may have expired. */
  title: ({ open, expired }: { open: number; expired: number }) => {
    const some = `${open} of your tokens`
    if (expired === open) return `${some} ${pick(open, 'has', 'have')} expired`
    return `${some} ${pick(open, 'expires', 'expire')} soon${expired === 0 ? '' : ' or have expired'}`
  },
  done: ({ amount }: { amount: number }) => `All done: ${count(amount, 'token')}`,
  more: ({ amount }: { amount: number }) => `${amount} more: \`/dremio-pat list\``,

  /** For the owner's manager. */
  unanswered: ({ owner, label, left, when }: { owner: string } & Expiring) =>
    `${owner}’s Dremio token ${label} expires ${distance(left)} (${when}), and they haven’t responded.`,
  severalUnanswered: ({ owner, amount }: { owner: string; amount: number }) =>
    `${amount} of ${owner}’s Dremio tokens expire soon, and they haven’t responded.`,
  whyManager: ({ amount }: { amount: number }) =>
    `Only they can renew ${pick(amount, 'it', 'them')}. You’re getting this once, as their manager.`,
  resolved: ({ owner, ...tokens }: { owner: string } & Labelled) =>
    tokens.labels.length === 0
      ? `Resolved: ${ofOwner(owner, tokens)}.`
      : `Resolved: ${owner}’s ${pick(amountOf(tokens), 'token', 'tokens')} ${named(tokens)}.`,

  /** For bot admins: a reminder to `reader` about tokens of `owner`, who may be the same person, was refused by Slack. */
  undelivered: ({ reader, owner, ...tokens }: { reader: string; owner?: string } & Labelled) => {
    const expire = pick(amountOf(tokens), 'expires', 'expire')
    return `I couldn’t message ${reader}, so they haven’t been reminded that ${ofOwner(owner, tokens)} ${expire}.`
  },

  /** In the form not to renew it. */
  letItExpire: 'I won’t remind you about it again. Anything using it loses access when it expires.',
  /** Beside a button. */
  orEndItNow: 'Or end it now, if nothing uses it anymore:',

  /** In the form to snooze it. */
  snoozing: ({ snoozes, ...expiring }: { snoozes: number } & Expiring) =>
    snoozes === 0 ? expires(expiring) : `${expires(expiring)} You’ve snoozed it ${times(snoozes)}.`,
  /** For how long, in milliseconds. */
  optionSnooze: ({ length }: { length: number }) => (length === 7 * DAY ? '1 week' : duration(length)),
  afterSnooze: 'I’ll remind you again then, and always on the last day.',
  /** At the field, as plain text. */
  snoozedTooLong: 'The token expires before that. Choose a shorter time.',
}
