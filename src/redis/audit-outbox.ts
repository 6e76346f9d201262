// Gives the audit entries that are not announced yet to one process at a time.
import type { AuditBatch, AuditOutbox, WrittenEntry } from '../core/audit.ts'
import { entryIn } from './audit.ts'
import type { Connection } from './client.ts'
import { nonce } from './encryption.ts'
import type { Keys } from './keys.ts'
import { moveAnnounced } from './scripts/move-announced.ts'
import { releaseLock } from './scripts/release-lock.ts'

/** At most this many entries wait for an announcement that cannot be made now: about two days of a busy company. */
const MOST_KEPT = 500
/** Entries per read. */
const BATCH = 500

interface Mark {
  /** Id of the newest entry that was announced or left out. */
  id: string
  skipped: number
}
type Row = WrittenEntry & { id: string }

/**
 * The mark is moved after the announcement, so a crash in between announces some entries twice, but loses none. Turns
 * and pauses expire by the clock of Redis, because Slack's rate limits, which they respect, run in real time.
 */
export function auditOutboxIn(connection: Connection, keys: Keys): AuditOutbox {
  const release = (owner: string) => connection.run(releaseLock, [keys.auditTurn], [owner])

  async function readMark(): Promise<Mark> {
    const [id, skipped] = await connection.send((redis) => redis.hmget(keys.auditAnnounced, 'id', 'skipped'))
    if (id) return { id, skipped: Number(skipped ?? 0) }
    // Entries from before the audit channel was configured are not announced. The mark is written on the first read, at
    // the start of the process, so that every later entry is announced by some process, however long Slack refuses.
    const [newest] = await connection.send((redis) => redis.xrevrange(keys.audit, '+', '-', 'COUNT', 1))
    await connection.send((redis) => redis.hsetnx(keys.auditAnnounced, 'id', newest?.[0] ?? '0-0'))
    return readMark()
  }

  async function move(from: Mark, to: Mark): Promise<boolean> {
    return (await connection.run(moveAnnounced, [keys.auditAnnounced], [from.id, to.id, to.skipped])) === 1
  }

  /** Keeps the newest entries in their order and counts the others. */
  async function unannounced(mark: Mark): Promise<{ rows: Row[]; left: Row | undefined; leftOut: number }> {
    let rows: Row[] = []
    let left: Row | undefined
    let leftOut = 0
    for (let after = mark.id; ; ) {
      const read = await connection.send((redis) => redis.xrange(keys.audit, `(${after}`, '+', 'COUNT', BATCH))
      rows = [...rows, ...read.map(rowOf)]
      const out = rows.splice(0, Math.max(0, rows.length - MOST_KEPT))
      left = out.at(-1) ?? left
      leftOut += out.length
      const last = read.at(-1)
      if (!last || read.length < BATCH) return { rows, left, leftOut }
      after = last[0]
    }
  }

  async function turn(owner: string): Promise<AuditBatch | undefined> {
    // The pause is read after the turn is taken, because the process that had the turn before may set a pause at its
    // end.
    if ((await connection.send((redis) => redis.exists(keys.auditPause))) > 0) return undefined
    let mark = await readMark()
    const { rows, left, leftOut } = await unannounced(mark)
    if (left) {
      // Without this move the entries that were left out would be read again each time.
      const further = { id: left.id, skipped: mark.skipped + leftOut }
      if (!(await move(mark, further))) return undefined
      mark = further
    }
    return {
      entries: rows,
      skipped: mark.skipped,
      async announced(count) {
        const last = rows[count - 1]
        if (last) await move(mark, { id: last.id, skipped: 0 })
      },
      async end(pause) {
        if (pause > 0) await connection.send((redis) => redis.set(keys.auditPause, '1', 'PX', Math.ceil(pause)))
        await release(owner)
      },
    }
  }

  return {
    async take(lease) {
      const owner = nonce()
      const isOurs = await connection.send((redis) => redis.set(keys.auditTurn, owner, 'PX', lease, 'NX'))
      if (isOurs !== 'OK') return undefined
      const taken = await turn(owner).catch(async (error: unknown) => {
        await release(owner).catch(() => undefined)
        throw error
      })
      if (!taken) await release(owner)
      return taken
    },
  }
}

function rowOf([id, fields]: [string, string[]]): Row {
  return { id, ...entryIn(fields) }
}
