// Tokens in lists and choices: what they are called, whether they work, and until when.
import type { TokenSummary } from '../../core/tokens/token.ts'
import { count, distance } from './grammar.ts'

/** `left` is milliseconds until then, negative after it; `when` is the same moment as a date. */
interface Standing {
  state: TokenSummary['state']
  left: number
  when: string
}

function state({ state, left, when }: Standing): string {
  if (state === 'expired') return `expired ${ago(left)} · ${when}`
  if (state === 'retiring') return `retiring · stops working ${distance(left)} · ${when}`
  return `expires ${distance(left)} · ${when}`
}

function ago(left: number): string {
  const passed = distance(left)
  return passed === 'now' ? 'just now' : passed
}

const noneCreatedHere = 'You don’t have any active tokens created here.'

export const tokens = {
  /** One line of the list; `id` is given where the label alone does not tell which token is meant. */
  line: ({ label, elsewhere, id, ...standing }: { label: string; elsewhere: boolean; id?: string } & Standing) =>
    [label, state(standing), ...(elsewhere ? ['created in Dremio'] : []), ...(id ? [`\`${id}\``] : [])].join(' · '),
  /** One line of a choice. */
  choice: ({ label, id, left, when }: { label: string; id: string; left: number; when: string }) =>
    `${label} (${id}) · expires ${distance(left)} · ${when}`,
  /** `first` is the token that ends first. */
  summary: ({ active, first }: { active: number; first: { label: string } & Pick<Standing, 'state' | 'left'> }) => {
    const ends = first.state === 'retiring' ? 'stops working' : 'expires'
    return active === 1
      ? `You have 1 active token. ${first.label} ${ends} ${distance(first.left)}.`
      : `You have ${count(active, 'active token')}. ${first.label} ${ends} first, ${distance(first.left)}.`
  },
  none: 'You don’t have any active Dremio tokens.',
  noneCreatedHere,
  /** With a button to sign in. */
  signInForAll: 'Only tokens created here are shown. Sign in to Dremio to see all of yours.',
  /** The same for an empty list. */
  signInForOthers: 'Sign in to Dremio to see tokens created there.',
  noneUntilSignIn: `${noneCreatedHere} Sign in to Dremio to see all of yours.`,
  notFoundUntilSignIn: 'I can’t find that token. Sign in to Dremio to search all of yours.',
  notResponding: 'Dremio isn’t responding. These are the tokens created here; you may have others.',
  /** The same for an empty list. */
  notRespondingForOthers: 'Dremio isn’t responding, so you may have others. Try again in a few minutes.',
  more: ({ amount }: { amount: number }) =>
    `${amount} more not shown. To revoke one: \`/dremio-pat revoke &lt;label&gt;\``,
  usedByBot: 'The bot uses this token, so you can’t revoke it here.',
  /** For bot admins, about somebody else. */
  ofPerson: ({ person, active, onlyCreatedHere }: { person: string; active: number; onlyCreatedHere: boolean }) =>
    `${person} has ${active === 0 ? 'no active tokens' : count(active, 'active token')}${onlyCreatedHere ? ' created here' : ''}.`,
  ofPersonCreatedHere: 'They may have others.',
}
