// The lease of a claimed alarm: how long it lasts, and until when a worker may start the alarm.
import type { DueAlarm } from '../core/alarm.ts'
import { MINUTE } from '../core/time/duration.ts'

/** An alarm whose worker crashed becomes due again after this time. */
export const ALARM_LEASE = 2 * MINUTE

/**
 * True in the first half of the lease. An alarm that starts later could outlive its lease, and another worker would run
 * it at the same time.
 */
export function mayBegin({ leasedUntil }: DueAlarm, now: number): boolean {
  return now <= leasedUntil - ALARM_LEASE / 2
}

class HandlerHangs extends Error {
  override readonly name = 'HandlerHangs'
}

/**
 * Settles as `run` does, or rejects after one lease. By then the alarm belongs to another worker, so a hanging handler
 * must not keep its lane or delay the shutdown.
 */
export async function withinLease(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HandlerHangs()), ALARM_LEASE)
  })
  try {
    await Promise.race([run, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
