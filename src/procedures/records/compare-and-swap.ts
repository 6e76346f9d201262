// Changes a stored record by compare-and-swap: after a conflict it reads the record again and repeats the change.
import type { Audit, AuditEntry } from '../../core/audit.ts'

export interface StoredRecord<R> {
  read(): Promise<R>
  /** Resolves to false on a conflict. The audit entries are written with the record, or not at all. */
  swap(before: R, after: R, entries: readonly AuditEntry[]): Promise<boolean>
  /** Called before each write to set alarms, so that a crash after the write cannot leave an outdated message. */
  beforeWriting?(before: R, after: R): Promise<void>
  audit?: Pick<Audit, 'written'>
}

/** The audit entry of a change, asked for after it; undefined if there is nothing to write down. */
export type EntryOf<R> = (after: R) => AuditEntry | undefined

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
  { read, swap, beforeWriting, audit }: StoredRecord<R>,
  change: (before: R) => R,
  tooMany: (before: R) => Error,
  entryOf?: EntryOf<R>,
): Promise<R> {
  for (let tried = 0; ; tried += 1) {
    const before = await read()
    if (tried === TRIES) throw tooMany(before)
    const after = change(before)
    if (after === before) return before
    await beforeWriting?.(before, after)
    const entry = entryOf?.(after)
    if (!(await swap(before, after, entry ? [entry] : []))) continue
    if (entry) audit?.written()
    return after
  }
}

/** Wraps a change for a record whose version counts its writes. */
export function withNextVersion<R extends { version: number }>(change: (before: R) => R): (before: R) => R {
  return (before) => {
    const after = change(before)
    return after === before ? before : { ...after, version: before.version + 1 }
  }
}
