// What a requester is told beside their card when time has done something with their request or its token.

import type { Request } from './request.ts'

/**
 * - `escalated`, `lapsed`: the request was put before the fallback, or has lapsed
 * - `interrupted`: a claim was interrupted, and a token that it may have shown does not work
 * - `receipt reminder`: the owner is asked whether the token arrived
 * - `revoked`: the token was revoked because its owner never confirmed it
 * - `owner must revoke`: it should be revoked, and only its owner can
 * - `old token revoked`, `owner must revoke old token`: the same of the token that it replaced
 */
export const requestNotices = [
  'escalated',
  'lapsed',
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
  { requester, claim }: Pick<Request, 'requester' | 'claim'>,
  kind: RequestNotice,
  old: { retiresAt?: number | undefined } | undefined,
): NoticeKey {
  const isOfClaim = kind !== 'escalated' && kind !== 'lapsed'
  return {
    reader: requester,
    kind,
    attempt: isOfClaim ? (claim?.attempt ?? 1) : 0,
    // An owner who keeps the old token longer is asked again when that time is over.
    at: kind === 'owner must revoke old token' ? (old?.retiresAt ?? 0) : 0,
  }
}
