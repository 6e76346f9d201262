// Stores sign-ins in progress: the tickets, and the data for browsers that are away at the sign-in page.
import { createHash } from 'node:crypto'
import type { Clock } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import { PROMPT_LIFE, type SignIns, signInPromptSchema, type Ticket, ticketSchema } from '../core/sessions/sign-in.ts'
import { DAY, MINUTE } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { EncryptedPlace, Encryption } from './encryption.ts'
import type { Keys } from './keys.ts'
import { fitting, read } from './records.ts'
import { beginSignIn } from './scripts/begin-sign-in.ts'
import { completeTicket } from './scripts/complete-ticket.ts'
import { setField } from './scripts/set-field.ts'
import { takeSignIn } from './scripts/take-sign-in.ts'
import type { SignedRecords, StoredRecord } from './signed-records.ts'

/** How long a ticket is kept after its end, milliseconds, so that a late person reads "too late" and not "unknown". */
const LATE_KEPT = DAY
/**
 * The same for the data of a browser that is away, milliseconds. It is shorter, because the data can complete a
 * sign-in.
 */
const AWAY_KEPT = 10 * MINUTE

/**
 * How many browsers may be away with one link. Link previews and scanners open links before people do. Opening a link
 * many times fills no memory, and does not end the newest attempt.
 */
const STATES_KEPT = 5
/** Separates the ticket's digest from the random part of a state; neither contains it. */
const SEPARATOR = '.'

const kind = { name: 'sign-in ticket', schema: ticketSchema }

export function signInsIn(
  connection: Connection,
  keys: Keys,
  clock: Clock,
  { encryption, signed }: { encryption: Encryption; signed: SignedRecords },
): SignIns {
  const storedAs = (ticketId: string): StoredRecord => ({
    kind: 'sign-in ticket',
    id: ticketId,
    place: { key: keys.ticket(ticketId), field: 'about' },
    in: 'hash',
  })
  const keptAt = (ticketId: string, state: string): EncryptedPlace => ({
    key: keys.signInStates(ticketId),
    field: digestOf(state),
  })

  /** Returns undefined if the ticket has also expired by the bot's clock: Redis has a clock of its own. */
  function aboutIn(text: string | null, ticketId: string, kept: number): Ticket | undefined {
    const body = text === null ? undefined : signed.open(text, storedAs(ticketId))
    if (body === undefined) return undefined
    const about = read(kind, ticketId, body, connection.trouble)
    return about.until + kept > clock.now() ? about : undefined
  }

  return {
    async issue(ticket, about) {
      const checked = fitting(kind, about, connection.trouble)
      const left = Math.max(1, Math.ceil(checked.until + LATE_KEPT - clock.now()))
      const { place } = storedAs(digestOf(ticket))
      await connection.run(setField, [place.key], [place.field, signed.sign(checked, place), left])
    },

    async find(ticket) {
      const ticketId = digestOf(ticket)
      const [text = null, used] = await connection.send((redis) => redis.hmget(keys.ticket(ticketId), 'about', 'used'))
      const about = aboutIn(text, ticketId, LATE_KEPT)
      return about && { about, used: used === '1' }
    },

    // A state contains the ticket's digest, so no record of earlier states is needed to recognize one.
    stateFor: (ticket, unguessable) => digestOf(ticket) + SEPARATOR + unguessable,

    // Nothing is stored for a ticket that is gone or long expired: a browser that returns then gets "no such sign-in".
    async begin(state, ticket, kept) {
      const ticketId = digestOf(ticket)
      const place = keptAt(ticketId, state)
      const encrypted = encryption.encrypt(kept, place)
      const values = [place.field, encrypted, LATE_KEPT - AWAY_KEPT, STATES_KEPT]
      await connection.run(beginSignIn, [place.key, keys.ticket(ticketId)], values)
    },

    async take(state) {
      const ticketId = state.slice(0, Math.max(0, state.indexOf(SEPARATOR)))
      if (!/^[\w-]{43}$/.test(ticketId)) return undefined
      const place = keptAt(ticketId, state)
      const taken = await connection.run(takeSignIn, [place.key, keys.ticket(ticketId)], [place.field])
      if (!Array.isArray(taken)) return taken === 1 ? 'used' : undefined
      const [encrypted, text, used] = taken as [string, string | null, string | null]
      const about = aboutIn(text, ticketId, AWAY_KEPT)
      const kept = encryption.decrypt(encrypted, place)?.value
      return about && { ticketId, about, used: used === '1', kept: kept instanceof Secret ? kept : undefined }
    },

    async complete(ticketId) {
      return (await connection.run(completeTicket, [keys.ticket(ticketId)], [])) === 1
    },

    async addPrompt(person, prompt) {
      const place = { key: keys.signInPrompts(person), field: digestOf(JSON.stringify(prompt)) }
      const encrypted = encryption.encrypt(prompt, place)
      await connection.run(setField, [place.key], [place.field, encrypted, PROMPT_LIFE])
    },

    async takePrompts(person) {
      const key = keys.signInPrompts(person)
      const stored = await connection.send((redis) => redis.hgetall(key))
      if (Object.keys(stored).length > 0) await connection.send((redis) => redis.del(key))
      return Object.entries(stored).flatMap(([field, encrypted]) => {
        const { data } = signInPromptSchema.safeParse(encryption.decrypt(encrypted, { key, field })?.value)
        return data === undefined ? [] : [data]
      })
    },
  }
}

/** Tickets and states have 256 random bits, so their digests need no salt. */
function digestOf(unguessable: string): string {
  return createHash('sha256').update(unguessable).digest('base64url')
}
