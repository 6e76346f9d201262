// Keeps sign-ins that are on their way: tickets, and what waits for a browser to come back.
import { createHash } from 'node:crypto'
import type { Clock } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import { type SignIns, type Ticket, ticketSchema } from '../core/sessions/sign-in.ts'
import { DAY, MINUTE } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { EncryptedPlace, Encryption } from './encryption.ts'
import type { Keys } from './keys.ts'
import { fitting, read } from './records.ts'
import { beginSignIn } from './scripts/begin-sign-in.ts'
import { completeTicket } from './scripts/complete-ticket.ts'
import { setField } from './scripts/set-field.ts'
import { takeSignIn } from './scripts/take-sign-in.ts'

/** How long a ticket is known beyond its time, milliseconds: "too late" is a better answer than "never heard of it". */
const LATE_KEPT = DAY
/** The same for what a browser was sent away with, milliseconds: with it somebody could still be signed in. */
const AWAY_KEPT = 10 * MINUTE

/**
 * How many browsers may be away with one link. Clients and scanners open links before people do; whoever opens one again
 * and again fills no memory, and does not end what was opened last.
 */
const STATES_KEPT = 5
/** Between a ticket's digest and what cannot be guessed; in neither of them. */
const SEPARATOR = '.'

const kind = { name: 'sign-in ticket', schema: ticketSchema }

export function signInsIn(connection: Connection, keys: Keys, clock: Clock, encryption: Encryption): SignIns {
  const keptAt = (ticketId: string, state: string): EncryptedPlace => ({
    key: keys.signInStates(ticketId),
    field: digestOf(state),
  })

  /** Undefined once it is forgotten by our clock as well, so long after the ticket's time: Redis has one of its own. */
  function aboutIn(text: string | null, ticketId: string, kept: number): Ticket | undefined {
    if (text === null) return undefined
    const about = read(kind, ticketId, text, connection.trouble)
    return about.until + kept > clock.now() ? about : undefined
  }

  return {
    async issue(ticket, about) {
      const checked = fitting(kind, about, connection.trouble)
      const left = Math.max(1, Math.ceil(checked.until + LATE_KEPT - clock.now()))
      await connection.run(setField, [keys.ticket(digestOf(ticket))], ['about', JSON.stringify(checked), left])
    },

    async find(ticket) {
      const ticketId = digestOf(ticket)
      const [text = null, used] = await connection.send((redis) => redis.hmget(keys.ticket(ticketId), 'about', 'used'))
      const about = aboutIn(text, ticketId, LATE_KEPT)
      return about && { about, used: used === '1' }
    },

    // With the ticket's digest in it, a state needs no memory of its own to be known as one that was.
    stateFor: (ticket, unguessable) => digestOf(ticket) + SEPARATOR + unguessable,

    // For a ticket that is gone, or long over, nothing is written: whoever comes back then hears of no such sign-in.
    async begin(state, ticket, kept) {
      const ticketId = digestOf(ticket)
      const place = keptAt(ticketId, state)
      const sealed = encryption.encrypt(kept, place)
      const values = [place.field, sealed, LATE_KEPT - AWAY_KEPT, STATES_KEPT]
      await connection.run(beginSignIn, [place.key, keys.ticket(ticketId)], values)
    },

    async take(state) {
      const ticketId = state.slice(0, Math.max(0, state.indexOf(SEPARATOR)))
      if (!/^[\w-]{43}$/.test(ticketId)) return undefined
      const place = keptAt(ticketId, state)
      const taken = await connection.run(takeSignIn, [place.key, keys.ticket(ticketId)], [place.field])
      if (!Array.isArray(taken)) return taken === 1 ? 'used' : undefined
      const [sealed, text, used] = taken as [string, string | null, string | null]
      const about = aboutIn(text, ticketId, AWAY_KEPT)
      const kept = encryption.decrypt(sealed, place)?.value
      return about && { ticketId, about, used: used === '1', kept: kept instanceof Secret ? kept : undefined }
    },

    async complete(ticketId) {
      return (await connection.run(completeTicket, [keys.ticket(ticketId)], [])) === 1
    },
  }
}

/** Tickets and states have 256 bits of chance in them: no salt is needed to keep them from being guessed. */
function digestOf(unguessable: string): string {
  return createHash('sha256').update(unguessable).digest('base64url')
}
