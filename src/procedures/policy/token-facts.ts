// Collects what a policy's rules ask about living tokens and their owners; what cannot be read is said to be unknown.
import { isBotError } from '../../core/errors.ts'
import { groupsIn, type Policy } from '../../core/policy/evaluate.ts'
import {
  asksForRotation,
  asksForTime,
  type JudgedToken,
  lifetimeOf,
  type NotKnown,
  type TokenFacts,
} from '../../core/policy/rules-broken.ts'
import type { Ports } from '../../core/ports.ts'
import { approvedFor, isRenewal } from '../../core/tokens/rotation.ts'
import type { Token } from '../../core/tokens/token.ts'
import { tokenQuota } from '../../core/tokens/token-quota.ts'
import { once } from './one-look.ts'

export type TokenFactsPorts = Pick<Ports, 'clock' | 'directory' | 'tokens' | 'requests' | 'departures'>

export interface OwnedToken extends JudgedToken {
  tid: string
  owner: string
  /** The request for which it was created here. */
  request?: string
}

/** Throws `redis_unavailable`. What Slack does not tell is in the facts. */
export type FactsOfToken = (policy: Policy, token: OwnedToken) => Promise<TokenFacts>

/** Reads each owner once; `directory` should not be asked for the same twice either (`oneLook`). */
export async function tokenFactsFrom(ports: TokenFactsPorts): Promise<FactsOfToken> {
  const departed = new Set<string>()
  for await (const { person } of ports.departures.every()) departed.add(person)
  const tokensOf = once(async (owner) => {
    const records = await ports.tokens.of(owner)
    return { records, active: tokenQuota(records, [], ports.clock.now()).active }
  })

  return async (policy, token) => {
    const { owner, tid, createdAt } = token
    const { records, active } = await tokensOf(owner)
    const counted = active.some((one) => one.tid === tid) ? active.length : undefined
    if (departed.has(owner)) return { counted, rules: { because: 'person' } }
    const people = await readPeople(ports, policy, owner)
    if ('because' in people) return { counted, rules: people }
    const request =
      asksForTime(policy) && token.request !== undefined ? await ports.requests.find(token.request) : undefined
    return {
      counted,
      rules: {
        requester: owner,
        ...people,
        activeTokens: active.filter((one) => one.tid !== tid && one.createdAt < createdAt).length,
        openRequests: 0,
        now: request?.requestedAt ?? createdAt,
        replaces: false,
        rotation: asksForRotation(policy)
          ? await isRotation(
              ports,
              token,
              records.find((one) => one.tid === tid),
            )
          : false,
      },
    }
  }
}

interface PeopleFacts {
  groups: ReadonlySet<string>
  missingGroups: ReadonlySet<string>
  timeZone: string
}

async function readPeople(
  { directory }: Pick<Ports, 'directory'>,
  policy: Policy,
  owner: string,
): Promise<PeopleFacts | NotKnown> {
  const groups = groupsIn(policy)
  const read = await Promise.allSettled(groups.map((group) => directory.membersOf(group)))
  const unread = groups.filter((_, index) => read[index]?.status === 'rejected')
  if (unread.length > 0) {
    const other = read.find((one) => one.status === 'rejected' && !isFromSlack(one.reason))
    if (other?.status === 'rejected') throw other.reason
    return { because: 'groups', groups: unread }
  }
  const members = read.map((one) => (one.status === 'fulfilled' ? one.value : []))
  const facts = {
    groups: new Set(groups.filter((_, index) => members[index] !== 'missing' && members[index]?.includes(owner))),
    missingGroups: new Set(groups.filter((_, index) => members[index] === 'missing')),
  }
  // Nobody is looked up in Slack for rules that do not ask.
  if (!asksForTime(policy) || policy.timeZone !== undefined) return { ...facts, timeZone: 'UTC' }
  try {
    return { ...facts, timeZone: (await directory.colleague(owner)).timeZone }
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return { because: 'person' }
    if (isFromSlack(error)) return { because: 'slack' }
    throw error
  }
}

function isFromSlack(error: unknown): boolean {
  return isBotError(error, 'slack_unavailable', 'slack_scope_missing')
}

/** Undefined if the token replaced one that is not stored any more. */
async function isRotation(
  ports: Pick<Ports, 'tokens' | 'requests'>,
  token: JudgedToken,
  record: Token | undefined,
): Promise<boolean | undefined> {
  if (record?.replaces === undefined) return false
  const old = await ports.tokens.find(record.replaces)
  if (!old) return undefined
  const request = old.request === undefined ? undefined : await ports.requests.find(old.request)
  return isRenewal({ label: token.label, lifetime: lifetimeOf(token) }, approvedFor(old, request))
}
