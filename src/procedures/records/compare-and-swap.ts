// Changes a stored record by compare-and-swap: after a conflict it reads the record again and repeats the change.

export interface StoredRecord<R> {
  read(): Promise<R>
  /** Resolves to false on a conflict. */
  swap(before: R, after: R): Promise<boolean>
  /** Called before each write to set alarms, so that a crash after the write cannot leave an outdated message. */
  beforeWriting?(before: R, after: R): Promise<void>
}

/**
 * More attempts than people who could click at the same moment. After each failed attempt another caller's change is
 * stored.
 */
const TRIES = 20

/**
 * `change` may throw a refusal, and may be called more than once. If it returns its argument, nothing is written.
 * Throws the result of `tooMany` after TRIES attempts.
 */
export async function compareAndSwap<R>(
  { read, swap, beforeWriting }: StoredRecord<R>,
  change: (before: R) => R,
  tooMany: (before: R) => Error,
): Promise<R> {
  for (let tried = 0; ; tried += 1) {
    const before = await read()
    if (tried === TRIES) throw tooMany(before)
    const after = change(before)
    if (after === before) return before
    await beforeWriting?.(before, after)
    if (await swap(before, after)) return after
  }
}

/** Wraps a change for a record whose version counts its writes. */
export function withNextVersion<R extends { version: number }>(change: (before: R) => R): (before: R) => R {
  return (before) => {
    const after = change(before)
    return after === before ? before : { ...after, version: before.version + 1 }
  }
}
