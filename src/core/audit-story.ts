// The story of one request or token: what the audit has about it, and what is still kept beside that.
import type { WrittenEntry } from './audit.ts'
import { asOf, type Request } from './requests/request.ts'
import type { RequestState } from './requests/request-state.ts'
import { MINUTE } from './time/duration.ts'
import { summaryOf, type Token } from './tokens/token.ts'
import { bare } from './typed-words.ts'

/** The request that is told of, and its tokens: more than one if somebody said that they did not get the first. */
export interface Story {
  /** The request's id. Absent for a token that was not created here. */
  request?: string
  /** The request, if it is still kept. */
  kept?: Request
  /** Ids of its tokens, the oldest first, each with its record if that is still kept. */
  tokens: readonly { tid: string; kept?: Token }[]
  /** Slack id of whose it is. */
  owner: string
  label: string
  /** As they were written. */
  entries: readonly WrittenEntry[]
  /** Id of the token that this one replaces, and of the one that replaces it. */
  replaces?: string
  replacedBy?: string
}

/** One of several stories that somebody may mean. */
export interface StoryChoice {
  /** The id to ask for: a request's, or a token's. */
  id: string
  owner: string
  label: string
}

export type FoundStory =
  | { found: 'story'; story: Story }
  /** Several ids begin so. */
  | { found: 'several'; choices: readonly StoryChoice[] }
  | { found: 'none'; id: string }
  /** What was typed cannot be an id. */
  | { found: 'no id' }

/** How a token's id may be typed: whole, or its beginning. A request's id is whole. */
const ID = /^(?:[0-9a-z]{8}|[0-9a-f]{8}-[0-9a-f-]{0,27})$/
const WHOLE_TOKEN = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id that was typed, without what stands around it; undefined if it cannot be one. */
export function readStoryId(typed: string): string | undefined {
  const id = bare(typed).toLowerCase()
  return ID.test(id) ? id : undefined
}

export function isWholeToken(id: string): boolean {
  return WHOLE_TOKEN.test(id)
}

/** True if a token's id may begin so as well. */
export function mayBeginToken(id: string): boolean {
  return /^[0-9a-f]{8}/.test(id)
}

/** Ids of tokens in notes, which are stored texts. */
export function tokenReplaced({ entry: { action, note = '' } }: WrittenEntry): string | undefined {
  return action === 'request.created' ? /^in the place of (\S+)$/.exec(note)?.[1] : undefined
}

export function successorOf({ entry: { action, note = '' } }: WrittenEntry): string | undefined {
  return action === 'rotation.finished' ? /^replaced by (\S+)$/.exec(note)?.[1] : undefined
}

/** False if the audit has the story only from somewhere in the middle on. */
export function hasBeginning({ request, entries }: Story): boolean {
  return request === undefined || entries.some(({ entry }) => entry.action === 'request.created')
}

/** What the reviewer wrote of whom the entry tells; comments are kept with the request only. */
export function commentOn({ entry: { action, by }, at }: WrittenEntry, request: Request): string | undefined {
  const isApproval = action === 'request.approved' || action === 'request.approval_added'
  if (!isApproval && action !== 'request.denied') return undefined
  const given = isApproval ? request.approvals.findLast((one) => one.by === by) : request.review
  // The entry is written with the review, by the same clock or by that of another process.
  return given?.by === by && Math.abs(given.at - at) < MINUTE ? given.comment : undefined
}

/** What is true of it now; undefined if nothing that is kept says it. */
export type StoryOutcome =
  | { is: 'working' | 'expired'; at: number }
  | { is: 'revoked' }
  | { is: 'request'; state: RequestState }
  | undefined

export function outcomeOf({ kept, tokens, entries }: Story, now: number): StoryOutcome {
  const newest = tokens.at(-1)
  if (newest?.kept) {
    const { state, endsAt, expiresAt } = summaryOf(newest.kept, now)
    if (state === 'revoked') return { is: 'revoked' }
    return state === 'expired' ? { is: 'expired', at: expiresAt } : { is: 'working', at: endsAt }
  }
  const last = entries.findLast(({ entry }) => entry.tid === newest?.tid && isEnd(entry.action))
  if (newest && last) return { is: 'revoked' }
  const got = newest && entries.find(({ entry }) => entry.action === 'claim.finished' && entry.tid === newest.tid)
  if (got?.entry.lifetime !== undefined) {
    const at = got.at + got.entry.lifetime
    return { is: at <= now ? 'expired' : 'working', at }
  }
  return kept ? { is: 'request', state: asOf(kept, now).state } : endedRequest(entries)
}

function isEnd(action: string): boolean {
  return ['token.revoked', 'token.returned', 'token.given_back'].includes(action)
}

const ends: Readonly<Record<string, RequestState>> = {
  'request.denied': 'denied',
  'request.lapsed': 'lapsed',
  'request.cancelled': 'cancelled',
}

function endedRequest(entries: readonly WrittenEntry[]): StoryOutcome {
  const state = ends[entries.at(-1)?.entry.action ?? '']
  return state && { is: 'request', state }
}

/** Everybody who is named in it, by Slack id. */
export function peopleIn({ owner, entries }: Story): string[] {
  const named = entries.flatMap(({ entry: { by, for: whose, note = '' } }) => [
    ...[by, whose].filter((id) => id !== 'bot'),
    ...(note.match(/\b[UW][A-Z0-9]{3,}\b/g) ?? []),
  ])
  return [...new Set([owner, ...named])].filter((id) => id !== 'bot')
}
