// What another policy would decide otherwise: each open request, and each living token, under today's policy and that one.
import type { PolicyChangeKind } from '../requests/policy-change-kinds.ts'
import type { Request } from '../requests/request.ts'
import type { BrokenRule, JudgedToken, NotKnown } from './rules-broken.ts'

export type RequestPreview =
  | { outcome: 'same'; request: Request }
  /** `after` is the request as the other policy makes it, once it is in use. */
  | { outcome: PolicyChangeKind; request: Request; after: Request }
  | { outcome: 'unknown'; request: Request; notKnown: NotKnown }

/**
 * - `breaks`: breaks a rule of the other policy that it does not break today
 * - `breaks-already`: breaks rules of the other policy, each of which it breaks today as well
 * - `mended`: breaks rules today, and none of the other policy
 * - `unknown`: breaks nothing as far as that can be checked
 */
export type TokenOutcome = 'breaks' | 'breaks-already' | 'mended' | 'unknown' | 'fine'

/** A token that works, created here or elsewhere. */
export interface PreviewedToken extends JudgedToken {
  tid: string
  /** Slack id. */
  owner: string
  madeHere: boolean
}

export interface TokenPreview {
  outcome: TokenOutcome
  token: PreviewedToken
  /** What it breaks today, and what it would break. */
  today: readonly BrokenRule[]
  other: readonly BrokenRule[]
}

/** Requests and tokens that are told one by one in a form; a file holds any number. */
export const LONGEST_PREVIEW = 40

export interface PolicyPreview {
  /** Versions, as in `Policy.version`. */
  today: string
  other: string
  /** Every open request and every living token: first what is decided otherwise, then what is not known. */
  requests: readonly RequestPreview[]
  tokens: readonly TokenPreview[]
  /** Number of stored requests, tokens and lists of tokens that are there and cannot be read. */
  unreadable: number
}

/**
 * `today` and `other` are what the two policies make of the request (`applyReevaluation`) at the moment `now`. What
 * today's policy would change just as well is not because of the other one.
 */
export function previewRequest(
  request: Request,
  { today, other, now }: { today: Request; other: Request; now: number },
): RequestPreview {
  const change = other.version === request.version ? undefined : other.policyChange
  if (change?.at !== now || termsOf(today) === termsOf(other)) return { outcome: 'same', request }
  return { outcome: change.kind, request, after: other }
}

/** What people notice of a request: its state, for how long, who decides, and why it is denied. */
function termsOf({ state, lifetime, quorum, differentGroups, reviewerRoles, review }: Request): string {
  const entries = Object.values(reviewerRoles).flatMap((role) => role.entries)
  const deciding = state === 'pending' ? [quorum, differentGroups, ...[...new Set(entries)].sort()] : []
  const denied = state === 'denied' ? [review?.denial, review?.comment] : []
  return JSON.stringify([state, lifetime, deciding, denied])
}

export function previewToken(
  token: PreviewedToken,
  { today, other }: { today: readonly BrokenRule[]; other: readonly BrokenRule[] },
): TokenPreview {
  const kinds = (all: readonly BrokenRule[]) => all.map(({ kind }) => kind).filter((kind) => kind !== 'unknown')
  const before = kinds(today)
  const after = kinds(other)
  const outcome = (): TokenOutcome => {
    if (after.length > 0) return after.every((kind) => before.includes(kind)) ? 'breaks-already' : 'breaks'
    if (other.length > 0) return 'unknown'
    return before.length > 0 ? 'mended' : 'fine'
  }
  return { outcome: outcome(), token, today, other }
}

const requestOrder: readonly RequestPreview['outcome'][] = [
  'denied',
  'review',
  'shortened',
  'reviewers',
  'approved',
  'unknown',
  'same',
]
const tokenOrder: readonly TokenOutcome[] = ['breaks', 'breaks-already', 'mended', 'unknown', 'fine']

/** What matters most first; of the same kind the oldest requests, and the tokens that expire last. */
export function inOrder({ requests, tokens, ...rest }: PolicyPreview): PolicyPreview {
  return {
    ...rest,
    requests: requests.toSorted(
      (one, next) =>
        requestOrder.indexOf(one.outcome) - requestOrder.indexOf(next.outcome) ||
        one.request.requestedAt - next.request.requestedAt ||
        compared(one.request.id, next.request.id),
    ),
    tokens: tokens.toSorted(
      (one, next) =>
        tokenOrder.indexOf(one.outcome) - tokenOrder.indexOf(next.outcome) ||
        next.token.expiresAt - one.token.expiresAt ||
        compared(one.token.tid, next.token.tid),
    ),
  }
}

function compared(one: string, next: string): number {
  if (one === next) return 0
  return one < next ? -1 : 1
}

/** Number of requests and tokens that there is something to tell of. */
export function amountOf({ requests, tokens }: PolicyPreview): number {
  const told = [...requests, ...tokens].filter(({ outcome }) => outcome !== 'same' && outcome !== 'fine')
  return told.length
}

/** Whether anything would be decided otherwise, and whether anything could not be checked. */
export function summaryOf({ requests, tokens, unreadable }: PolicyPreview): { differs: boolean; isWhole: boolean } {
  const isUnknown = ({ other }: TokenPreview) => other.some(({ kind }) => kind === 'unknown')
  return {
    differs:
      requests.some(({ outcome }) => outcome !== 'same' && outcome !== 'unknown') ||
      tokens.some(({ outcome }) => outcome === 'breaks' || outcome === 'mended'),
    isWhole: unreadable === 0 && !requests.some(({ outcome }) => outcome === 'unknown') && !tokens.some(isUnknown),
  }
}
