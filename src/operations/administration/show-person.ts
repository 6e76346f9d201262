// Shows an administrator all that is known of one person, part by part, whether or not they are still there.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Part } from '../../core/part.ts'
import type { Departure } from '../../core/people/departure.ts'
import type { PersonRefusal } from '../../core/people/identity-refusals.ts'
import type { LinkConfirmation } from '../../core/people/link-confirmation.ts'
import { type Actor, type Link, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { type ReminderRules, rulesFor } from '../../core/reminders/reminder-record.ts'
import { type Delegation, holdsAt } from '../../core/requests/delegation.ts'
import type { Request } from '../../core/requests/request.ts'
import type { TokenSummary } from '../../core/tokens/token.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { listOthersTokens } from '../../procedures/administration/list-tokens-of.ts'
import { readPart } from '../../procedures/records/read-part.ts'
import { tokensKnownOf } from '../../procedures/records/tokens-for-reminders.ts'

export interface PersonOverview {
  /** Slack id. */
  whom: string
  /** Whether the bot serves them, as Slack describes them now. */
  inSlack: Part<'served' | PersonRefusal | 'no such person'>
  departure: Part<Departure | undefined>
  link: Part<Link | undefined>
  /** What an administrator assigned, if that is not the link. */
  assignment: Part<Link | undefined>
  /** A link that waits for a second administrator. */
  confirmation: Part<LinkConfirmation | undefined>
  /** Whether a session of theirs is stored. */
  session: Part<boolean>
  /** `fresh` if Dremio was asked. */
  tokens: Part<{ tokens: TokenSummary[]; fresh: boolean }>
  /** Open ones, oldest first. */
  requests: Part<Request[]>
  delegation: Part<Delegation | undefined>
  /** Slack ids of the approvers in whose place they are asked to review something now. */
  inPlaceOf: Part<string[]>
  reminders: Part<ReminderRules>
  /** Whether an administrator may revoke their tokens on this Dremio. */
  canRevoke: boolean
}

/** `whom` is a Slack id. Throws `not_an_administrator`, `too_often`, and what `admit` throws. */
export async function showPerson(ports: Ports, actor: Actor, whom: string): Promise<PersonOverview> {
  await enforceRateLimit(ports, await admitAdministrator(ports, actor), 'look')
  const part = <Value>(name: string, read: () => Promise<Value>) => readPart(ports, name, read())
  const link = await part('the link', () => ports.links.of(whom))
  const [inSlack, departure, assignment, confirmation, session, tokens, requests, delegation, inPlaceOf, reminders] =
    await Promise.all([
      part('who they are in Slack', () => standingInSlack(ports, whom)),
      part('whether they left', () => ports.departures.of(whom)),
      part('the assignment', () => ports.links.assignmentOf(whom)),
      part('a link to confirm', () => pendingConfirmation(ports, whom)),
      part('the session', () => ports.sessions.keeps(whom)),
      part('the tokens', () => tokensOf(ports, whom)),
      part('the requests', () => ports.requests.openOf(whom)),
      part('the delegation', () => delegationOf(ports, whom)),
      part('for whom they review', () => reviewsFor(ports, whom)),
      part('the reminders', async () => rulesFor(ports.policy().reminders, await ports.reminderRecords.of(whom))),
    ])
  const { revoke: canRevoke } = ports.sessions.capabilities.forOthers
  const found = { whom, inSlack, departure, link, confirmation, session, tokens, requests, delegation, inPlaceOf }
  return { ...found, assignment: besides(assignment, link), reminders, canRevoke }
}

function besides(assignment: Part<Link | undefined>, link: Part<Link | undefined>): Part<Link | undefined> {
  if (assignment === 'unknown' || link === 'unknown') return assignment
  return assignment?.uid === link?.uid ? undefined : assignment
}

async function standingInSlack({ directory, workplace }: Ports, whom: string) {
  try {
    return refusalOf(await directory.person({ id: whom }), workplace) ?? 'served'
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return 'no such person'
    throw error
  }
}

async function pendingConfirmation(ports: Ports, whom: string): Promise<LinkConfirmation | undefined> {
  const unsettled = await ports.linkConfirmations.everyUnsettled()
  return unsettled.find(({ person, state, lapsesAt }) => {
    return person === whom && state === 'pending' && lapsesAt > ports.clock.now()
  })
}

/** Dremio's list if it may be asked, else all that the records know: also external tokens that were seen in a list. */
async function tokensOf(ports: Ports, whom: string): Promise<{ tokens: TokenSummary[]; fresh: boolean }> {
  try {
    const { tokens, fresh } = await listOthersTokens(ports, whom)
    if (fresh) return { tokens, fresh }
  } catch (error) {
    // The records say what they know, also of somebody who is linked to no Dremio user, or while Dremio refuses.
    if (!(error instanceof BotError) || isBotError(error, 'redis_unavailable')) throw error
  }
  const now = ports.clock.now()
  const known = await tokensKnownOf(ports, whom, await ports.reminderRecords.of(whom))
  const tokens = known
    .filter(({ state }) => state !== 'revoked')
    .map(({ tid, label, expiresAt, state, madeHere }): TokenSummary => {
      const shown = expiresAt <= now ? 'expired' : state
      return { tid, label, expiresAt, endsAt: expiresAt, state: shown, madeHere, working: false }
    })
    .sort((one, other) => one.endsAt - other.endsAt)
  return { tokens, fresh: false }
}

async function delegationOf({ delegations, clock }: Ports, whom: string): Promise<Delegation | undefined> {
  const delegation = await delegations.of(whom)
  return delegation && holdsAt(delegation, clock.now()) ? delegation : undefined
}

/** Slack ids of the approvers in whose place this person is asked to review something now. */
export async function reviewsFor({ requests }: Pick<Ports, 'requests'>, whom: string): Promise<string[]> {
  const awaiting = await requests.awaiting(whom)
  return [...new Set(awaiting.flatMap(({ reviewerRoles }) => reviewerRoles[whom]?.inPlaceOf ?? []))]
}
