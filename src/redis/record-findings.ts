// What the operator should know about the signatures of the stored records, and what to type.
import { isBotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import { counted } from '../core/time/duration.ts'
import type { Found, RecordCounts, StoredRecords } from './stored-records.ts'

const subject = 'Redis records'

/** Never throws `redis_unusable`: a user who may not scan is a finding. Throws `redis_unavailable`. */
export async function checkRecords({ count }: Pick<StoredRecords, 'count'>): Promise<HealthCheck[]> {
  try {
    return findingsOf(await count())
  } catch (error) {
    if (!isBotError(error, 'redis_unusable') || error.facts.because !== 'permission') throw error
    const message = 'could not be counted: its user may not use scan'
    const remedy = 'give it what docs/redis.md lists for doctor and sign-records'
    return [{ subject, state: 'warning', message, remedy }]
  }
}

function findingsOf(counts: RecordCounts): HealthCheck[] {
  const unsigned = totalOf(counts, 'not signed', 'not readable')
  const forged = totalOf(counts, 'wrongly signed')
  const unknown = totalOf(counts, 'signed with a key that ENCRYPTION_KEYS does not hold')
  const older = totalOf(counts, 'signed with an older key')
  const signed = totalOf(counts, 'signed').amount + older.amount
  const findings: HealthCheck[] = []
  if (unsigned.amount > 0) {
    findings.push({
      subject,
      state: 'failure',
      message: `${unsigned.are} not signed (${unsigned.kinds}), so the bot ignores ${unsigned.them}`,
      remedy:
        'After an upgrade type: node dist/main.js sign-records. At any other time find out first who wrote to Redis: docs/security.md says why.',
    })
  }
  if (forged.amount > 0) {
    findings.push({
      subject,
      state: 'failure',
      message: `${forged.are} wrongly signed (${forged.kinds}): somebody else changed or moved ${forged.them}, and the bot ignores ${forged.them}`,
      remedy: 'Find out who can write to Redis, and change its password. The audit names each record (record.refused).',
    })
  }
  if (unknown.amount > 0) {
    findings.push({
      subject,
      state: 'failure',
      message: `${unknown.are} signed with a key that ENCRYPTION_KEYS does not hold (${unknown.kinds}), so the bot ignores ${unknown.them}`,
      remedy: 'Put that key back, last in ENCRYPTION_KEYS, then type: node dist/main.js sign-records.',
    })
  }
  if (findings.length > 0) return findings
  const all =
    older.amount === 0 ? 'all of them signed' : `all of them signed, ${older.amount} of them with an older key`
  const next = older.amount === 0 ? '' : ' (sign-records signs them anew)'
  return [{ subject, state: 'ok', message: signed === 0 ? 'none yet' : `${signed}, ${all}${next}` }]
}

function totalOf(counts: RecordCounts, ...found: Found[]) {
  const byKind = [...counts].map(
    ([kind, ofKind]) => [kind, found.reduce((sum, one) => sum + (ofKind[one] ?? 0), 0)] as const,
  )
  const amount = byKind.reduce((sum, [, ofKind]) => sum + ofKind, 0)
  return {
    amount,
    are: `${amount} ${amount === 1 ? 'is' : 'are'}`,
    them: amount === 1 ? 'it' : 'them',
    kinds: byKind.flatMap(([kind, ofKind]) => (ofKind === 0 ? [] : [counted(ofKind, kind)])).join(', '),
  }
}
