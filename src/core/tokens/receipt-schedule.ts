// What time does about a token of which its owner has not said that they have it: they are asked, and then it ends.
import type { Token } from './token.ts'

/** How long a receipt is waited for, milliseconds. */
export interface ReceiptTimes {
  chaseAfter: number
  revokeAfter: number
}

/** Moments in milliseconds since epoch. */
export interface ReceiptSchedule {
  /** When its owner is asked; undefined once they were, and where it would end before. */
  askAt: number | undefined
  /** When it is ended. */
  endAt: number
}

/** Undefined for a token that its owner has, or that does not work any more: nothing is owed. */
export function receiptSchedule(
  token: Token,
  { receipt }: { receipt: ReceiptTimes },
  now: number,
): ReceiptSchedule | undefined {
  if (token.state === 'revoked' || token.expiresAt <= now || token.delivery === 'confirmed') return undefined
  // Its owner said that it never came: nobody has to be asked, and nothing has to be waited for.
  if (token.delivery === 'undelivered') return { askAt: undefined, endAt: token.returnedAt ?? token.createdAt }
  const shownAt = token.shownAt ?? token.createdAt
  const endAt = shownAt + receipt.revokeAfter
  const askAt = shownAt + receipt.chaseAfter
  return { askAt: token.receiptReminderAt === undefined && askAt < endAt ? askAt : undefined, endAt }
}
