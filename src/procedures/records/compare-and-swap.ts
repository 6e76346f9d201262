// Changes a stored record: reads it, applies the change, writes it if nobody was first, else begins again on what is there.

export interface StoredRecord<R> {
  read(): Promise<R>
  /** False if somebody was first. */
  swap(before: R, after: R): Promise<boolean>
  /** Called before each write, so that no crash leaves a message standing that is not true any more. */
  beforeWriting?(before: R, after: R): Promise<void>
}

/** More tries than people who could click at one moment; each lost one means that somebody else's change was written. */
const TRIES = 20

/**
 * `change` may throw what refuses, and may be called more than once; one that returns what it was handed writes nothing.
 * Throws what `tooMany` makes of the record that is there after as many tries as nobody needs.
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

/** The same change, of a record whose version counts its writes. */
export function withNextVersion<R extends { version: number }>(change: (before: R) => R): (before: R) => R {
  return (before) => {
    const after = change(before)
    return after === before ? before : { ...after, version: before.version + 1 }
  }
}
