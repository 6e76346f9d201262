// Who has to decide on a request, who has, and how it was decided.
import { allOf, anyOf, count, duration, pick } from './grammar.ts'

/** Somebody who approved; `lifetime` is in milliseconds, and only given if they shortened it. */
export interface Approved {
  by: string
  onBehalfOf?: string | undefined
  lifetime?: number | undefined
}

/** Whose approvals are needed. */
export interface Needed {
  people: readonly string[]
  quorum: number
  differentGroups: boolean
}

/** Approved for a shorter lifetime than was asked for, both in milliseconds. */
export interface Shortened {
  lifetime: number
  asked: number
}

const MOST_APPROVERS = 10

function approvers(approved: readonly Approved[]): string {
  return allOf(
    approved.map(({ by, onBehalfOf, lifetime }) => {
      const details = [
        ...(onBehalfOf === undefined ? [] : [`for ${onBehalfOf}`]),
        ...(lifetime === undefined ? [] : [duration(lifetime)]),
      ]
      return details.length === 0 ? by : `${by} (${details.join(', ')})`
    }),
    MOST_APPROVERS,
  )
}

/** `approval from @Bea or @Carl`, `2 approvals from different groups: @Bea, @Carl, or @Dan`. */
export function approvals({ people, quorum, differentGroups }: Needed): string {
  if (people.length === 0) return 'an approver, and there’s none at the moment'
  if (quorum === 1) return `approval from ${anyOf(people)}`
  if (people.length === quorum) return `approval from ${allOf(people)}`
  return `${count(quorum, 'approval')}${differentGroups ? ' from different groups' : ''}: ${anyOf(people)}`
}

function byRule(rule: string | undefined): string {
  return rule === undefined ? 'the current rules' : `the rule “${rule}”`
}

export const decisions = {
  willReview: (needed: Needed) =>
    needed.quorum === 1 && needed.people.length > 0
      ? `${anyOf(needed.people)} will review it.`
      : `It needs ${approvals(needed)}.`,
  waitingFor: ({ people }: { people: readonly string[] }) =>
    people.length === 0 ? 'Nobody can approve it at the moment.' : `Waiting for ${anyOf(people)}.`,
  yourPartIsDone: ({ people }: { people: readonly string[] }) =>
    people.length === 0
      ? 'Done. I’ll update this message.'
      : `Done. Waiting for ${anyOf(people)}; I’ll update this message.`,

  neededOf: ({ quorum, differentGroups }: { quorum: number; differentGroups: boolean }) =>
    `Needs ${count(quorum, 'approval')}${differentGroups ? ' from different groups' : ''}.`,
  /** `given` of the approvals count: several people of one group count once. */
  progress: ({
    approved,
    given,
    quorum,
    differentGroups,
  }: {
    approved: readonly Approved[]
    given: number
    quorum: number
    differentGroups: boolean
  }) => {
    const more = quorum - given === 1 ? 'Needs one more' : `Needs ${quorum - given} more`
    const groups = differentGroups ? `, from ${pick(quorum - given, 'another group', 'other groups')}` : ''
    const who = approvers(approved)
    const soFar =
      given === approved.length
        ? `${given} of ${quorum} approvals: ${who}.`
        : `${who} approved; ${approved.length === 1 ? 'that' : 'together that'} counts as ${given} of ${quorum}.`
    return `${soFar} ${more}${groups}.`
  },

  approvedBy: ({ approved, shortened }: { approved: readonly Approved[]; shortened?: Shortened | undefined }) =>
    shortened === undefined
      ? `Approved by ${approvers(approved)}.`
      : `Approved by ${approvers(approved)} for ${duration(shortened.lifetime)} instead of ${duration(shortened.asked)}.`,
  approvedByRule: ({ rule, shortened }: { rule: string | undefined; shortened?: Shortened | undefined }) =>
    shortened === undefined
      ? `Approved by ${byRule(rule)}.`
      : `Approved by ${byRule(rule)} for ${duration(shortened.lifetime)} instead of ${duration(shortened.asked)}.`,
  deniedBy: ({ by }: { by: string }) => `Denied by ${by}.`,
  deniedByRule: ({ rule }: { rule: string | undefined }) => `Denied by ${byRule(rule)}.`,
  hadApproved: ({ approved }: { approved: readonly Approved[] }) => `${approvers(approved)} had approved.`,
  cancelledBy: ({ requester }: { requester: string }) => `${requester} cancelled it.`,
  lapsed: ({ when }: { when?: string | undefined }) => (when === undefined ? 'It lapsed.' : `Lapsed ${when}.`),
  received: ({ requester }: { requester: string }) => `${requester} has the token.`,
  decided: ({ when, rule }: { when: string; rule: string }) => `Decided ${when} · rule: “${rule}”`,
  rule: ({ rule }: { rule: string }) => `Rule: “${rule}”.`,
}
