// Reads what somebody's Home shows, from the records; a part that cannot be read is unknown.
import type { ApproverHome, Home, HomePages, HomeTokens, TokenNeeds } from '../../core/home.ts'
import type { Policy } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { type ReminderRecord, rulesFor } from '../../core/reminders/reminder-record.ts'
import type { Request } from '../../core/requests/request.ts'
import { DAY } from '../../core/time/duration.ts'
import { longerGrace } from '../../core/tokens/rotation.ts'
import { isAlive, summaryOf, type Token, type TokenSummary } from '../../core/tokens/token.ts'
import { isKnownAdministrator } from '../access/admit-administrator.ts'
import { readPart } from '../records/read-part.ts'
import { tokensForReminders } from '../records/tokens-for-reminders.ts'
import { mayBeApprover } from '../reviewers/admit-approver.ts'
import { findDelegation } from '../reviewers/find-delegation.ts'
import { requestsToReview } from '../reviewers/requests-to-review.ts'
import { readAdministratorHome } from './read-administrator-home.ts'

const DECIDED_WITHIN = 30 * DAY

/** `external`: what Dremio said just now about tokens that were created there; `known` if it was not asked. */
export async function readHome(
  ports: Ports,
  person: string,
  { pages = {}, external = 'known' }: { pages?: HomePages; external?: HomeTokens['external'] } = {},
): Promise<Home> {
  const now = ports.clock.now()
  const known = ports.tokens.of(person)
  const record = ports.reminderRecords.of(person)
  const part = <T>(name: string, read: Promise<T>) => readPart(ports, name, read)
  const [tokens, needs, requests, approver, administrator, link, reminders] = await Promise.all([
    part(
      'tokens',
      readTokens(ports, person, { known, record }).then((tokens) => ({ ...tokens, external })),
    ),
    part(
      'what is to be done',
      Promise.all([known, signsInFirst(ports, person)]).then(([all, signsIn]) => ({
        ...needsOf(all, ports.policy(), now),
        signsIn,
      })),
    ),
    part('requests', ports.requests.openOf(person)),
    part('reviews', readApproverHome(ports, person, now)),
    part(
      'what bot admins see',
      isKnownAdministrator(ports, { id: person }).then((is) => (is ? readAdministratorHome(ports, person) : undefined)),
    ),
    part('the link', ports.links.of(person)),
    part(
      'reminders',
      record.then((found) => rulesFor(ports.policy().reminders, found)),
    ),
  ])
  const mostTokens = ports.policy().tokens.maxActive
  return { person, pages, now, tokens, mostTokens, needs, requests, approver, administrator, link, reminders }
}

/** The Home of somebody of whom nothing can be read at this moment, not even whether they are served. */
export function unknownHome({ clock, policy }: Pick<Ports, 'clock' | 'policy'>, person: string): Home {
  return {
    person,
    pages: {},
    now: clock.now(),
    tokens: 'unknown',
    mostTokens: policy().tokens.maxActive,
    needs: 'unknown',
    requests: 'unknown',
    approver: undefined,
    administrator: undefined,
    link: 'unknown',
    reminders: 'unknown',
  }
}

/** Those created here, and external ones as Dremio listed them last; soonest end first. */
async function readTokens(
  ports: Ports,
  person: string,
  read: { known: Promise<Token[]>; record: Promise<ReminderRecord> },
): Promise<Pick<HomeTokens, 'list' | 'listedAt'>> {
  const now = ports.clock.now()
  const [known, record] = await Promise.all([read.known, read.record])
  const ours = known.filter(({ state }) => state !== 'revoked').map((token) => summaryOf(token, now))
  const reminded = await tokensForReminders(ports, person, record)
  const others = reminded
    .filter(({ tid, state }) => state === 'active' && known.every((token) => token.tid !== tid))
    .map(({ tid, label, expiresAt }): TokenSummary => {
      const state = expiresAt <= now ? 'expired' : 'active'
      return { tid, label, expiresAt, endsAt: expiresAt, state, madeHere: false, working: false }
    })
  const list = [...ours, ...others].sort(
    (one, other) => Number(one.state === 'expired') - Number(other.state === 'expired') || one.endsAt - other.endsAt,
  )
  return { list, listedAt: record.listedAt }
}

/** Where people sign in to Dremio, a session that is stored spares them that. */
async function signsInFirst({ sessions }: Pick<Ports, 'sessions'>, person: string): Promise<boolean> {
  return sessions.signIn !== undefined && !(await sessions.keeps(person))
}

function needsOf(
  tokens: readonly Token[],
  { rotation }: Pick<Policy, 'rotation'>,
  now: number,
): Omit<TokenNeeds, 'signsIn'> {
  const alive = tokens.filter((token) => isAlive(token, now))
  const isReplaced = ({ state, replacedBy }: Token) => state === 'retiring' && replacedBy !== undefined
  return {
    receipts: alive.filter(({ delivery, outstandingSince }) => delivery === 'shown' && outstandingSince === undefined),
    replaced: alive.filter(isReplaced).map((old) => ({ old, canStay: longerGrace(old, rotation, now) !== undefined })),
    toRevoke: alive.filter((token) => token.outstandingSince !== undefined && !isReplaced(token)),
  }
}

/** Undefined for somebody who reviews nothing. */
async function readApproverHome(ports: Ports, person: string, now: number): Promise<ApproverHome | undefined> {
  const [reviews, decided, delegation] = await Promise.all([
    requestsToReview(ports, person),
    ports.requests.decidedBy(person),
    findDelegation(ports, person),
  ])
  const decisions = decided
    .map((request) => ({ request, at: decidedAt(request, person) }))
    .filter(({ at }) => at > now - DECIDED_WITHIN)
    .sort((one, other) => other.at - one.at)
    .map(({ request }) => request)
  // Somebody who stands in for an approver has reviews, although no rule names them.
  const isOne = reviews.length > 0 || decisions.length > 0 || delegation || (await mayBeApprover(ports, person))
  return isOne
    ? { reviews, decisions, delegation, reviewsUntil: await reviewsUntil(ports, person, reviews) }
    : undefined
}

/** When the first of the delegations ends in whose name they are asked; undefined if they are asked in their own. */
async function reviewsUntil(ports: Ports, person: string, reviews: readonly Request[]): Promise<number | undefined> {
  const approvers = new Set(reviews.flatMap(({ reviewerRoles }) => reviewerRoles[person]?.inPlaceOf ?? []))
  const delegations = await Promise.all([...approvers].map((approver) => findDelegation(ports, approver)))
  const ends = delegations.flatMap((delegation) => delegation?.until ?? [])
  return ends.length === 0 ? undefined : Math.min(...ends)
}

/** When this person approved or denied it, milliseconds since epoch. */
export function decidedAt({ approvals, review }: Request, person: string): number {
  const last = approvals.findLast(({ by }) => by === person)?.at ?? 0
  return Math.max(last, review?.by === person ? review.at : 0)
}
