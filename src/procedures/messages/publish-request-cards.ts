// Shows every reader of a request its present state, and tells the requester the decision; an alarm shows it later to readers whom a crash or Slack left out.
import type { RequestContext, SignedInAs } from '../../core/messenger.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { requestContext } from './request-context.ts'

/** A card is drawn again at most so many times in one call, each time because the request was changed meanwhile. */
const MOST_REDRAWS = 5

/** Set before a change is written, so that no crash leaves somebody with a card that is not true. */
export async function scheduleCardRefresh(ports: Pick<Ports, 'alarms' | 'clock'>, id: string): Promise<void> {
  await ports.alarms.set('show-request', id, ports.clock.now() + MINUTE)
}

/** Posts or edits the cards; what could not be shown is shown by an alarm. With `signIn` only the requester's card is. */
export async function publishRequestCards(
  ports: Ports,
  request: Request,
  signIn?: SignInOffer | SignedInAs,
): Promise<void> {
  const isShown = await showRequestCards(ports, request, signIn)
  // A link to sign in with changes nothing on the other cards.
  if (signIn) return
  if (isShown) await ports.alarms.clear('show-request', request.id)
  // Another process that showed an earlier change meanwhile may have cleared the alarm that was set for this one.
  else await scheduleCardRefresh(ports, request.id)
}

/** False if a reader could not be shown it, and trying again later may help. */
export async function showRequestCards(
  ports: Ports,
  request: Request,
  signIn?: SignInOffer | SignedInAs,
): Promise<boolean> {
  const contextOf = contextPerVersion(ports)
  const lost = (error: unknown) => {
    ports.messenger.lost(error, 'show a card')
    return false
  }
  const { requester, approvers, channel, earlierChannels = [] } = request
  const channels = [...earlierChannels, ...(channel === undefined ? [] : [channel])]
  const readers = signIn ? [requester] : [requester, ...approvers, ...channels]
  const shown = await Promise.all([
    ...readers.map((reader) => showLatest(ports, request, reader, contextOf, signIn).catch(lost)),
    ...(signIn
      ? []
      : [settle(ports, request, contextOf).catch(lost), tellDecision(ports, request, contextOf).catch(lost)]),
  ])
  return shown.every(Boolean)
}

type ContextOf = (request: Request) => Promise<RequestContext>

/** Read once for all readers of one version of the request. */
function contextPerVersion(ports: Ports): ContextOf {
  const contexts = new Map<number, Promise<RequestContext>>()
  return (request) => {
    const known = contexts.get(request.version) ?? requestContext(ports, request)
    contexts.set(request.version, known)
    return known
  }
}

/** Two processes may edit one card at the same time, in any order: the one that drew an old version sees that and draws again. */
async function showLatest(
  ports: Ports,
  request: Request,
  reader: string,
  contextOf: ContextOf,
  signIn?: SignInOffer | SignedInAs,
): Promise<boolean> {
  let drawn = request
  for (let redraws = 0; redraws < MOST_REDRAWS; redraws += 1) {
    const isShown = await ports.messenger.showRequestCard(drawn, reader, await contextOf(drawn), signIn)
    const now = await ports.requests.find(request.id)
    if (!now || now.version === drawn.version) return isShown
    drawn = now
  }
  return false
}

/** To the requester, in a message of its own; a change by the policy file has another one. */
async function tellDecision(ports: Ports, request: Request, contextOf: ContextOf): Promise<boolean> {
  if (!isDecidedByPeople(request)) return true
  return ports.messenger.sendNotice(request, 'decided', await contextOf(request))
}

/** Under another policy file an approval that was given earlier may suffice: that is decided by the file. */
function isDecidedByPeople({ state, review, approvals }: Request): boolean {
  if (!review || review.by === null) return false
  return state === 'denied' || (state === 'approved' && approvals.some(({ at }) => at === review.at))
}

async function settle(ports: Ports, request: Request, contextOf: ContextOf): Promise<boolean> {
  return ports.messenger.settleNotices(request, await contextOf(request))
}
