// Changes of the rules that no test has to notice, and why.
import type { Mutant } from './mutants.ts'

/** The two lines as the command prints them. */
interface AcceptedMutant {
  was: string
  /** Whatever the line is changed to, where there is none. */
  is?: string | readonly string[]
  because: string
}

/** By file. */
export const accepted: Readonly<Record<string, readonly AcceptedMutant[]>> = {
  'src/core/people/rate-limits.ts': [
    { was: 'act: { burst: 30, every: 2 * SECOND },', because: 'the table itself is the decision' },
    { was: 'ask: { burst: 20, every: 5 * MINUTE },', because: 'the table itself is the decision' },
    { was: 'collect: { burst: 60, every: 20 * SECOND },', because: 'the table itself is the decision' },
    { was: 'look: { burst: 120, every: 5 * SECOND },', because: 'the table itself is the decision' },
    { was: "'sign in': { burst: 60, every: 30 * SECOND },", because: 'the table itself is the decision' },
    { was: 'leak: { burst: 20, every: MINUTE },', because: 'the table itself is the decision' },
    { was: 'delegate: { burst: 10, every: HOUR },', because: 'the table itself is the decision' },
    { was: 'link: { burst: 20, every: MINUTE },', because: 'the table itself is the decision' },
    { was: "'users.info': { burst: 10, every: 1_200 },", because: 'the table itself is the decision' },
    { was: "'views.publish': { burst: 6, every: 1_100 },", because: 'the table itself is the decision' },
  ],
  'src/core/sessions/session.ts': [
    { was: 'export const LONGEST_STORED_SESSION = 10 * MINUTE', because: 'the number itself is the decision' },
  ],
  'src/core/sessions/sign-in.ts': [
    { was: 'export const TICKET_LIFE = 10 * MINUTE', because: 'the number itself is the decision' },
  ],
  'src/core/nearest-word.ts': [
    {
      was: 'if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {',
      because: 'before the first letter of a word there is none, which equals no letter',
    },
    {
      was: 'let last = Array.from({ length: other.length + 1 }, (_, index) => index)',
      because: 'what stands behind the last letter is never read',
    },
    { was: 'for (let i = 1; i <= one.length; i += 1) {', because: 'the first row is the one that it starts from' },
  ],
  'src/core/requests/request.ts': [
    {
      was: "return move(request, 'finishClaim', { claim: { attempt: 1, startedAt: 0, ...request.claim, tid } })",
      because: 'a claim that is finished was started, so that the record has both',
    },
    {
      was: "return request.state === 'claiming' && now < (request.claim?.startedAt ?? 0) + CLAIM_LEASE",
      because: 'a request that is being claimed has a claim',
    },
    {
      was: 'return isUnderPolicy({ state }) && lapsesAt !== undefined && now >= lapsesAt',
      is: 'return isUnderPolicy({ state }) && now >= lapsesAt',
      because: 'no moment is later than an unknown one',
    },
  ],
}

export function isAccepted(file: string, mutant: Mutant): boolean {
  return (accepted[file] ?? []).some((one) => describes(one, mutant))
}

export function describes({ was, is }: AcceptedMutant, mutant: Mutant): boolean {
  return was === mutant.was && (is === undefined || [is].flat().includes(mutant.is))
}
