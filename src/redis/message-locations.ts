// Remembers in which message of Slack each reader's card of a request is, and who is about to post it.

import type { MessageLocation, MessageLocations } from '../core/message-locations.ts'
import { DAY, MINUTE } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { reserveCard } from './scripts/reserve-message-location.ts'
import { setField } from './scripts/set-field.ts'

/** How long the places stay after the last card was posted, milliseconds: longer than a closed request is kept. */
const KEPT = 120 * DAY
/** Posting takes seconds; whoever began a minute ago and has not said where the card is has died. */
const RESERVED = MINUTE

export function messageLocationsIn(connection: Connection, keys: Keys): MessageLocations {
  return {
    async of(request) {
      const stored = await connection.send((redis) => redis.hgetall(keys.cardsOf(request)))
      const places = new Map<string, MessageLocation>()
      for (const [reader, text] of Object.entries(stored)) {
        const place = placeOf(text)
        if (place) places.set(reader, place)
        // Reservations are bare numbers. A place that cannot be read counts as none: a second card beats no card.
        else if (!/^\d+$/.test(text)) connection.trouble(`a card's place of request ${request} in Redis cannot be read`)
      }
      return places
    },

    async reserve(request, reader, now) {
      const values = [reader, Math.round(now), Math.round(now) - RESERVED, KEPT]
      return (await connection.run(reserveCard, [keys.cardsOf(request)], values)) === 1
    },

    async remember(request, reader, { channel, ts }) {
      await connection.run(setField, [keys.cardsOf(request)], [reader, `${channel}:${ts}`, KEPT])
    },

    async forget(request) {
      await connection.send((redis) => redis.del(keys.cardsOf(request)))
    },
  }
}

/** Neither a channel's id nor a timestamp has a colon. */
function placeOf(text: string): MessageLocation | undefined {
  const [channel, ts, ...rest] = text.split(':')
  return channel && ts && rest.length === 0 ? { channel, ts } : undefined
}
