// What a requester is told beside their card when time has done something with their request or its token.

import type { Request } from './request.ts'

/**
 * - `decided`: reviewers have approved or denied the request
 * - `claim reminder`: an approved request was not collected for a while
 * - `escalated`, `lapsed`: the request was put before the fallback, or has lapsed
 * - `policy changed`: another policy file changed the request
 * - `interrupted`: a claim was interrupted, and a token that it may have shown does not work
 * - `receipt reminder`: the owner is asked whether the token arrived
 * - `revoked`: the token was revoked because its owner never confirmed it
 * - `owner must revoke`: it should be revoked, and only its owner can
 * - `old token revoked`, `owner must revoke old token`: the same of the token that it replaced
 */
export const requestNotices = [
  'decided',
  'claim reminder',
  'escalated',
  'lapsed',
  'policy changed',
  'interrupted',
  'receipt reminder',
  'revoked',
  'owner must revoke',
  'old token revoked',
  'owner must revoke old token',
] as const
export type RequestNotice = (typeof requestNotices)[number]

export interface NoticeKey {
  reader: string
  kind: RequestNotice
  attempt: number
  at: number
}

/** A notice about a claim may be posted again for the next claim, so its key holds the number of the claim. */
export function noticeKey(
  request: Pick<Request, 'requester' | 'claim' | 'review' | 'lapsesAt' | 'waitsSince' | 'policyChange'>,
  kind: RequestNotice,
  old: { retiresAt?: number | undefined } | undefined,
): NoticeKey {
  const { requester, claim } = request
  const attempt = ofRequest.has(kind) ? 0 : (claim?.attempt ?? 1)
  return { reader: requester, kind, attempt, at: momentOf(request, kind, old) }
}

const ofRequest: ReadonlySet<RequestNotice> = new Set([
  'decided',
  'claim reminder',
  'escalated',
  'lapsed',
  'policy changed',
])

/** What happens more than once is told each time. */
function momentOf(
  {
    review,
    lapsesAt = 0,
    waitsSince = 0,
    policyChange,
  }: Pick<Request, 'review' | 'lapsesAt' | 'waitsSince' | 'policyChange'>,
  kind: RequestNotice,
  old: { retiresAt?: number | undefined } | undefined,
): number {
  if (kind === 'decided') return review?.at ?? 0
  // A token that did not arrive can be got again, until another moment.
  if (kind === 'claim reminder') return lapsesAt
  if (kind === 'escalated') return waitsSince
  if (kind === 'policy changed') return policyChange?.at ?? 0
  // An owner who keeps the old token longer is asked again when that time is over.
  return kind === 'owner must revoke old token' ? (old?.retiresAt ?? 0) : 0
}
