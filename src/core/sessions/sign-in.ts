// A sign-in on its way: the ticket in its link, for whom it is, and what the person wanted to do.
import { z } from 'zod'
import type { Secret } from '../secret.ts'
import { MINUTE } from '../time/duration.ts'

/** The link in Slack works for so long, milliseconds. */
export const TICKET_LIFE = 10 * MINUTE

/** What the person was about to do when it turned out that they have to sign in; it goes on from there by itself. */
export const pendingActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claim'), request: z.string() }),
  z.object({ kind: z.literal('list') }),
  z.object({ kind: z.literal('link') }),
  /** A token's id, or `all`; confirmed in the form before. `leaked`: it was reported as one that got out. */
  z.object({ kind: z.literal('revoke'), which: z.string(), leaked: z.boolean().optional() }),
  /** A token's id: another one is asked for in its place. */
  z.object({ kind: z.literal('rotate'), tid: z.string() }),
  /** "I did not get it." */
  z.object({ kind: z.literal('return'), tid: z.string() }),
])
export type PendingAction = z.infer<typeof pendingActionSchema>

export const ticketSchema = z.object({
  /** Slack id of the one person whom it lets sign in. */
  person: z.string(),
  /** Workspace in which they asked. */
  team: z.string(),
  pendingAction: pendingActionSchema,
  /**
   * The Dremio user whom they have to be, where that is not the one they are linked to now: something of theirs was made for
   * an earlier one and has to be cleared up. Our own records say so, never the person.
   */
  as: z.string().optional(),
  /** Milliseconds since epoch. */
  until: z.number().int(),
})
export type Ticket = z.infer<typeof ticketSchema>

/** What the answer that needs a session offers: a link to sign in with. */
export interface SignInOffer {
  /** A link of our own, with the ticket in it. */
  url: string
  /** Milliseconds since epoch. */
  until: number
}

/**
 * Tickets and what is kept while a browser is away. The bare ticket and the bare state are in nobody's memory but the
 * link's and the browser's: here they are known by their digest. Every method throws `redis_unavailable`; what encrypts
 * also `broken`, without a key.
 */
export interface SignIns {
  issue(ticket: string, about: Ticket): Promise<void>
  /** Also for a day after its time, so that "too late" can be told from "never was". */
  find(ticket: string): Promise<{ about: Ticket; used: boolean } | undefined>
  /** What a browser is sent away with, made of something that cannot be guessed. */
  stateFor(ticket: string, unguessable: string): string
  /**
   * A browser leaves for the sign-in page with a state made by `stateFor`. `kept` is encrypted. Of a ticket that is gone
   * nothing is kept, and of one that is opened again and again the newest five.
   */
  begin(state: string, ticket: string, kept: Secret): Promise<void>
  /**
   * A browser is back: what belongs to its state, once, and also when it is up to ten minutes late. `used` for whoever
   * comes second, and for a state in whose place there are newer ones; undefined for one that never was or is older.
   */
  take(state: string): Promise<PendingSignIn | 'used' | undefined>
  /** True for the first completed sign-in with this ticket. */
  complete(ticketId: string): Promise<boolean>
}

export interface PendingSignIn {
  /** The ticket's digest. */
  ticketId: string
  about: Ticket
  used: boolean
  /** Undefined if the key it was encrypted with is gone. */
  kept: Secret | undefined
}
