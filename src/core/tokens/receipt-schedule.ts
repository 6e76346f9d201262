// Computes when the owner of an unconfirmed token is asked for a receipt, and when the token is revoked without one.
import type { Token } from './token.ts'

/** How long the bot waits for a receipt, milliseconds. */
export interface ReceiptTimes {
  chaseAfter: number
  revokeAfter: number
}

/** Moments in milliseconds since epoch. */
export interface ReceiptSchedule {
  /** When the owner is asked. Undefined if they were asked already, or if the token would be revoked before. */
  askAt: number | undefined
  /** When the token is revoked. */
  endAt: number
}

/** Undefined for a token whose receipt is confirmed or that no longer works. */
export function receiptSchedule(
  token: Token,
  { receipt }: { receipt: ReceiptTimes },
  now: number,
): ReceiptSchedule | undefined {
  if (token.state === 'revoked' || token.expiresAt <= now || token.delivery === 'confirmed') return undefined
  // The owner said that the token never arrived, so there is no receipt to wait for.
  if (token.delivery === 'undelivered') return { askAt: undefined, endAt: token.returnedAt ?? token.createdAt }
  const shownAt = token.shownAt ?? token.createdAt
  const endAt = shownAt + receipt.revokeAfter
  const askAt = shownAt + receipt.chaseAfter
  return { askAt: token.receiptReminderAt === undefined && askAt < endAt ? askAt : undefined, endAt }
}
