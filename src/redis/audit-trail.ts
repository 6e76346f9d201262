// Reads what the audit has about a request or a token, by walking through the stream.
import type { AuditTrail } from '../core/audit.ts'
import { DAY } from '../core/time/duration.ts'
import { entryIn } from './audit.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { findAuditEntries } from './scripts/find-audit-entries.ts'

/** Entries per read: Redis needs some milliseconds for so many, in which it serves nobody else. */
const BATCH = 500
/** About half a second. */
const MANY = 100_000
/** Ids of the stream are by the clock of Redis, and entries by the bot's; an operator would notice more than that. */
const CLOCKS = DAY

type Stretch = [read: number, last: string, found: [id: string, fields: string[]][]]

/**
 * There is no index by request: it would have to be written, kept and trimmed with every entry, for a question that is
 * asked now and then. A million entries are read in about five seconds; most stories begin where their request does.
 */
export function auditTrailIn(connection: Connection, keys: Keys, many = MANY): AuditTrail {
  return {
    async *about(beginnings, { since, onMany } = {}) {
      let from = since === undefined ? '-' : String(Math.max(0, Math.floor(since - CLOCKS)))
      for (let read = 0; ; ) {
        const [count, last, found] = (await connection.run(
          findAuditEntries,
          [keys.audit],
          [from, BATCH, ...beginnings],
        )) as Stretch
        for (const [, fields] of found) yield entryIn(fields)
        if (count < BATCH) return
        if (read < many && read + count >= many) await onMany?.()
        read += count
        from = `(${last}`
      }
    },
  }
}
