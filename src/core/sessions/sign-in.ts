// A sign-in in progress: the ticket in its link, the person it is for, and what they wanted to do.
import { z } from 'zod'
import type { Secret } from '../secret.ts'
import { MINUTE } from '../time/duration.ts'

/** Lifetime of the link in Slack, milliseconds. */
export const TICKET_LIFE = 10 * MINUTE

/** What the person was about to do when they had to sign in. The bot continues with it after the sign-in. */
export const pendingActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claim'), request: z.string() }),
  z.object({ kind: z.literal('list') }),
  z.object({ kind: z.literal('link') }),
  /**
   * `which` is a token's id, or `all`; the person confirmed it before. `leaked` means that the token was reported as
   * leaked, `givenBack` that its owner is done with it.
   */
  z.object({
    kind: z.literal('revoke'),
    which: z.string(),
    leaked: z.boolean().optional(),
    givenBack: z.boolean().optional(),
  }),
  /** `tid` is the token to replace. */
  z.object({ kind: z.literal('rotate'), tid: z.string() }),
  /** The person pressed "I did not get it". */
  z.object({ kind: z.literal('return'), tid: z.string() }),
])
export type PendingAction = z.infer<typeof pendingActionSchema>

export const ticketSchema = z.object({
  /** Slack id of the only person whom the ticket lets sign in. */
  person: z.string(),
  /** Workspace in which the person asked. */
  team: z.string(),
  pendingAction: pendingActionSchema,
  /**
   * The Dremio user who must sign in, if that is not the user the person is linked to now: an earlier user of theirs
   * left something that has to be cleaned up. It comes from our own records, never from the person.
   */
  as: z.string().optional(),
  /** Milliseconds since epoch. */
  until: z.number().int(),
})
export type Ticket = z.infer<typeof ticketSchema>

/** An offer to sign in, as part of an answer that needs a session. */
export interface SignInOffer {
  /** The bot's own link, with the ticket in it. */
  url: string
  /** Milliseconds since epoch. */
  until: number
}

/**
 * Where somebody opened a link to sign in. Slack lets a private message be removed only by the URL that comes with a click
 * in it, so that URL is kept until they have signed in.
 */
export const signInPromptSchema = z.union([
  z.object({ responseUrl: z.string() }),
  /** A form, by Slack's id, with its title. */
  z.object({ view: z.string(), title: z.string() }),
])
export type SignInPrompt = z.infer<typeof signInPromptSchema>

/** How long Slack takes such a URL, milliseconds. */
export const PROMPT_LIFE = 30 * MINUTE

/**
 * Tickets, and what is stored while a browser is at the sign-in page. A ticket stands only in its link, and a state
 * only in the browser; the store has their digests. Every method throws `redis_unavailable`; methods that encrypt also
 * throw `broken` if there is no key.
 */
export interface SignIns {
  issue(ticket: string, about: Ticket): Promise<void>
  /** Finds a ticket until a day after it expired, so that "too late" can be distinguished from "never existed". */
  find(ticket: string): Promise<{ about: Ticket; used: boolean } | undefined>
  /** Creates the state with which a browser is sent to the sign-in page. `unguessable` makes it unpredictable. */
  stateFor(ticket: string, unguessable: string): string
  /**
   * Stores that a browser goes to the sign-in page with a state made by `stateFor`. `kept` is stored encrypted. Nothing
   * is stored for a ticket that is gone. For a ticket that is opened again and again, only the newest five states are
   * kept.
   */
  begin(state: string, ticket: string, kept: Secret): Promise<void>
  /**
   * Takes what belongs to the state of a browser that came back. It works once, until ten minutes after the ticket
   * expired. `used` if the state was taken before or was displaced by newer ones; undefined if it never existed or is
   * older than that.
   */
  take(state: string): Promise<PendingSignIn | 'used' | undefined>
  /** Resolves to true for the first sign-in that is completed with this ticket. */
  complete(ticketId: string): Promise<boolean>
  /** Stores, encrypted and for half an hour, that this person (Slack id) opened a link there. */
  addPrompt(person: string, prompt: SignInPrompt): Promise<void>
  /** Takes all of this person's prompts, each of them once. */
  takePrompts(person: string): Promise<SignInPrompt[]>
}

export interface PendingSignIn {
  /** Digest of the ticket. */
  ticketId: string
  about: Ticket
  used: boolean
  /** Undefined if the key that encrypted it is gone. */
  kept: Secret | undefined
}
