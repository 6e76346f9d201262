// `sign-records`: signs what an earlier version stored without a signature, or was signed with an older key.
import { askToRebuild } from './alarms/rebuild-alarms.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { isBotError } from './core/errors.ts'
import { counted } from './core/time/duration.ts'
import { connectRedis, type RedisStore } from './redis/redis.ts'
import type { RecordCounts } from './redis/stored-records.ts'

/** Prints how many of each kind were signed. Exit code 1 if nothing could be done. */
export async function runSignRecords(env: Record<string, string | undefined>, words: string[]): Promise<number> {
  if (words.length > 0) return leave('Use: node dist/main.js sign-records')
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return leave(`These settings need attention:\n${error.problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
  if (config.redis.encryptionKeys.length === 0) {
    return leave(
      'ENCRYPTION_KEYS is not set, so there is nothing to sign with. With DREMIO_AUTH=token nothing is signed.',
    )
  }
  const troubles: string[] = []
  const clock = { now: () => Date.now() }
  const redis = connectRedis({
    ...config.redis,
    url: config.redis.url.reveal(),
    clock,
    onTrouble: (message) => troubles.push(message),
  })
  try {
    process.stdout.write(await signAndTell(redis, clock.now()))
    return 0
  } catch (error) {
    if (!isBotError(error, 'redis_unavailable', 'redis_unusable')) throw error
    const permission = isBotError(error, 'redis_unusable') && error.facts.because === 'permission'
    const next = permission
      ? 'Its user may not use a command that this needs: docs/redis.md lists them.'
      : 'What was signed until then stays signed: run it again. node dist/main.js doctor says what is wrong.'
    return leave([...troubles, next].join('\n'))
  } finally {
    await redis.close()
  }
}

async function signAndTell({ storedRecords, audit, alarms }: RedisStore, now: number): Promise<string> {
  const counts = await storedRecords.sign()
  const signed = [...counts].flatMap(([kind, found]) => {
    const amount = found['signed now'] ?? 0
    return amount === 0 ? [] : [counted(amount, kind)]
  })
  if (signed.length > 0) {
    await audit.append({ action: 'records.signed', by: 'bot', for: 'bot', note: signed.join(', ') })
    // Alarms that found no record meanwhile are gone.
    await askToRebuild(alarms, now)
  }
  return asTable(counts)
}

function asTable(counts: RecordCounts): string {
  if (counts.size === 0) return 'There is nothing to sign yet.\n'
  const lines = [...counts].map(([kind, found]) => {
    const before = (found.signed ?? 0) + (found['signed with an older key'] ?? 0)
    const left = (['wrongly signed', 'signed with a key that ENCRYPTION_KEYS does not hold', 'not readable'] as const)
      .filter((what) => found[what] !== undefined)
      .map((what) => `    ${found[what]} ${what}, left as ${found[what] === 1 ? 'it was' : 'they were'}`)
    const now = String(found['signed now'] ?? 0).padStart(5)
    return `${`${kind}s`.padEnd(14)} ${now} signed now${String(before).padStart(5)} signed before${left.join('')}`
  })
  return `${lines.join('\n')}\n`
}

function leave(message: string): number {
  process.stderr.write(`${message}\n`)
  return 1
}
