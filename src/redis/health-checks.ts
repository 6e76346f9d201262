// Checks the configured Redis: whether it answers, persists its data, and keeps what is stored in it.
import { type Redis, ReplyError } from 'ioredis'
import { isBotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { Clock } from '../core/ports.ts'
import type { Connection } from './client.ts'
import { refusedCommands } from './commands.ts'
import { diagnose } from './diagnose.ts'
import { isVague } from './failure.ts'
import { fieldsOf } from './info.ts'
import { noConnection, takesNothing } from './remedies.ts'
import { addressOf, type Target } from './target.ts'

/**
 * What Redis reports about itself. A missing field is undefined: managed services refuse CONFIG, and some leave out
 * fields of INFO.
 */
export interface Account {
  /** The fields of INFO. */
  info: Partial<Record<string, string>>
  /** The answers to CONFIG GET. */
  config: Partial<Record<string, string>>
}

const MEGABYTE = 2 ** 20
/** Above this share of the memory limit the operator gets a warning. */
const NEARLY_FULL = 0.8

/** The Redis checks of `doctor`. Never throws. Writes one key, which it removes again. */
export async function runHealthChecks(
  connection: Connection,
  clock: Clock,
  target: Target,
  checkRecords: () => Promise<HealthCheck[]> = async () => [],
): Promise<HealthCheck[]> {
  try {
    // The first command may have to wait for the connection, so the second one is measured.
    await connection.ping()
    const asked = clock.now()
    await connection.ping()
    const answer: HealthCheck = { subject: 'Redis', state: 'ok', message: `answers within ${clock.now() - asked} ms` }
    const account = await accountOf(connection)
    const own = [...modeOf(account, target), await writesOf(connection), ...(await commandsOf(connection))]
    return [answer, ...encryptionOf(target), ...own, ...judge(account), ...(await checkRecords())]
  } catch (error) {
    if (isBotError(error, 'redis_unusable')) return [takesNothing('Redis', error.facts.because)]
    const met = connection.why()
    // With several nodes, or a server that closes the connection, the error of ioredis does not tell the cause.
    const isEnough = met !== undefined && !isVague(met) && (target.mode ?? 'standalone') === 'standalone'
    const word = isEnough ? met : ((await diagnose(target)) ?? met)
    return [noConnection(word), ...encryptionOf(target).filter(({ state }) => state !== 'ok')]
  }
}

async function writesOf(connection: Connection): Promise<HealthCheck> {
  const subject = 'Redis writes'
  try {
    await connection.writeReadRemove()
    return { subject, state: 'ok', message: 'takes a key, gives it back and removes it' }
  } catch (error) {
    if (isBotError(error, 'redis_unusable')) return takesNothing(subject, error.facts.because)
    const message = isBotError(error, 'broken') ? 'a key of ours is refused' : 'a key of ours is not taken in time'
    return { subject, state: 'failure', message, remedy: 'look at the log of Redis, then try again' }
  }
}

async function commandsOf(connection: Connection): Promise<HealthCheck[]> {
  const refused = await refusedCommands(connection, connection.ownKey)
  if (refused.length === 0) return []
  const message = `its user may not use ${refused.join(', ')}`
  return [{ subject: 'Redis commands', state: 'failure', message, remedy: 'give it what docs/redis.md lists' }]
}

/** How the connection is protected. Asks nobody. Sentinels may name primaries on other machines than their own. */
export function encryptionOf(target: Target): HealthCheck[] {
  const address = addressOf(target)
  const subject = 'Redis TLS'
  if (address.kind === 'socket') return []
  if (!address.tls) {
    if (address.hosts.every(({ host }) => isThisMachine(host))) return []
    const message = 'plain redis:// to another machine: what is in between can read and change everything'
    const remedy =
      'Begin REDIS_URL with rediss:// if the service offers it. In a private network that you trust (Heroku-like platforms, docker compose) you may leave it.'
    return [{ subject, state: 'warning', message, remedy }]
  }
  if (target.tls?.verify ?? true) return [{ subject, state: 'ok', message: 'its certificate is one that we trust' }]
  const message = 'its certificate is not verified (REDIS_TLS=unverified): what is in between can read and change all'
  const remedy = 'if the service gives the certificate of its authority, put it into REDIS_CA and remove REDIS_TLS'
  return [{ subject, state: 'warning', message, remedy }]
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** A client without cluster support works with a cluster of one node, until that cluster gets a second node. */
function modeOf({ info }: Account, { mode = 'standalone' }: Target): HealthCheck[] {
  if (mode !== 'standalone' || info.cluster_enabled !== '1') return []
  const message = 'a node of a cluster, which serves our keys only as long as it has all of them'
  return [{ subject: 'Redis mode', state: 'warning', message, remedy: 'set REDIS_MODE=cluster' }]
}

/** The checks that need nothing but the account. */
export function judge(account: Account): HealthCheck[] {
  return [versionOf(account), roleOf(account), persistenceOf(account), evictionOf(account), memoryOf(account)]
}

async function accountOf(connection: Connection): Promise<Account> {
  const info = await connection.sendToNode((redis) => redis.info().catch(unlessRefused))
  const config: Account['config'] = {}
  // One name per command: CONFIG GET takes several names only since 7.0, and an older version must still reach the
  // version check.
  for (const name of ['appendonly', 'save', 'maxmemory', 'maxmemory-policy']) {
    const answer = await connection.sendToNode((redis) => configOf(redis, name).catch(unlessRefused))
    if (answer !== undefined) config[name] = answer
  }
  return { info: fieldsOf(info ?? ''), config }
}

async function configOf(redis: Redis, name: string): Promise<string | undefined> {
  const [, value] = await redis.config('GET', name)
  return value
}

/** A command that this Redis does not know or does not allow is no failure: its answer counts as unknown. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof ReplyError)) throw error
}

function versionOf({ info }: Account): HealthCheck {
  const subject = 'Redis version'
  // Valkey also reports `redis_version` 7.2, for compatibility with old clients.
  const named = info.valkey_version === undefined ? 'Redis' : 'Valkey'
  const version = info.valkey_version ?? info.redis_version
  const major = Number.parseInt(version ?? '', 10)
  if (version === undefined || Number.isNaN(major)) return unread(subject, 'make sure that it is 7.0 or newer')
  const message = `${named} ${version}`
  if (major >= 7) return { subject, state: 'ok', message }
  return { subject, state: 'failure', message: `${message} is too old`, remedy: 'use Redis 7.0 or newer, or Valkey' }
}

function roleOf({ info }: Account): HealthCheck {
  const subject = 'Redis role'
  if (info.role === undefined) return unread(subject, 'make sure that REDIS_URL leads to the primary')
  if (info.role === 'master') return { subject, state: 'ok', message: 'the primary' }
  return {
    subject,
    state: 'failure',
    message: 'a replica: it takes no writes',
    remedy: 'point REDIS_URL to the primary',
  }
}

function persistenceOf({ info, config }: Account): HealthCheck {
  const subject = 'Redis persistence'
  const appends = config.appendonly ?? ({ 0: 'no', 1: 'yes' } as Account['info'])[info.aof_enabled ?? '']
  const saves = config.save === undefined ? undefined : config.save !== ''
  // By default Redis refuses all writes in this state.
  if ((appends === 'yes' && info.aof_last_write_status === 'err') || (saves && info.rdb_last_bgsave_status === 'err')) {
    return { subject, state: 'failure', message: 'the last write to disk failed', remedy: 'look at the disk of Redis' }
  }
  if (appends === 'yes') return { subject, state: 'ok', message: 'every write goes to disk (append-only file)' }
  if (appends === undefined || saves === undefined) {
    return unread(subject, 'make sure that the service keeps every write: an append-only file, or replicas and backups')
  }
  const remedy = 'set appendonly to yes'
  if (saves)
    return { subject, state: 'warning', message: 'snapshots only: a crash loses what came after the last', remedy }
  return { subject, state: 'failure', message: 'none: what is lost there is lost', remedy }
}

function evictionOf({ info, config }: Account): HealthCheck {
  const subject = 'Redis eviction'
  const policy = info.maxmemory_policy ?? config['maxmemory-policy']
  if (policy === undefined) return unread(subject, 'make sure that maxmemory-policy is noeviction')
  if (policy === 'noeviction') return { subject, state: 'ok', message: 'none (noeviction)' }
  return {
    subject,
    // Without a memory limit nothing is evicted, but a limit may be set later.
    state: limitOf({ info, config }) === 0 ? 'warning' : 'failure',
    message: `${policy}: when memory runs short, requests and tokens are dropped`,
    remedy: 'set maxmemory-policy to noeviction',
  }
}

function memoryOf(account: Account): HealthCheck {
  const subject = 'Redis memory'
  const used = Number(account.info.used_memory)
  const limit = limitOf(account)
  if (Number.isNaN(used) || limit === undefined) return unread(subject, 'look at its memory now and then')
  if (limit === 0) return { subject, state: 'ok', message: `${megabytes(used)} used, no limit` }
  const message = `${megabytes(used)} of ${megabytes(limit)} used`
  if (used <= NEARLY_FULL * limit) return { subject, state: 'ok', message }
  return { subject, state: used < limit ? 'warning' : 'failure', message, remedy: 'give Redis more memory' }
}

/** Bytes, 0 for no limit; undefined if Redis does not report it. */
function limitOf({ info, config }: Account): number | undefined {
  const limit = info.maxmemory ?? config.maxmemory
  return limit === undefined ? undefined : Number(limit)
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / MEGABYTE).toLocaleString('en')} MB`
}

function unread(subject: string, remedy: string): HealthCheck {
  return { subject, state: 'warning', message: 'could not be read', remedy }
}
