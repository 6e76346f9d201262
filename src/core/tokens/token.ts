// A Dremio personal access token as the bot stores it: its metadata, never its value.
import { z } from 'zod'
import { cleanLine } from '../clean-text.ts'
import type { Request } from '../requests/request.ts'

/** Why a token is revoked without its owner: the receipt was never confirmed, or the grace period is over. */
export const causes = ['unconfirmed', 'cut'] as const
export type Cause = (typeof causes)[number]

export const tokenSchema = z.object({
  /** Dremio's id of the token. */
  tid: z.uuid(),
  /** Dremio's id of the owner. */
  uid: z.uuid(),
  /** Slack id of the owner. */
  owner: z.string(),
  /** The label as the person wrote it, without the mark. */
  label: z.string(),
  /** `createdAt` and `expiresAt` are milliseconds since epoch, as every moment in this record. */
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  /** The request for which the token was created. Absent for an external token that is being replaced. */
  request: z.string().optional(),
  version: z.number().int(),
  /** `expired` is not stored, because it follows from the clock. */
  state: z.enum(['active', 'retiring', 'revoked']),
  /**
   * `undelivered` until Slack accepted the message with the secret, and again after the owner said that it never
   * arrived.
   */
  delivery: z.enum(['undelivered', 'shown', 'confirmed']),
  /** When the token was shown. */
  shownAt: z.number().int().optional(),
  /** When the owner was asked whether the token arrived. */
  receiptReminderAt: z.number().int().optional(),
  /** When the owner said that the token never arrived. */
  returnedAt: z.number().int().optional(),
  /** Id of the token that this one replaces. */
  replaces: z.string().optional(),
  /**
   * Id of the token that replaces this one. It is written before the receipt of the new token, so that a crash cannot
   * leave the old one unnoticed.
   */
  replacedBy: z.string().optional(),
  /** Since when the token is retiring, and until when it still works. */
  retiringSince: z.number().int().optional(),
  retiresAt: z.number().int().optional(),
  /** Why the token is being revoked, or was, without its owner. */
  endedFor: z.enum(causes).optional(),
  /** The owner said that they are done with the token, which is why it is revoked. Set together with that state. */
  givenBack: z.literal(true).optional(),
  /** Since when the token should have been revoked, although only its owner can do that. */
  outstandingSince: z.number().int().optional(),
  /**
   * Which administrator (Slack id) ended everything of the owner, and when, as long as this token is left: only its owner
   * can end it. That is followed up until it is gone and the administrator knows.
   */
  ended: z.object({ by: z.string(), at: z.number().int() }).optional(),
  /** The newest request for a replacement, and when it was made. */
  rotation: z.object({ request: z.string(), at: z.number().int() }).optional(),
  /** Slack ids of the people who reported the token as leaked, in the order of their first report. */
  leakReporters: z.array(z.string()).optional(),
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

/** What a person sees of one of their tokens. */
export interface TokenSummary {
  tid: string
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
  /** When it stops working: its expiry, or the end of its grace period if that comes first. */
  endsAt: number
  state: 'active' | 'retiring' | 'expired' | 'revoked'
  /** False for external tokens. */
  madeHere: boolean
  /** True for a token that the bot itself works with. The bot never revokes it. */
  working: boolean
}

/** The result of a revocation. */
export interface Revoked {
  revoked: TokenSummary[]
  /** True if a token was kept because the bot itself works with it. */
  keptWorking: boolean
  /** The owner was done with it, and did not revoke it for another reason. */
  givenBack?: true
}

/** The mark in a token's label at Dremio, such as `tableau [k7m2q9xt-1]`. Clean-up finds a half-created token by it. */
export function markOf(request: Pick<Request, 'id' | 'claim'>): string {
  return `[${request.id}-${request.claim?.attempt ?? 1}]`
}

export function markedLabel(request: Pick<Request, 'id' | 'claim' | 'label'>): string {
  return `${cleanLine(request.label)} ${markOf(request)}`
}

/**
 * Splits a label at Dremio into label and mark. The label of an external token has no mark, and may contain anything
 * until it is cleaned here.
 */
export function readMark(label: string): { label: string; request?: string; attempt?: number } {
  const match = /^(.*) \[([0-9a-z]{8})-(\d{1,3})\]$/su.exec(label)
  if (!match) return { label: cleanLine(label) }
  return { label: cleanLine(match[1] ?? ''), request: match[2] ?? '', attempt: Number(match[3]) }
}

/**
 * Combines what Dremio lists with the stored tokens. Active tokens come first, then by expiry. `working` are the ids of
 * the tokens that the bot itself works with.
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
        endsAt: endOf(token, ours),
        state: token.expiresAt <= now ? 'expired' : ours?.state === 'retiring' ? 'retiring' : 'active',
        madeHere: mark.request !== undefined,
        working: working.includes(token.tid),
      }
    })
    .sort(soonestFirst)
}

/** One token as our own records have it. */
export function summaryOf(token: Token, now: number): TokenSummary {
  const { tid, label, expiresAt, state, request } = token
  return {
    tid,
    label,
    expiresAt,
    endsAt: endOf(token, token),
    state: state !== 'revoked' && expiresAt <= now ? 'expired' : state,
    madeHere: request !== undefined,
    working: false,
  }
}

/** The same from the stored tokens alone, for use while Dremio is unavailable. */
export function remembered(known: Token[], now: number): TokenSummary[] {
  return known
    .filter((token) => token.state !== 'revoked')
    .map((token) => summaryOf(token, now))
    .sort(soonestFirst)
}

/** True if something is still to come: the owner's receipt, the end of the grace period, or of a token that is left. */
export function isUnsettled(token: Token): boolean {
  // Also once it is revoked, until whoever wanted it ended knows.
  if (token.ended !== undefined) return true
  return token.state !== 'revoked' && (token.delivery !== 'confirmed' || token.replacedBy !== undefined)
}

export function isAlive(token: Token, now: number): boolean {
  return token.state !== 'revoked' && token.expiresAt > now
}

function endOf({ expiresAt }: { expiresAt: number }, ours: Token | undefined): number {
  return ours?.state === 'retiring' ? Math.min(ours.retiresAt ?? expiresAt, expiresAt) : expiresAt
}

function soonestFirst(one: TokenSummary, other: TokenSummary): number {
  const dead = Number(one.state === 'expired') - Number(other.state === 'expired')
  return dead || one.endsAt - other.endsAt
}
