// Reviews: who decides and who has, the approvers' cards, their form and their reminders.
import { decisions } from './decisions.ts'
import { allOf, anyOf, count, distance, duration } from './grammar.ts'
import { buttons } from './labels.ts'

/** What makes somebody a reviewer: they are the manager, a rule names them, or they are in a group. */
export type Role = 'manager' | 'rule' | { group: string }

export const reviews = {
  ...decisions,
  titles: {
    yours: 'Your approval is needed',
    others: 'Waiting for others',
    channel: 'An approval is needed',
    approved: 'Approved',
    denied: 'Denied',
    cancelled: 'Cancelled',
    lapsed: 'Lapsed',
  },
  notification: ({
    title,
    requester,
    label,
    isOpen,
  }: {
    title: string
    requester: string
    label: string
    isOpen: boolean
  }) => `${title}: ${requester} ${isOpen ? 'wants' : 'wanted'} a Dremio token, ${label}`,
  wants: ({ requester }: { requester: string }) => `${requester} wants a Dremio token.`,
  wanted: ({ requester }: { requester: string }) => `${requester} wanted a Dremio token.`,
  /** `asked` if a reviewer or a rule has shortened it. */
  what: ({ label, lifetime, asked }: { label: string; lifetime: number; asked?: number | undefined }) =>
    asked === undefined
      ? `${label} · ${duration(lifetime)}`
      : `${label} · ${duration(lifetime)} (${duration(asked)} requested)`,
  replaces: ({ when }: { when: string }) => `It replaces one of their tokens, which expires ${when}.`,
  reason: 'Reason:',
  noReason: 'No reason given',
  commentBy: ({ author }: { author: string }) => `${author}:`,
  commentByRule: 'The rule:',

  /** The facts of an open request: a name and its value, short enough for half the width of a phone. */
  fields: {
    label: ({ label }: { label: string }) => `*Label:* ${label}`,
    /** `asked` if a reviewer or a rule has shortened it. */
    lifetime: ({ lifetime, asked }: { lifetime: number; asked?: number | undefined }) =>
      asked === undefined
        ? `*Lifetime:* ${duration(lifetime)}`
        : `*Lifetime:* ${duration(lifetime)} (${duration(asked)} requested)`,
    /** Which active tokens they have that were created here, and how many other open requests. */
    now: ({ labels, requests }: { labels: readonly string[]; requests: number }) => {
      const tokens = labels.length === 0 ? 'no tokens' : `${count(labels.length, 'token')} (${allOf(labels)})`
      return `*Has:* ${requests === 0 ? tokens : `${tokens}, ${count(requests, 'other open request')}`}`
    },
    nowUnknown: '*Has:* unknown, I couldn’t look it up',
    due: ({ when }: { when: string }) => `*Due:* ${when}`,
  },
  earlier: ({ requests }: { requests: readonly string[] }) => `Earlier: ${requests.join('; ')}`,
  earlierRequest: ({
    label,
    lifetime,
    when,
    end,
  }: {
    label: string
    lifetime: number
    when: string
    end: 'approved' | 'denied' | 'cancelled' | 'lapsed' | 'approved, lapsed'
  }) => `${label} (${duration(lifetime)}, ${when}) ${end === 'approved, lapsed' ? 'approved, then lapsed' : end}`,

  decideBy: ({ when }: { when: string }) => `Decide by ${when}.`,
  lapsesUnlessDecided: ({ when }: { when: string }) => `If nobody decides by ${when}, it lapses.`,
  /** `atTheLatest` if they may be asked sooner, because approvers are away. `others` is empty in a channel. */
  willAskOthers: ({
    others,
    withManager,
    when,
    atTheLatest,
  }: {
    others: readonly string[]
    withManager: boolean
    when: string
    atTheLatest: boolean
  }) => {
    const all = [...(withManager ? ['their manager'] : []), ...others]
    const whom = all.length === 0 ? 'others' : allOf(all)
    return atTheLatest ? `I’ll also ask ${whom} by ${when}.` : `If nobody decides by ${when}, I’ll also ask ${whom}.`
  },

  whyYou: ({
    roles,
    onBehalfOf,
    isLate,
    rule,
  }: {
    roles: readonly Role[]
    onBehalfOf?: string | undefined
    /** Asked only because nobody had decided in time. */
    isLate: boolean
    rule: string
  }) => {
    const late = isLate ? 'nobody decided in time, and ' : ''
    const yours = () =>
      allOf(
        roles.map((role) =>
          role === 'manager'
            ? 'you’re their manager'
            : role === 'rule'
              ? 'the rule names you'
              : `you’re in ${role.group}`,
        ),
      )
    const theirs = () =>
      allOf(
        roles.map((role) =>
          role === 'manager' ? 'is their manager' : role === 'rule' ? 'is named by the rule' : `is in ${role.group}`,
        ),
      )
    const why = onBehalfOf === undefined ? yours() : `you review for ${onBehalfOf}, who ${theirs()}`
    return `Why you: ${late}${why}. Rule: “${rule}”.`
  },
  notAskedAnymore: 'You’re no longer an approver of this.',
  inChannel: ({ people, rule }: { people: readonly string[]; rule: string }) =>
    people.length === 0
      ? `Nobody can decide at the moment. Rule: “${rule}”.`
      : `Only ${anyOf(people)} can decide. Rule: “${rule}”.`,

  reminder: ({ requester, label, lifetime }: { requester: string; label: string; lifetime: number }) =>
    `Reminder: ${requester} is waiting for your decision on ${label} (${duration(lifetime)}).`,
  neededAgain: ({
    requester,
    label,
    lifetime,
    byFile,
  }: {
    requester: string
    label: string
    lifetime: number
    byFile: boolean
  }) =>
    `${byFile ? 'The rules changed' : 'Something the rules depend on changed'}. ${requester}’s request ${label} (${duration(lifetime)}) was approved, and needs your decision now.`,
  reminderOver: ({ requester, label }: { requester: string; label: string }) =>
    `${requester}’s request ${label} doesn’t need you anymore.`,

  form: {
    asks: ({ requester, label, lifetime }: { requester: string; label: string; lifetime: number }) =>
      `${requester} wants ${label} for ${duration(lifetime)}.`,
    approve: buttons.approve,
    deny: buttons.deny,
    lifetimeHint: 'You can only make it shorter.',
    commentHint: 'The requester will see this. Required if you deny.',
  },

  list: {
    title: 'Waiting for your review',
    row: ({
      requester,
      label,
      lifetime,
      since,
      when,
    }: {
      requester: string
      label: string
      lifetime: number
      /** Milliseconds since it was requested. */
      since: number
      when?: string | undefined
    }) => {
      const ago = distance(-since)
      const asked = `${requester} · ${label} · ${duration(lifetime)} · asked ${ago === 'now' ? 'just now' : ago}`
      return when === undefined ? asked : `${asked} · decide by ${when}`
    },
  },
}
