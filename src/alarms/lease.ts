// How long an alarm belongs to the worker that claimed it, and what that means for running it.
import type { DueAlarm } from '../core/alarm.ts'
import { MINUTE } from '../core/time/duration.ts'

/** An alarm whose worker died comes back after this long. */
export const ALARM_LEASE = 2 * MINUTE

/** Only in the first half: begun later, it could outlive its lease, and another worker would run it at the same time. */
export function mayBegin({ leasedUntil }: DueAlarm, now: number): boolean {
  return now <= leasedUntil - ALARM_LEASE / 2
}

class HandlerHangs extends Error {
  override readonly name = 'HandlerHangs'
}

/**
 * Settles as `run` does, and rejects when that takes a whole lease: whatever hangs has lost its alarm by then, and may
 * keep neither its place nor the end of the process waiting.
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
