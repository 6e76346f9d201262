// Stores the metadata of tokens (never their value), by owner.

import type { Clock, Tokens } from '../core/ports.ts'
import { DAY } from '../core/time/duration.ts'
import { isUnsettled, type Token, tokenSchema } from '../core/tokens/token.ts'
import { entriesOn } from './audit.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { recordsOf } from './records.ts'
import type { SignedRecords } from './signed-records.ts'

/**
 * How long a token is kept after its expiry, revoked or not, milliseconds: people ask about tokens that stopped
 * working.
 */
const EXPIRED_KEPT = 90 * DAY

export function tokensIn(connection: Connection, keys: Keys, clock: Clock, signed: SignedRecords): Tokens {
  const records = recordsOf<Token>(connection, clock, {
    name: 'token',
    schema: tokenSchema,
    idOf: (token) => token.tid,
    key: keys.token,
    indexesOf: (token) => [
      keys.tokensOf(token.owner),
      keys.everyToken,
      ...(isUnsettled(token) ? [keys.unsettledTokens] : []),
    ],
    keepFor: (token, now) => token.expiresAt + EXPIRED_KEPT - now,
    // Owner and Dremio user say as whom the bot lists and revokes, also while nobody is at the screen.
    signed: { records: signed, kind: 'token' },
  })

  const audited = entriesOn(keys, clock)

  return {
    // An existing token is not overwritten, because it may have changed since the caller read it.
    async add(token) {
      await records.create(token)
    },
    find: records.find,
    swap: (before, after, entries) => records.swap(before, after, audited(entries)),
    async of(owner, leftOut) {
      const listed = await records.listedIn(keys.tokensOf(owner), leftOut)
      return listed.sort((one, other) => one.createdAt - other.createdAt || (one.tid < other.tid ? -1 : 1))
    },
    idsOf: (owner) => connection.send((redis) => redis.smembers(keys.tokensOf(owner))),
    every: (leftOut) => records.eachInAny([keys.everyToken, keys.unsettledTokens], leftOut),
    async *everyUnsettled() {
      for await (const token of records.eachIn(keys.unsettledTokens)) {
        if (isUnsettled(token)) yield token
      }
    },
  }
}
