// Lets an administrator end everything of a person: requests, delegation, tokens and session. Doing it again finishes it.
import { changedSomething, type Ended, type UnfinishedPart } from '../../core/ended.ts'
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { cancel } from '../../core/requests/request.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { findTokensToEnd } from '../../procedures/administration/find-tokens-to-end.ts'
import { leaveTokenToOwner } from '../../procedures/administration/leave-token-to-owner.ts'
import { publishRequestCards } from '../../procedures/messages/publish-request-cards.ts'
import { findPresentPerson } from '../../procedures/people/find-present-person.ts'
import { updateRequest } from '../../procedures/records/update-request.ts'
import { aboutRequest, writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import { withdrawDelegation } from '../../procedures/reviewers/withdraw-delegation.ts'
import { endOneToken } from '../../procedures/revocation/end-one-token.ts'
import { reviewsFor } from './show-person.ts'

/** Soon, for a failure that may be over by then. */
const AGAIN = 15 * MINUTE

/**
 * Works for people who have left as well. `whom` is a Slack id. The link stays: it says whose the tokens are that are
 * left. Throws `not_an_administrator`, what `admit` throws, and the failure of a group that cannot be read.
 */
export async function endEverything(ports: Ports, actor: Actor, whom: string): Promise<Ended> {
  const administrator = await admitAdministrator(ports, actor, 'fresh')
  const ended: Ended = {
    ...{ whom, by: administrator.id, cancelled: [], creating: [], revoked: [], left: [], newlyLeft: [], later: [] },
    ...{
      keptWorking: false,
      isListed: false,
      signedOut: false,
      isLinked: false,
      reviewsFor: [],
      unfinished: [],
      isTold: false,
    },
  }
  // Requests come first, so that no token is collected meanwhile; the session last, because it may end tokens.
  await tryTo(ended, 'requests', () => cancelRequests(ports, ended))
  await tryTo(ended, 'delegation', () => endDelegation(ports, ended))
  await tryTo(ended, 'tokens', () => endTokens(ports, ended))
  await tryTo(ended, 'session', () => forgetSession(ports, ended))
  ended.isLinked = await ports.links.of(whom).then(Boolean, () => true)
  const isHere = await findPresentPerson(ports, whom).then(
    (person) => person !== undefined,
    () => false,
  )
  ended.isTold = isHere && (!changedSomething(ended) || (await ports.messenger.showEnded(ended)))
  return ended
}

/** What fails is said, and keeps nothing else from being ended. */
async function tryTo(ended: Ended, what: UnfinishedPart, end: () => Promise<void>): Promise<void> {
  try {
    await end()
  } catch (error) {
    if (!(error instanceof BotError)) throw error
    ended.unfinished.push(what)
  }
}

async function cancelRequests(ports: Ports, ended: Ended): Promise<void> {
  const { whom, by } = ended
  for (const { id, label, state } of await ports.requests.openOf(whom)) {
    // Whoever looks now is creating the token: it is ended with the others by the next try.
    if (state === 'claiming') {
      ended.creating.push(label)
      continue
    }
    try {
      const request = await updateRequest(
        ports,
        id,
        (before) => cancel(before, by),
        (after) => ({ action: 'request.cancelled', by, ...aboutRequest(after) }),
      )
      ended.cancelled.push(label)
      await publishRequestCards(ports, request)
    } catch (error) {
      // Somebody or time was first.
      if (!isBotError(error, 'request_stale', 'no_such_request')) throw error
    }
  }
}

async function endDelegation(ports: Ports, ended: Ended): Promise<void> {
  const delegation = await withdrawDelegation(ports, ended.whom, ended.by)
  if (delegation) ended.delegate = delegation.delegate
  // Only who delegated to them can end that, so it is named.
  ended.reviewsFor = await reviewsFor(ports, ended.whom)
}

async function endTokens(ports: Ports, ended: Ended): Promise<void> {
  const { whom, by } = ended
  const at = ports.clock.now()
  const { tokens, isListed } = await findTokensToEnd(ports, whom)
  ended.isListed = isListed
  for (const token of tokens) {
    const { tid, uid, label, expiresAt } = token
    const shown = { tid, label, expiresAt }
    const end = await endOneToken(ports, { owner: whom, tid, uid, label }, by)
    if (end === 'ended') ended.revoked.push(shown)
    if (end === 'working') ended.keptWorking = true
    if (end !== 'left' && end !== 'later') continue
    const isNew = await leaveTokenToOwner(ports, whom, token, { by, at, isLater: end === 'later' })
    ended[end].push(shown)
    if (end === 'left' && isNew) ended.newlyLeft.push(shown)
    if (end === 'later') await ports.alarms.setNoLater('follow-up-revocation', whom, ports.clock.now() + AGAIN)
  }
}

async function forgetSession(ports: Ports, ended: Ended): Promise<void> {
  if (!(await ports.sessions.forget(ended.whom))) return
  ended.signedOut = true
  const note = 'administrator'
  await writeAuditEntry(ports, { action: 'session.forgotten', by: ended.by, for: ended.whom, note })
}
