// The form for a new token: its hints, and what would happen to the request.
import type { Denial, LabelForm } from '../../core/policy/evaluate.ts'
import { approvals, type Needed } from './decisions.ts'
import { because, labelForm, reasonForm } from './denials.ts'
import { anyOf, duration, noSuchGroups } from './grammar.ts'

/** `rule` is undefined if no rule matched. Lifetimes in milliseconds. */
export interface NotAllowed {
  lifetime: number
  denial: Denial
  rule: string | undefined
  /** The lifetimes to choose from instead; none if another label may help. */
  allowed: readonly number[]
}

export function choices(allowed: readonly number[]): string {
  return allowed.length === 0 ? 'A different label might be allowed.' : `Choose ${anyOf(allowed.map(duration), 10)}.`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const MANAGER_UNKNOWN = 'I can’t see who your manager is. A bot admin can fix that.'

export const requestForm = {
  labelHint: ({ form }: { form: LabelForm }) => `A name you’ll recognize. ${capital(labelForm(form))}.`,
  labelPlaceholder: 'tableau on my laptop',
  lifetime: ({ lifetime }: { lifetime: number }) => duration(lifetime),
  lifetimeHint: 'Starts when you get the token.',
  unreadableLifetime: ({ typed, chosen }: { typed: string; chosen: number }) =>
    `I can’t read “${typed}” as a lifetime. I’ve chosen ${duration(chosen)} instead.`,
  tooLong: ({ asked, most, chosen }: { asked: number; most: number; chosen: number }) =>
    `${duration(asked)} is too long. Choose up to ${duration(most)}. I’ve chosen ${duration(chosen)} instead.`,
  tooShort: ({ asked, least, chosen }: { asked: number; least: number; chosen: number }) =>
    `${duration(asked)} is too short. Choose at least ${duration(least)}. I’ve chosen ${duration(chosen)} instead.`,
  reasonPlaceholder: 'What will you use it for?',
  /** `hint` comes from the policy file: `a ticket such as DATA-12`. */
  reasonHint: reasonForm,

  /** At the field, as plain text. */
  labelInUse: ({ label }: { label: string }) =>
    `You already have a token called “${label}”. Choose another label, or replace that one: /dremio-pat rotate ${label}`,
  labelRequested: ({ label, isApproved }: { label: string; isApproved: boolean }) =>
    isApproved
      ? `You’ve already requested “${label}”, and it’s approved: /dremio-pat requests. Need a second one? Choose another label.`
      : `You’ve already requested “${label}”. It’s waiting for review. Need a second one? Choose another label.`,

  lookingUp: 'Checking who’ll review this…',
  unknown: ({ why }: { why: string }) =>
    `I couldn’t look up who’ll review this. ${why} You can still send the request.`,
  notAllowed: ({ lifetime, denial, rule, allowed }: NotAllowed) =>
    rule === undefined
      ? `${duration(lifetime)} isn’t allowed. ${because({ denial, mine: true })} ${choices(allowed)}`
      : `${duration(lifetime)} isn’t allowed (rule: “${rule}”). ${because({ denial, mine: true })} ${choices(allowed)}`,
  noReview: ({ rule }: { rule: string }) => `No review needed (rule: “${rule}”).`,
  willReview: (needed: Needed) =>
    needed.quorum === 1 && needed.people.length > 0
      ? `${anyOf(needed.people)} will review this.`
      : `This needs ${approvals(needed)}.`,
  /** Without that permission it is unknown whether they have a manager, so the rule's fallback is asked. */
  managerUnknown: MANAGER_UNKNOWN,
  /** `page` is a URL. Only Cloud lets AI assistants sign in. */
  oauth: ({ withAssistants, page }: { withAssistants: boolean; page: string }) =>
    `*Do you need a token?* ${withAssistants ? 'Tableau, Power BI, and AI assistants' : 'Tableau and Power BI'} can sign in with OAuth instead. <${page}|Learn more>`,
}

export const why = {
  unreadableLifetime: 'I don’t understand that lifetime. Try `12h`, `7d`, `2w` or `3mo`.',

  atOnce: ({ lifetime, rule }: { lifetime: number; rule: string }) =>
    `A token for ${duration(lifetime)} would be approved automatically (rule: “${rule}”).`,
  review: ({ lifetime, rule, ...needed }: { lifetime: number; rule: string } & Needed) =>
    `A token for ${duration(lifetime)} needs ${approvals(needed)} (rule: “${rule}”).`,
  denied: ({ lifetime, denial, rule }: Omit<NotAllowed, 'allowed'>) =>
    rule === undefined
      ? `A token for ${duration(lifetime)} would be denied. ${because({ denial, mine: true })}`
      : `A token for ${duration(lifetime)} would be denied (rule: “${rule}”). ${because({ denial, mine: true })}`,
  tooLong: ({ lifetime, most }: { lifetime: number; most: number }) =>
    `A token for ${duration(lifetime)} would be denied: ${duration(most)} is the maximum.`,
  tooShort: ({ lifetime, least }: { lifetime: number; least: number }) =>
    `A token for ${duration(lifetime)} would be denied: ${duration(least)} is the minimum.`,
  choices: ({ allowed }: { allowed: readonly number[] }) => choices(allowed),
  nobody: ({ lifetime }: { lifetime: number }) =>
    `A token for ${duration(lifetime)} would be refused: there’s nobody to review it. Ask a bot admin to add an approver.`,
  /** `groups` are ids that the rule names. */
  nobodyWithoutGroups: ({ lifetime, groups }: { lifetime: number; groups: readonly string[] }) =>
    `A token for ${duration(lifetime)} would be refused: there’s nobody to review it, because ${noSuchGroups(groups)}. Ask a bot admin to correct the rule.`,
  nobodyWithoutManager: ({ lifetime }: { lifetime: number }) =>
    `A token for ${duration(lifetime)} would be refused: there’s nobody to review it, and I can’t see who your manager is. Ask a bot admin.`,

  limits: ({
    active,
    most,
    open,
    least,
    longest,
  }: {
    active: number
    most: number
    /** Open requests, which count too. */
    open: number
    /** Milliseconds. */
    least: number
    longest: number
  }) =>
    `You have ${active} of ${most} tokens${open === 0 ? '' : `, and ${open === 1 ? '1 open request' : `${open} open requests`}`}. Lifetimes: ${duration(least)} to ${duration(longest)}.`,
  lapses: ({ undecided, approved }: { undecided: number; approved: number }) =>
    `Requests lapse after ${duration(undecided)} without a decision, and ${duration(approved)} after approval.`,
  labelCounts: 'The label can change the result.',
  zoneOfPolicy: ({ zone }: { zone: string }) => `Hours and days in the rules are ${zone} time.`,
  yourZone: ({ zone }: { zone: string }) => `Hours and days in the rules are in your Slack time zone (${zone}).`,
}
