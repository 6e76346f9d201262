// For bot admins: everybody's known tokens, page by page, and the file with them.
import { count, distance, pick } from './grammar.ts'

interface Standing {
  state: 'active' | 'retiring' | 'expired' | 'revoked'
  /** Milliseconds until it stops working, negative after that; `when` is the same moment as a date. */
  left: number
  when: string
}

function standing({ state, left, when }: Standing): string {
  if (state === 'revoked') return 'revoked'
  const distanceTo = distance(left)
  if (state === 'expired') return `expired ${distanceTo === 'now' ? 'just now' : distanceTo} · ${when}`
  return state === 'retiring' ? `retiring · stops working ${distanceTo} · ${when}` : `expires ${distanceTo} · ${when}`
}

export const allTokens = {
  title: 'Everybody’s tokens',
  /** How many of all known tokens are in which state. */
  states: ({ active, retiring, expired, revoked }: Record<Standing['state'], number>) =>
    `${active} active · ${retiring} retiring · ${expired} expired · ${revoked} revoked`,
  /** Of those that work now. */
  working: (amounts: { expiring7: number; expiring30: number; elsewhere: number; ofLeavers: number }) =>
    [
      `${amounts.expiring7} ${pick(amounts.expiring7, 'expires', 'expire')} within 7 days`,
      `${amounts.expiring30} within 30 days`,
      `${amounts.elsewhere} created in Dremio`,
      `${amounts.ofLeavers} of people who left`,
    ].join(' · '),
  /** Above the page, if something was left out of it. */
  shown: ({ matching, person, label }: { matching: number; person?: string; label?: string }) =>
    [
      matching === 0 ? 'No tokens' : count(matching, 'token'),
      ...(person === undefined ? [] : [`of ${person}`]),
      ...(label === undefined ? [] : [`with “${label}” in the label`]),
    ].join(' '),
  line: ({
    owner,
    hasLeft,
    label,
    elsewhere,
    id,
    ...rest
  }: { owner: string; hasLeft: boolean; label: string; elsewhere: boolean; id: string } & Standing) =>
    [
      hasLeft ? `${owner} (left)` : owner,
      label,
      standing(rest),
      ...(elsewhere ? ['created in Dremio'] : []),
      `\`${id}\``,
    ].join(' · '),
  page: ({ page, pages }: { page: number; pages: number }) => `Page ${page} of ${pages}`,
  /** A search by label has no pages. */
  narrow: ({ amount }: { amount: number }) => `${amount} more not shown. Type more of the label.`,
  /** When the lists in Dremio were last read; `oldest` and `newest` are dates. */
  fresh: ({ oldest, newest, never }: { oldest?: string; newest?: string; never: number }) => {
    const read =
      oldest === undefined
        ? ''
        : oldest === newest
          ? ` I last checked these people’s tokens in Dremio ${oldest}.`
          : ` I last checked these people’s tokens in Dremio between ${oldest} and ${newest}.`
    const unread =
      never === 0 ? '' : ` I never checked those of ${count(never, 'person', 'people')}, who may have others.`
    return `From my records, not from Dremio.${read}${unread}`
  },
  unreadable: ({ amount }: { amount: number }) =>
    `${count(amount, 'record')} couldn’t be read, so there may be more tokens.`,
  filterBy: 'Which tokens',
  filters: {
    all: 'All tokens',
    active: 'Active',
    expiring7: 'Expire within 7 days',
    expiring30: 'Expire within 30 days',
    retiring: 'Retiring',
    expired: 'Expired',
    revoked: 'Revoked',
    elsewhere: 'Created in Dremio',
    leavers: 'Of people who left',
  },
  filterWithCount: ({ filter, amount }: { filter: string; amount: number }) => `${filter} (${amount})`,
  choosePerson: 'Of one person',
  exported: ({ amount, unreadable }: { amount: number; unreadable: number }) =>
    [
      `The list of ${count(amount, 'token')} is in our direct messages.`,
      ...(unreadable > 0
        ? [`${count(unreadable, 'record')} couldn’t be read and ${pick(unreadable, 'is', 'are')} missing from it.`]
        : []),
    ].join(' '),
  cannotSendFiles:
    'I’m not allowed to send files in this workspace. A Slack admin can allow it with the scope `files:write`.',
  fileTitle: 'Everybody’s Dremio tokens',
  fileComment: 'Labels, states and dates from my records. It doesn’t contain the tokens themselves.',
}
