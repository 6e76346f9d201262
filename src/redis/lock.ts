// Lets one caller at a time do some work, across processes.
import { setTimeout as pass } from 'node:timers/promises'
import { SECOND } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import { nonce } from './encryption.ts'
import { releaseLock } from './scripts/release-lock.ts'

/** Milliseconds in real time, by Redis's clock and this machine's timers: the bot's clock may stand still in tests. */
export interface LockTimes {
  /** A lock expires after this time, so that a crashed owner does not hold it for ever. */
  lease: number
  /** A caller that has waited this long gives up. */
  patience: number
  /** Time between two attempts. */
  pause: number
}
const TIMES: LockTimes = { lease: 30 * SECOND, patience: 5 * SECOND, pause: 100 }

/**
 * Runs `work` while no other caller holds the lock `key`. Returns `busy`, without running `work`, after waiting too
 * long. The lock is no fence: work that takes longer than the lease can overlap with the next owner's. Throws
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
    // The work is done, so a failed release is no failure: the lock expires by itself.
    await connection.run(releaseLock, [key], [owner]).catch(() => undefined)
  }
}
