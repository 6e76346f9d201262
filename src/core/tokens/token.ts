// A Dremio personal access token as we know it: never its value, only what identifies and describes it.
import { z } from 'zod'
import type { Request } from '../requests/request.ts'

/** Why a token is ended without its owner: they never said that they have it, or its grace time was over. */
export const causes = ['unconfirmed', 'cut'] as const
export type Cause = (typeof causes)[number]

export const tokenSchema = z.object({
  /** Dremio's id of the token. */
  tid: z.uuid(),
  /** Dremio's id of its owner. */
  uid: z.uuid(),
  /** Slack id of its owner. */
  owner: z.string(),
  /** As the person wrote it, without the mark. */
  label: z.string(),
  /** Milliseconds since epoch. */
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  /** The request it was made for; absent for one that was made elsewhere and is replaced here. */
  request: z.string().optional(),
  version: z.number().int(),
  /** `expired` is not stored: it follows from the clock. */
  state: z.enum(['active', 'retiring', 'revoked']),
  /** `undelivered` until the message with the secret was accepted by Slack, and again once its owner says it never came. */
  delivery: z.enum(['undelivered', 'shown', 'confirmed']),
  /** When it was shown. */
  shownAt: z.number().int().optional(),
  /** When its owner was asked whether it arrived. */
  receiptReminderAt: z.number().int().optional(),
  /** When its owner said that it never came. */
  returnedAt: z.number().int().optional(),
  /** Id of the token in whose place it was made. */
  replaces: z.string().optional(),
  /** Id of the one that was made in its place: written before that one's receipt, so that no crash forgets the old one. */
  replacedBy: z.string().optional(),
  /** Since when it is retiring, and until when it still works. */
  retiringSince: z.number().int().optional(),
  retiresAt: z.number().int().optional(),
  /** Why it is ended, or was, without its owner. */
  endedFor: z.enum(causes).optional(),
  /** Since when it should have ended, but only its owner can end it. */
  outstandingSince: z.number().int().optional(),
  /** The newest request for another one in its place, and when that was asked for. */
  rotation: z.object({ request: z.string(), at: z.number().int() }).optional(),
})
export type Token = z.infer<typeof tokenSchema>

/** A token as Dremio lists it. */
export interface ListedToken {
  tid: string
  uid: string
  label: string
  /** Milliseconds since epoch. */
  createdAt: number
  expiresAt: number
}

/** What a person is shown of one of their tokens. */
export interface TokenSummary {
  tid: string
  label: string
  expiresAt: number
  state: 'active' | 'retiring' | 'expired' | 'revoked'
  /** False for tokens that were made elsewhere. */
  madeHere: boolean
  /** A token that the bot itself works with; it is never revoked from here. */
  working: boolean
}

/** What a revoking ended. */
export interface Revoked {
  revoked: TokenSummary[]
  /** True if one token stays because the bot itself works with it. */
  keptWorking: boolean
}

/** Dremio's label is ours plus a mark, `tableau [k7m2q9xt-1]`, by which a half-made token is found again. */
export function markOf(request: Pick<Request, 'id' | 'claim'>): string {
  return `[${request.id}-${request.claim?.attempt ?? 1}]`
}

export function markedLabel(request: Pick<Request, 'id' | 'claim' | 'label'>): string {
  return `${request.label} ${markOf(request)}`
}

/** Takes a label at Dremio apart. Labels made elsewhere have no mark. */
export function readMark(label: string): { label: string; request?: string; attempt?: number } {
  const match = /^(.*) \[([0-9a-z]{8})-(\d{1,3})\]$/su.exec(label)
  if (!match) return { label }
  return { label: match[1] ?? '', request: match[2] ?? '', attempt: Number(match[3]) }
}

/**
 * What Dremio lists, told together with what we know. Active ones first, the soonest expiry first.
 * `working` are the ids of the tokens that the bot itself works with.
 */
export function summarize(
  listed: ListedToken[],
  known: Token[],
  now: number,
  working: readonly string[] = [],
): TokenSummary[] {
  const byId = new Map(known.map((token) => [token.tid, token]))
  return listed
    .map((token): TokenSummary => {
      const ours = byId.get(token.tid)
      const mark = readMark(token.label)
      return {
        tid: token.tid,
        label: mark.label,
        expiresAt: token.expiresAt,
        state: token.expiresAt <= now ? 'expired' : ours?.state === 'retiring' ? 'retiring' : 'active',
        madeHere: mark.request !== undefined,
        working: working.includes(token.tid),
      }
    })
    .sort(soonestFirst)
}

/** The same from our own records alone, for the hours in which Dremio does not answer. */
export function remembered(known: Token[], now: number): TokenSummary[] {
  return known
    .filter((token) => token.state !== 'revoked')
    .map(
      (token): TokenSummary => ({
        tid: token.tid,
        label: token.label,
        expiresAt: token.expiresAt,
        state: token.expiresAt <= now ? 'expired' : token.state,
        madeHere: token.request !== undefined,
        working: false,
      }),
    )
    .sort(soonestFirst)
}

/** Something is still to come of it: its owner's receipt, or the end of its grace time. */
export function isUnsettled(token: Token): boolean {
  return token.state !== 'revoked' && (token.delivery !== 'confirmed' || token.replacedBy !== undefined)
}

export function isAlive(token: Token, now: number): boolean {
  return token.state !== 'revoked' && token.expiresAt > now
}

function soonestFirst(one: TokenSummary, other: TokenSummary): number {
  const dead = Number(one.state === 'expired') - Number(other.state === 'expired')
  return dead || one.expiresAt - other.expiresAt
}
