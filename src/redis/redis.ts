// The room's door: one connection, and every port that is kept in Redis on top of it.
import type { AlarmQueue, Audit, CardPlaces, Clock, Links, Repeats, Requests, Tokens } from '../core/ports.ts'
import { alarmsIn } from './alarms.ts'
import { auditIn } from './audit.ts'
import { cardPlacesIn } from './card-places.ts'
import { openConnection } from './client.ts'
import { keysUnder } from './keys.ts'
import { linksIn } from './links.ts'
import { repeatsIn } from './repeats.ts'
import { requestsIn } from './requests.ts'
import { tokensIn } from './tokens.ts'

export interface RedisStore {
  requests: Requests
  tokens: Tokens
  links: Links
  audit: Audit
  alarms: AlarmQueue
  cardPlaces: CardPlaces
  repeats: Repeats
  /** For readiness. Throws `redis_unavailable`. */
  ping(): Promise<void>
  /** Lets what was sent finish, then closes for good. Never throws. */
  close(): Promise<void>
}

/**
 * Returns at once and connects behind it: Redis may come up later, go away and come back. Meanwhile every method throws
 * `redis_unavailable` after two seconds at most. A write that failed so may have happened all the same.
 *
 * `url` is `redis://`, `rediss://` or `unix:/path`; it or a bad prefix throws `broken`. `onTrouble` hears one line
 * without data for an operator to read.
 */
export function connectRedis(settings: {
  url: string
  prefix?: string
  clock: Clock
  onTrouble: (message: string) => void
}): RedisStore {
  const { url, prefix = 'dremio-pat', clock, onTrouble } = settings
  const keys = keysUnder(prefix)
  const connection = openConnection({ url, onTrouble })
  return {
    requests: requestsIn(connection, keys, clock),
    tokens: tokensIn(connection, keys, clock),
    links: linksIn(connection, keys),
    audit: auditIn(connection, keys, clock),
    alarms: alarmsIn(connection, keys),
    cardPlaces: cardPlacesIn(connection, keys),
    repeats: repeatsIn(connection, keys),
    ping: connection.ping,
    close: connection.close,
  }
}
