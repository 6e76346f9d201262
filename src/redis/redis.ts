// The public interface of this room: one connection, and every port that is stored in Redis.
import type { AlarmQueue } from '../core/alarm.ts'
import type { Audit, AuditOutbox, AuditTrail } from '../core/audit.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { Homes } from '../core/home.ts'
import type { MessageLocations } from '../core/message-locations.ts'
import type { Departures } from '../core/people/departure.ts'
import type { RateLimits } from '../core/people/rate-limits.ts'
import type { PolicyVersions } from '../core/policy/policy-versions.ts'
import type {
  Clock,
  Delegations,
  IdempotencyKeys,
  LinkConfirmations,
  Links,
  ManagersSeen,
  Requests,
  Tokens,
} from '../core/ports.ts'
import type { ReminderRecords } from '../core/reminders/reminder-record.ts'
import type { Secret } from '../core/secret.ts'
import type { SigningKeys, StoredSessions } from '../core/sessions/session.ts'
import type { SignIns } from '../core/sessions/sign-in.ts'
import { alarmsIn } from './alarms.ts'
import { auditIn } from './audit.ts'
import { auditOutboxIn } from './audit-outbox.ts'
import { auditTrailIn } from './audit-trail.ts'
import { openConnection } from './client.ts'
import { delegationsIn } from './delegations.ts'
import { departuresIn } from './departures.ts'
import { diagnose } from './diagnose.ts'
import { encryptionWith, nonce } from './encryption.ts'
import { encryptionOf, runHealthChecks } from './health-checks.ts'
import { homesIn } from './homes.ts'
import { idempotencyKeysIn } from './idempotency-keys.ts'
import { keysUnder } from './keys.ts'
import { linkConfirmationsIn } from './link-confirmations.ts'
import { linksIn } from './links.ts'
import { managersSeenIn } from './managers-seen.ts'
import { messageLocationsIn } from './message-locations.ts'
import { policyVersionsIn } from './policy-versions.ts'
import { limitsIn } from './rate-limits.ts'
import { checkRecords } from './record-findings.ts'
import { reminderRecordsIn } from './reminder-records.ts'
import { requestsIn } from './requests.ts'
import { signInsIn } from './sign-ins.ts'
import { signaturesWith } from './signatures.ts'
import { signedRecords } from './signed-records.ts'
import { signingKeysIn } from './signing-keys.ts'
import { type StoredRecords, storedRecordsIn } from './stored-records.ts'
import { storedSessionsIn } from './stored-sessions.ts'
import type { Target } from './target.ts'
import { tokensIn } from './tokens.ts'

export interface RedisStore {
  requests: Requests
  tokens: Tokens
  reminderRecords: ReminderRecords
  links: Links
  linkConfirmations: LinkConfirmations
  delegations: Delegations
  departures: Departures
  managersSeen: ManagersSeen
  homes: Homes
  policyVersions: PolicyVersions
  audit: Audit
  auditOutbox: AuditOutbox
  auditTrail: AuditTrail
  alarms: AlarmQueue
  messageLocations: MessageLocations
  idempotencyKeys: IdempotencyKeys
  rateLimits: RateLimits
  storedSessions: StoredSessions
  signIns: SignIns
  signingKeys: SigningKeys
  /** The records that have to be signed, to count them and to sign them. */
  storedRecords: StoredRecords
  /** Whether all of them are. Throws `redis_unavailable`. Nothing is found without keys. */
  checkRecords(): Promise<HealthCheck[]>
  /** Whether somebody in between could read and change what is sent. Asks nobody. */
  checkTransport(): HealthCheck[]
  /** The Redis checks for the operator. Never throws: an unreachable Redis is a finding. */
  runHealthChecks(): Promise<HealthCheck[]>
  /** Resolves if Redis answers. Throws `redis_unavailable`. */
  ping(): Promise<void>
  /**
   * For readiness probes: resolves if Redis takes a write and returns it. The result is cached for two seconds, or
   * until the connection changes. Throws `redis_unavailable`, or `redis_unusable` with the reason.
   */
  ready(): Promise<void>
  /** Lets the commands that were sent finish, then closes for good. Never throws. */
  close(): Promise<void>
}

/**
 * Returns at once and connects in the background: Redis may come up later, go away and come back. Without a connection
 * every method throws `redis_unavailable` after two seconds at most. A write that failed this way may have happened all
 * the same.
 *
 * Throws `broken` for an invalid `url`, prefix or key. `encryptionKeys` are 32 bytes in base64 each: the first
 * encrypts and signs, all decrypt and verify. Without a key, storing a value that must be encrypted throws `broken`, and
 * records are not signed. `onTrouble` gets one line without data, for the operator. `onRefusedRecord` writes the audit
 * entry about a record that is not signed by the bot; without it the entry goes straight to the audit.
 */
export function connectRedis(
  settings: Target & {
    prefix?: string
    encryptionKeys?: readonly Secret[]
    clock: Clock
    onTrouble: (message: string) => void
    onRefusedRecord?: Audit['append']
  },
): RedisStore {
  const { prefix = 'dremio-pat', encryptionKeys = [], clock, onTrouble, onRefusedRecord, ...target } = settings
  const keys = keysUnder(prefix)
  const encryption = encryptionWith(encryptionKeys, onTrouble)
  const connection = openConnection({
    ...target,
    ownKey: keys.readiness(nonce()),
    onTrouble,
    ...(target.mode && target.mode !== 'standalone' && { explain: () => diagnose(target) }),
  })
  const audit = auditIn(connection, keys, clock)
  const append = onRefusedRecord ?? audit.append
  const signatures = signaturesWith(encryptionKeys)
  const signed = signedRecords(connection, keys, signatures, { append })
  const storedRecords = storedRecordsIn(connection, keys, signatures)
  const recordChecks = async () => (encryptionKeys.length === 0 ? [] : checkRecords(storedRecords))
  return {
    requests: requestsIn(connection, keys, clock, signed),
    tokens: tokensIn(connection, keys, clock, signed),
    reminderRecords: reminderRecordsIn(connection, keys, clock),
    departures: departuresIn(connection, keys),
    managersSeen: managersSeenIn(connection, keys, clock),
    homes: homesIn(connection, keys),
    links: linksIn(connection, keys, signed),
    linkConfirmations: linkConfirmationsIn(connection, keys, clock, signed),
    delegations: delegationsIn(connection, keys, clock, signed),
    policyVersions: policyVersionsIn(connection, keys, clock),
    audit,
    auditOutbox: auditOutboxIn(connection, keys),
    auditTrail: auditTrailIn(connection, keys),
    alarms: alarmsIn(connection, keys),
    messageLocations: messageLocationsIn(connection, keys),
    idempotencyKeys: idempotencyKeysIn(connection, keys),
    rateLimits: limitsIn(connection, keys),
    storedSessions: storedSessionsIn(connection, keys, clock, encryption),
    signIns: signInsIn(connection, keys, clock, { encryption, signed }),
    signingKeys: signingKeysIn(connection, keys, encryption),
    storedRecords,
    checkRecords: recordChecks,
    checkTransport: () => encryptionOf(target),
    runHealthChecks: () => runHealthChecks(connection, clock, target, recordChecks),
    ping: connection.ping,
    ready: connection.ready,
    close: connection.close,
  }
}
