// Counts everybody's known tokens by state, expiry and origin.
import type { Ports } from '../../core/ports.ts'
import { DAY } from '../../core/time/duration.ts'
import type { TokenCounts } from '../../core/tokens/token-counts.ts'
import type { KnownToken } from './every-token.ts'

/** Slack ids of all people who left. */
export async function listLeavers({ departures }: Pick<Ports, 'departures'>): Promise<ReadonlySet<string>> {
  const leavers = new Set<string>()
  for await (const { person } of departures.every()) leavers.add(person)
  return leavers
}

export function isWorking({ state }: Pick<KnownToken, 'state'>): boolean {
  return state === 'active' || state === 'retiring'
}

export function expiresWithin({ expiresAt }: Pick<KnownToken, 'expiresAt'>, days: number, now: number): boolean {
  return expiresAt <= now + days * DAY
}

/** For a walk that counts on the way. */
export function tokenTally(now: number, leavers: ReadonlySet<string>) {
  const counts: TokenCounts = {
    ...{ byState: { active: 0, retiring: 0, expired: 0, revoked: 0 }, expiring7: 0, expiring30: 0 },
    ...{ createdElsewhere: 0, ofLeavers: 0, total: 0, unreadable: 0 },
  }
  return {
    counts,
    unreadable: () => {
      counts.unreadable += 1
    },
    add(token: KnownToken) {
      counts.total += 1
      counts.byState[token.state] += 1
      if (!isWorking(token)) return
      if (expiresWithin(token, 7, now)) counts.expiring7 += 1
      if (expiresWithin(token, 30, now)) counts.expiring30 += 1
      if (!token.madeHere) counts.createdElsewhere += 1
      if (leavers.has(token.owner)) counts.ofLeavers += 1
    },
  }
}
