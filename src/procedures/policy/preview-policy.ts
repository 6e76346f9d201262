// Works out what another policy would decide otherwise, over all open requests and living tokens; changes nothing.
import { isBotError } from '../../core/errors.ts'
import { approversUnder, type Policy } from '../../core/policy/evaluate.ts'
import {
  inOrder,
  type PolicyPreview,
  previewRequest,
  previewToken,
  type RequestPreview,
  type TokenPreview,
} from '../../core/policy/preview-policy.ts'
import { type NotKnown, rulesBroken } from '../../core/policy/rules-broken.ts'
import type { Ports } from '../../core/ports.ts'
import { isOver, isUnderPolicy, type Request } from '../../core/requests/request.ts'
import { findColleague } from '../people/find-colleague.ts'
import { everyKnownToken } from '../records/every-token.ts'
import { type ReevaluationPorts, reevaluateRequest } from '../requests/reevaluate-request.ts'
import { type OneLook, once, oneLook } from './one-look.ts'
import { tokenFactsFrom } from './token-facts.ts'

export type PreviewPorts = ReevaluationPorts & Pick<Ports, 'reminderRecords' | 'departures'>

/** Requests whose people are looked up at the same time. */
const AT_ONCE = 8

/**
 * The steps are those that the switch itself takes (`reevaluateRequest`), with the other policy in the place of today's.
 * Throws `redis_unavailable`; what Slack does not tell makes an entry unknown.
 */
export async function previewPolicy(ports: PreviewPorts, other: Policy): Promise<PolicyPreview> {
  const now = ports.clock.now()
  const directory = oneLook(ports.directory)
  const looking: Looking = {
    ...ports,
    directory,
    clock: { now: () => now },
    // Each of somebody's requests and tokens depends on all the others.
    requests: { ...ports.requests, openOf: once((person) => ports.requests.openOf(person)) },
    tokens: { ...ports.tokens, of: once((person) => ports.tokens.of(person)) },
    links: { ...ports.links, of: once((person) => ports.links.of(person)) },
    // A look at the future is no sight of anybody's manager to remember.
    managersSeen: { ...ports.managersSeen, note: async () => {} },
  }
  const policies = { today: ports.policy(), other }
  const { requests, unreadable: unreadableRequests } = await previewRequests(looking, policies, now)
  const { tokens, unreadable: unreadableTokens } = await previewTokens(looking, policies)
  return inOrder({
    today: policies.today.version,
    other: other.version,
    requests,
    tokens,
    unreadable: unreadableRequests + unreadableTokens,
  })
}

type Looking = PreviewPorts & { directory: OneLook }
interface Policies {
  today: Policy
  other: Policy
}

async function previewRequests(ports: Looking, policies: Policies, now: number) {
  let unreadable = 0
  const open: Request[] = []
  for await (const request of ports.requests.everyOpen(() => {
    unreadable += 1
  })) {
    if (isUnderPolicy(request) && !isOver(request, now)) open.push(request)
  }
  const requests: RequestPreview[] = []
  for (let at = 0; at < open.length; at += AT_ONCE) {
    const some = open.slice(at, at + AT_ONCE)
    requests.push(...(await Promise.all(some.map((request) => previewOne(ports, policies, request, now)))))
  }
  return { requests, unreadable }
}

async function previewOne(
  ports: Looking,
  { today, other }: Policies,
  request: Request,
  now: number,
): Promise<RequestPreview> {
  const notKnown = (why: NotKnown): RequestPreview => ({ outcome: 'unknown', request, notKnown: why })
  const under = async (policy: Policy) => {
    const person = await findColleague(ports, request.requester)
    if (!person) return undefined
    return (await reevaluateRequest({ ...ports, policy: () => policy }, request, person, now))(request)
  }
  try {
    const after = await under(other)
    if (!after) return notKnown({ because: 'person' })
    // If nobody is left without the manager it is denied; else the manager may be one of those who are asked.
    const isOpen = after.state === 'pending' && after.policyVersion === other.version
    if (isOpen && asksManager(other, after) && ports.directory.unreadManagers.has(request.requester)) {
      return notKnown({ because: 'manager' })
    }
    // If today's rules cannot be evaluated, the request stands as it is stored.
    const before = await under(today).catch((error: unknown) => {
      whyNotKnown(ports, error)
      return request
    })
    return previewRequest(request, { today: before ?? request, other: after, now })
  } catch (error) {
    return notKnown(whyNotKnown(ports, error))
  }
}

/** Another request of the same person may have asked for a manager whom this one does not need. */
function asksManager(policy: Policy, { rule }: Request): boolean {
  const decision = approversUnder(policy, rule)
  return decision !== undefined && [...decision.approvers, ...decision.fallback].includes('manager')
}

/** Throws what is no failure of Slack's. */
function whyNotKnown({ directory }: Looking, error: unknown): NotKnown {
  if (!isBotError(error, 'slack_unavailable', 'slack_scope_missing')) throw error
  const groups = [...directory.unreadGroups]
  return error.facts.operation === 'read a user group' && groups.length > 0
    ? { because: 'groups', groups }
    : { because: 'slack' }
}

async function previewTokens(ports: Looking, { today, other }: Policies) {
  let unreadable = 0
  const factsOf = await tokenFactsFrom(ports)
  const tokens: TokenPreview[] = []
  for await (const token of everyKnownToken(ports, {
    onUnreadable: () => {
      unreadable += 1
    },
  })) {
    if (token.state === 'revoked' || token.state === 'expired') continue
    tokens.push(
      previewToken(token, {
        today: rulesBroken(today, token, await factsOf(today, token)),
        other: rulesBroken(other, token, await factsOf(other, token)),
      }),
    )
  }
  return { tokens, unreadable }
}
