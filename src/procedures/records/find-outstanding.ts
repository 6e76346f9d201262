// Finds the tokens that should have been revoked, claims that are not settled, and tokens of leavers.

import type { LeaversToken, Outstanding } from '../../core/outstanding.ts'
import type { Departure } from '../../core/people/departure.ts'
import type { Ports } from '../../core/ports.ts'
import { claimIsFresh, mayHaveLeftToken, type Request } from '../../core/requests/request.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import { tokensKnownOf } from './tokens-for-reminders.ts'

export async function findOutstanding(ports: Ports): Promise<Outstanding> {
  const now = ports.clock.now()
  const tokens: Token[] = []
  for await (const token of ports.tokens.everyUnsettled()) {
    const isOutstanding = token.outstandingSince !== undefined || token.ended !== undefined
    if (isOutstanding && isAlive(token, now)) tokens.push(token)
  }
  const claims: Request[] = []
  for await (const request of ports.requests.everyOpen()) {
    if (mayHaveLeftToken(request) && !claimIsFresh(request, now)) claims.push(request)
  }
  const since = ({ outstandingSince, ended }: Token) => outstandingSince ?? ended?.at ?? 0
  tokens.sort((one, other) => since(one) - since(other))
  claims.sort((one, other) => (one.claim?.startedAt ?? 0) - (other.claim?.startedAt ?? 0))
  const departures: Departure[] = []
  for await (const departure of ports.departures.every()) departures.push(departure)
  const leaversTokens = await tokensOf(ports, departures)
  return {
    tokens,
    claims,
    leaversTokens: leaversTokens.filter(({ tid }) => !tokens.some((token) => token.tid === tid)),
    leavers: new Set(departures.map(({ person }) => person)),
    canRevoke: ports.sessions.capabilities.forOthers.revoke,
  }
}

async function tokensOf(ports: Ports, departures: readonly Departure[]): Promise<LeaversToken[]> {
  const now = ports.clock.now()
  const found: LeaversToken[] = []
  for (const departure of departures) {
    const record = await ports.reminderRecords.of(departure.person)
    for (const { tid, label, expiresAt, state } of await tokensKnownOf(ports, departure.person, record)) {
      if (state !== 'revoked' && expiresAt > now) found.push({ tid, label, expiresAt, departure })
    }
  }
  return found.sort((one, other) => one.departure.at - other.departure.at)
}
