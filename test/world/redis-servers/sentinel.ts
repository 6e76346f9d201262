// A real primary with a replica, and a Sentinel that watches them and fails over within about two seconds.
import { freshPrefix, type RunningRedis } from '../redis.ts'
import { fields, inSync, type RedisServer, startServer, until } from './server.ts'

export interface SentinelRedis extends RunningRedis {
  /** For REDIS_SENTINEL_NAME. */
  name: string
  primary(): RedisServer
  replica(): RedisServer
  sentinel: RedisServer
  /** The Sentinel makes the replica the primary, and the primary a replica of it. */
  failOver(): Promise<void>
  /** The primary dies, and the Sentinel has to notice. */
  killPrimary(): Promise<void>
}

export const SENTINEL_NAME = 'pat-primary'

/** A Sentinel that is not there stands before the one that is in the URL. */
export async function startSentinel(
  options: { password?: string; sentinelPassword?: string } = {},
): Promise<SentinelRedis> {
  const { password, sentinelPassword } = options
  const connect = password === undefined ? {} : { password }
  const secured = password === undefined ? [] : ['--requirepass', password, '--masterauth', password]
  const primary = await startServer({ options: ['--repl-diskless-sync-delay', '0', ...secured], connect })
  const replica = await startServer({
    options: ['--replicaof', '127.0.0.1', `${primary.port}`, '--repl-diskless-sync-delay', '0', ...secured],
    connect,
  })
  await until(
    async () => fields(await replica.admin.info('replication')).master_link_status === 'up',
    'the replica is up',
  )
  const sentinel = await startServer({
    words: (folder, port) => [`${folder}/sentinel.conf`, '--sentinel', '--port', `${port}`, '--dir', folder],
    files: {
      'sentinel.conf': [
        'bind 127.0.0.1',
        `sentinel monitor ${SENTINEL_NAME} 127.0.0.1 ${primary.port} 1`,
        // A primary that only waits for the processor is not taken for dead: its last writes would be lost.
        `sentinel down-after-milliseconds ${SENTINEL_NAME} 10000`,
        `sentinel failover-timeout ${SENTINEL_NAME} 3000`,
        ...(password === undefined ? [] : [`sentinel auth-pass ${SENTINEL_NAME} ${password}`]),
        ...(sentinelPassword === undefined ? [] : [`requirepass ${sentinelPassword}`]),
        '',
      ].join('\n'),
    },
    connect: sentinelPassword === undefined ? {} : { password: sentinelPassword },
  })
  const servers = [primary, replica]
  const now = { primary, replica }
  const knows = async () =>
    ((await sentinel.admin.call('SENTINEL', 'REPLICAS', SENTINEL_NAME)) as unknown[]).length === 1
  await until(knows, 'the Sentinel knows the replica')

  async function isNamed({ port }: RedisServer): Promise<boolean> {
    const named = (await sentinel.admin.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', SENTINEL_NAME)) as string[]
    return named[1] === String(port)
  }

  async function change(): Promise<void> {
    await until(() => isNamed(now.replica), 'the Sentinel names the other one')
    await until(async () => fields(await now.replica.admin.info('replication')).role === 'master', 'it is the primary')
    ;[now.primary, now.replica] = [now.replica, now.primary]
  }

  const user = password === undefined ? '' : `:${password}@`
  const query = sentinelPassword === undefined ? '' : `?sentinelPassword=${sentinelPassword}`
  return {
    url: `redis://${user}127.0.0.1:1,127.0.0.1:${sentinel.port}${query}`,
    name: SENTINEL_NAME,
    prefix: freshPrefix(),
    kind: 'server',
    describe: 'a private primary and replica with a Sentinel',
    sentinel,
    primary: () => now.primary,
    replica: () => now.replica,
    dump: () => now.primary.dump(),
    restart: undefined,
    async failOver() {
      // Sentinel waits for nobody: what was not passed on yet would be lost.
      await inSync(now.primary, now.replica)
      // Until it has heard from the replica it knows of none that is good enough.
      const begins = () =>
        sentinel.admin.call('SENTINEL', 'FAILOVER', SENTINEL_NAME).then(
          () => true,
          () => false,
        )
      await until(begins, 'the Sentinel fails over')
      await change()
      await inSync(now.primary, now.replica)
    },
    async killPrimary() {
      // What it has not passed on yet would die with it, which is no fault of anybody's who reads it later.
      await inSync(now.primary, now.replica)
      await sentinel.admin.call('SENTINEL', 'SET', SENTINEL_NAME, 'down-after-milliseconds', '400')
      await now.primary.kill()
      await change()
    },
    async stop() {
      await sentinel.stop()
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}
