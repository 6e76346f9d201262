// Lets one caller at a time do something, across processes.
import { setTimeout as pass } from 'node:timers/promises'
import { SECOND } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import { nonce } from './encryption.ts'
import { releaseLock } from './scripts/release-lock.ts'

/** Milliseconds, by the clocks of Redis and of this machine: ours may stand still. */
export interface LockTimes {
  /** After so long a lock is free again, so that an owner who died does not hold it for ever. */
  lease: number
  /** Whoever waited so long gives up. */
  patience: number
  /** Between two looks. */
  pause: number
}
const TIMES: LockTimes = { lease: 30 * SECOND, patience: 5 * SECOND, pause: 100 }

/**
 * Runs `work` while nobody else does under the same key; `busy`, and nothing is run, for whoever waited too long. It
 * orders work, it does not fence it off: whoever works for longer than the lease works beside another. Throws
 * `redis_unavailable`, and what `work` throws.
 */
export async function oneAtATime<T>(
  connection: Connection,
  key: string,
  work: () => Promise<T>,
  { lease, patience, pause }: LockTimes = TIMES,
): Promise<T | 'busy'> {
  const owner = nonce()
  const take = async () => (await connection.send((redis) => redis.set(key, owner, 'PX', lease, 'NX'))) === 'OK'
  const tooLong = AbortSignal.timeout(patience)
  while (!(await take())) {
    if (tooLong.aborted) return 'busy'
    await pass(pause)
  }
  try {
    return await work()
  } finally {
    // What was done is done: a lock that Redis does not take back now runs out by itself.
    await connection.run(releaseLock, [key], [owner]).catch(() => undefined)
  }
}
