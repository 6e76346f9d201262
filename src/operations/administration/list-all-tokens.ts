// Lists everybody's known tokens for an administrator: counts, and one page of those that a filter leaves.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { TokenCounts } from '../../core/tokens/token-counts.ts'
import { folded } from '../../core/typed-words.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { expiresWithin, isWorking, listLeavers, tokenTally } from '../../procedures/records/count-tokens.ts'
import { everyKnownToken, type KnownToken } from '../../procedures/records/every-token.ts'

/** Apart from `all`, `expired` and `revoked` these are about tokens that work now. */
export const tokenFilters = [
  'all',
  'active',
  'expiring7',
  'expiring30',
  'retiring',
  'expired',
  'revoked',
  'elsewhere',
  'leavers',
] as const
export type TokenFilter = (typeof tokenFilters)[number]

export interface TokenQuery {
  filter: TokenFilter
  /** Slack id. */
  person?: string
  /** Words of the label, whatever their case. */
  label?: string
  /** From 1 on. */
  page: number
}

export interface TokenPage {
  query: TokenQuery
  /** Working tokens come first, the soonest expiry first; of the others the newest expiry first. */
  tokens: KnownToken[]
  /** How many the filter leaves, and on how many pages. */
  matching: number
  pages: number
  /** Of everybody's tokens, whatever the filter. */
  counts: TokenCounts
  /** Slack ids of all people who left. */
  leavers: ReadonlySet<string>
  /** Whether an administrator may revoke other people's tokens on this Dremio. */
  canRevoke: boolean
  /**
   * When the lists of the people with these tokens were last read in Dremio, milliseconds since epoch; `never` counts
   * the people of whom that is not known.
   */
  seen: { oldest?: number; newest?: number; never: number }
}

export const PAGE_SIZE = 25

/** Throws `not_an_administrator`, `too_often`, and what `admit` throws. */
export async function listAllTokens(ports: Ports, actor: Actor, query: TokenQuery): Promise<TokenPage> {
  await enforceRateLimit(ports, await admitAdministrator(ports, actor), 'look')
  const { tokens, ...found } = await findTokens(ports, query)
  const pages = Math.max(1, Math.ceil(tokens.length / PAGE_SIZE))
  // A page that was the last one may be gone by now.
  const page = Math.min(Math.max(1, query.page), pages)
  const shown = tokens.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
  const { revoke: canRevoke } = ports.sessions.capabilities.forOthers
  return { ...found, canRevoke, query: { ...query, page }, tokens: shown, matching: tokens.length, pages }
}

/** For an actor who is admitted. Throws `redis_unavailable`. */
export async function findTokens(ports: Ports, query: Omit<TokenQuery, 'page'>) {
  const now = ports.clock.now()
  const leavers = await listLeavers(ports)
  const tally = tokenTally(now, leavers)
  const listedAt = new Map<string, number>()
  const tokens: KnownToken[] = []
  const notes = {
    onUnreadable: tally.unreadable,
    onRecord: (record: { person: string; listedAt?: number | undefined }) => {
      if (record.listedAt !== undefined) listedAt.set(record.person, record.listedAt)
    },
  }
  for await (const token of everyKnownToken(ports, notes)) {
    tally.add(token)
    if (matches(token, query, now, leavers)) tokens.push(token)
  }
  tokens.sort(workingFirst)
  const owners = [...new Set(tokens.map(({ owner }) => owner))]
  const moments = owners.flatMap((owner) => listedAt.get(owner) ?? []).sort((one, other) => one - other)
  const [oldest, newest] = [moments[0], moments.at(-1)]
  const seen = {
    ...(oldest !== undefined && { oldest }),
    ...(newest !== undefined && { newest }),
    never: owners.length - moments.length,
  }
  return { tokens, counts: tally.counts, leavers, seen }
}

function matches(
  token: KnownToken,
  { filter, person, label }: Omit<TokenQuery, 'page'>,
  now: number,
  leavers: ReadonlySet<string>,
): boolean {
  if (person !== undefined && token.owner !== person) return false
  if (label !== undefined && !folded(token.label).includes(folded(label))) return false
  switch (filter) {
    case 'all':
      return true
    case 'active':
    case 'retiring':
    case 'expired':
    case 'revoked':
      return token.state === filter
    case 'expiring7':
      return isWorking(token) && expiresWithin(token, 7, now)
    case 'expiring30':
      return isWorking(token) && expiresWithin(token, 30, now)
    case 'elsewhere':
      return isWorking(token) && !token.madeHere
    case 'leavers':
      return isWorking(token) && leavers.has(token.owner)
  }
}

function workingFirst(one: KnownToken, other: KnownToken): number {
  const over = Number(!isWorking(one)) - Number(!isWorking(other))
  if (over !== 0) return over
  const sooner = isWorking(one) ? one.endsAt - other.endsAt : other.expiresAt - one.expiresAt
  // The same order on every page, also where many expire at once.
  return sooner || (one.tid < other.tid ? -1 : 1)
}
