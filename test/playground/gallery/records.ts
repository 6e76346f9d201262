// Tokens, contexts and offers for the scenes, beside the requests that tests of cards draw as well.
import type { RequestContext } from '../../../src/core/messenger.ts'
import type { RemindedToken } from '../../../src/core/reminders/due-reminders.ts'
import type { SignInOffer } from '../../../src/core/sessions/sign-in.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import type { Token, TokenSummary } from '../../../src/core/tokens/token.ts'
import { aPolicy, asked } from '../../slack/records.ts'

/** Three hours after the request was made: 17:00 in Berlin, on a Wednesday. */
export const NOW = asked + 3 * HOUR

export const TID = '48099374-0cf7-4b5a-938a-671d1be2e409'
export const OLD_TID = 'b3d41e07-91a4-4f0e-8f55-2d0c7b6f1a23'
const UID = '11111111-1111-4111-8111-111111111111'

/** Ana's, shown to her an hour ago. */
export function aToken(change: Partial<Token> = {}): Token {
  return {
    tid: TID,
    uid: UID,
    owner: 'UANA',
    label: 'tableau',
    createdAt: NOW - HOUR,
    expiresAt: NOW - HOUR + 30 * DAY,
    request: 'k7m2q9xt',
    version: 1,
    state: 'active',
    delivery: 'shown',
    shownAt: NOW - HOUR,
    ...change,
  }
}

/** The one that the new one replaces. */
export function anOldToken(change: Partial<Token> = {}): Token {
  return aToken({
    tid: OLD_TID,
    request: 'c4p8w1zn',
    createdAt: NOW - 25 * DAY,
    expiresAt: NOW + 5 * DAY,
    delivery: 'confirmed',
    ...change,
  })
}

/** Beside the new one for a day more. */
export const retiring = { state: 'retiring', replacedBy: TID, retiringSince: NOW, retiresAt: NOW + DAY } as const

export function listed(label: string, change: Partial<TokenSummary> = {}): TokenSummary {
  const expiresAt = change.expiresAt ?? NOW + 30 * DAY
  return {
    tid: TID,
    label,
    expiresAt,
    endsAt: expiresAt,
    state: 'active',
    madeHere: true,
    working: false,
    ...change,
  }
}

export function reminded(label: string, change: Partial<RemindedToken> = {}): RemindedToken {
  const tid = change.tid ?? TID
  return { tid, label, createdAt: NOW - 20 * DAY, expiresAt: NOW + 7 * DAY, madeHere: true, state: 'active', ...change }
}

/** An id that begins with these eight characters. */
export function tidOf(start: string): string {
  return `${start}-0cf7-4b5a-938a-671d1be2e409`
}

export const signIn: SignInOffer = { url: 'https://bot.acme.test/dremio/sign-in/ticket', until: NOW + 10 * MINUTE }
export const signedIn = { dremioName: 'ana@acme.test', until: NOW + HOUR }

export function aContext(change: Partial<RequestContext> = {}): RequestContext {
  return {
    token: undefined,
    old: undefined,
    fallback: [],
    policy: aPolicy(),
    background: { tokens: [], otherRequests: 0, closed: [] },
    now: NOW,
    ...change,
  }
}
