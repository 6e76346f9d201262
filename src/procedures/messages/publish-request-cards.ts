// Shows every reader of a request its present state, and tells the requester the decision; an alarm shows it later to readers whom a crash or Slack left out.
import type { RequestContext, SignedInAs } from '../../core/messenger.ts'
import type { Ports } from '../../core/ports.ts'
import type { DeliveryResult } from '../../core/reminders/reminder-message.ts'
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

export interface ShownCards {
  /** False if a reader could not be shown it, and trying again later may help. */
  isShown: boolean
  /** Slack ids of the people and channels for whom Slack refuses the message for good. */
  refused: string[]
}

/**
 * Posts or edits the cards; what could not be shown is shown by an alarm. With `signIn` only the requester's card is.
 * Resolves to the `refused` of `ShownCards`.
 */
export async function publishRequestCards(
  ports: Ports,
  request: Request,
  signIn?: SignInOffer | SignedInAs,
): Promise<string[]> {
  const { isShown, refused } = await showRequestCards(ports, request, signIn)
  // A link to sign in with changes nothing on the other cards.
  if (!signIn) await settleCardRefresh(ports, request.id, isShown)
  return refused
}

export async function settleCardRefresh(
  ports: Pick<Ports, 'alarms' | 'clock'>,
  id: string,
  isShown: boolean,
): Promise<void> {
  if (isShown) await ports.alarms.clear('show-request', id)
  // Another process that showed an earlier change meanwhile may have cleared the alarm that was set for this one.
  else await scheduleCardRefresh(ports, id)
}

/** `except`: readers (Slack ids) whose card is left as it is. */
export async function showRequestCards(
  ports: Ports,
  request: Request,
  signIn?: SignInOffer | SignedInAs,
  except: readonly string[] = [],
): Promise<ShownCards> {
  const contextOf = contextPerVersion(ports)
  const lost = (error: unknown): DeliveryResult => {
    ports.messenger.lost(error, 'show a card')
    return 'unavailable'
  }
  const { requester, approvers, channel, earlierChannels = [] } = request
  const channels = [...earlierChannels, ...(channel === undefined ? [] : [channel])]
  const all = signIn ? [requester] : [requester, ...approvers, ...channels]
  const readers = all.filter((reader) => !except.includes(reader))
  const [cards, beside] = await Promise.all([
    Promise.all(
      readers.map(async (reader) => ({
        reader,
        result: await showLatest(ports, request, reader, contextOf, signIn).catch(lost),
      })),
    ),
    signIn
      ? []
      : Promise.all([
          tellDecision(ports, request, contextOf).catch(lost),
          settle(ports, request, contextOf).catch(lost),
        ]),
  ])
  // A requester who was told of the decision knows it, also where the card stays as it was; the card alone tells nobody.
  const [told] = beside
  const results = cards.map(({ reader, result }) => ({
    reader,
    result: reader === requester && told !== undefined ? told : result,
  }))
  return {
    isShown: [...cards.map(({ result }) => result), ...beside].every((result) => result !== 'unavailable'),
    refused: results.flatMap(({ reader, result }) => (result === 'refused' ? [reader] : [])),
  }
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
): Promise<DeliveryResult> {
  let drawn = request
  for (let redraws = 0; redraws < MOST_REDRAWS; redraws += 1) {
    const result = await ports.messenger.showRequestCard(drawn, reader, await contextOf(drawn), signIn)
    const now = await ports.requests.find(request.id)
    if (!now || now.version === drawn.version) return result
    drawn = now
  }
  return 'unavailable'
}

/** To the requester, in a message of its own; a change by the policy file has another one. Undefined if nobody decided. */
async function tellDecision(ports: Ports, request: Request, contextOf: ContextOf): Promise<DeliveryResult | undefined> {
  if (!isDecidedByPeople(request)) return undefined
  return ports.messenger.sendNotice(request, 'decided', await contextOf(request))
}

/** Under another policy file an approval that was given earlier may suffice: that is decided by the file. */
function isDecidedByPeople({ state, review, approvals }: Request): boolean {
  if (!review || review.by === null) return false
  return state === 'denied' || (state === 'approved' && approvals.some(({ at }) => at === review.at))
}

async function settle(ports: Ports, request: Request, contextOf: ContextOf): Promise<DeliveryResult> {
  return (await ports.messenger.settleNotices(request, await contextOf(request))) ? 'delivered' : 'unavailable'
}
