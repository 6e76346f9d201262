// A real cluster: three primaries, and one replica of the primary that serves the slot of our keys.
import { Command, type Redis } from 'ioredis'
import { freePort } from '../free-port.ts'
import { freshPrefix, type RunningRedis } from '../redis.ts'
import { fields, inSync, type RedisServer, startServer, until } from './server.ts'

export interface ClusterRedis extends RunningRedis {
  /** The primary that serves the slot of our keys now. */
  owner(): Promise<RedisServer>
  /** Its replica. */
  replica(): Promise<RedisServer>
  /** A primary that does not serve it. */
  other(): Promise<RedisServer>
  slot: number
  /** Moves our slot with every key in it to another primary; `midway` is called while half of the keys have moved. */
  moveSlot(midway?: () => Promise<void>): Promise<void>
  /** Its replica becomes the primary, agreed upon by both. */
  failOver(): Promise<void>
  /** The primary dies, and its replica is elected. */
  killOwner(): Promise<void>
}

const SLOTS = 16_384
/** After so long without an answer a node counts as failed, milliseconds. */
const NODE_TIMEOUT = 600

/** `options` go to every server. */
export async function startCluster(options: readonly string[] = []): Promise<ClusterRedis> {
  const prefix = freshPrefix()
  const slot = Number(new Command('get', [`{${prefix}}`]).getSlot())
  const servers = await Promise.all(Array.from({ length: 4 }, () => startNode(options)))
  const primaries = servers.slice(0, 3)

  const share = Math.ceil(SLOTS / primaries.length)
  for (const [index, { admin }] of primaries.entries()) {
    const from = index * share
    await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(Math.min(from + share, SLOTS) - 1))
  }
  for (const { port, bus } of servers.slice(1)) {
    await servers[0]?.admin.call('CLUSTER', 'MEET', '127.0.0.1', String(port), String(bus))
  }
  await until(async () => (await everywhere((admin) => admin.cluster('INFO'))).every(isWhole), 'the cluster is whole')
  const spare = servers[3] as RedisServer
  const chosen = primaries[Math.floor(slot / share)] as RedisServer
  await spare.admin.call('CLUSTER', 'REPLICATE', await idOf(chosen))
  await until(async () => fields(await spare.admin.info('replication')).master_link_status === 'up', 'it has a replica')

  async function everywhere<T>(ask: (admin: Redis) => Promise<T>): Promise<T[]> {
    return await Promise.all(servers.map(({ admin }) => ask(admin)))
  }

  async function owner(): Promise<RedisServer> {
    for (const server of servers) {
      if (!server.isRunning()) continue
      const mine = (await server.admin.call('CLUSTER', 'NODES')) as string
      const line = mine.split('\n').find((one) => /myself,master/.test(one))
      if (line?.split(' ').slice(8).some(holdsSlot)) return server
    }
    throw new Error('Nobody serves the slot')
  }

  function holdsSlot(range: string): boolean {
    const [from, to = from] = range.split('-').map(Number)
    return from !== undefined && from <= slot && slot <= (to ?? from)
  }

  /** None once the primary has died, or the slot has moved away from it. */
  async function spareOne(): Promise<RedisServer | undefined> {
    for (const server of servers) {
      if (!server.isRunning()) continue
      if (fields(await server.admin.info('replication')).role === 'slave') return server
    }
    return undefined
  }

  async function replica(): Promise<RedisServer> {
    const found = await spareOne()
    if (!found) throw new Error('There is no replica')
    return found
  }

  async function other(): Promise<RedisServer> {
    const taken = [await owner(), await spareOne()]
    return servers.find((one) => !taken.includes(one) && one.isRunning()) as RedisServer
  }

  const becomes = (server: RedisServer) =>
    until(async () => (await owner().catch(() => undefined)) === server, 'it took over')

  return {
    url: `redis://${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    prefix,
    kind: 'server',
    describe: `a private cluster of ${servers.length} servers`,
    slot,
    owner,
    replica,
    other,
    dump: async () => (await owner()).dump(),
    restart: undefined,
    async moveSlot(midway) {
      const from = await owner()
      const to = await other()
      await to.admin.call('CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', await idOf(from))
      await from.admin.call('CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', await idOf(to))
      const keys = async (most: number) =>
        (await from.admin.call('CLUSTER', 'GETKEYSINSLOT', String(slot), String(most))) as string[]
      const all = await keys(100_000)
      const move = async (some: string[]) => {
        if (some.length > 0)
          await from.admin.call('MIGRATE', '127.0.0.1', String(to.port), '', '0', '5000', 'KEYS', ...some)
      }
      await move(all.slice(0, Math.ceil(all.length / 2)))
      await midway?.()
      for (let rest = await keys(100_000); rest.length > 0; rest = await keys(100_000)) await move(rest)
      const id = await idOf(to)
      await to.admin.call('CLUSTER', 'SETSLOT', String(slot), 'NODE', id)
      await from.admin.call('CLUSTER', 'SETSLOT', String(slot), 'NODE', id)
      await becomes(to)
    },
    async failOver() {
      const its = await replica()
      let asked = 0
      await until(async () => {
        if ((await owner().catch(() => undefined)) === its) return true
        // On a busy machine it may not come about within Redis's five seconds, and is then forgotten.
        if (performance.now() - asked > 6_000) {
          asked = performance.now()
          await its.admin.call('CLUSTER', 'FAILOVER')
        }
        return false
      }, 'it took over')
    },
    async killOwner() {
      const its = await replica()
      const dies = await owner()
      await inSync(dies, its)
      await dies.kill()
      await becomes(its)
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}

interface Node extends RedisServer {
  bus: number
}

async function startNode(options: readonly string[]): Promise<Node> {
  const bus = await freePort()
  const server = await startServer({
    options: [
      ...['--cluster-enabled', 'yes', '--cluster-port', `${bus}`, '--cluster-node-timeout', `${NODE_TIMEOUT}`],
      ...['--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0', ...options],
    ],
  })
  return Object.assign(server, { bus })
}

function isWhole(info: unknown): boolean {
  const { cluster_state: state, cluster_known_nodes: known } = fields(String(info))
  return state === 'ok' && known === '4'
}

async function idOf({ admin }: RedisServer): Promise<string> {
  return String(await admin.call('CLUSTER', 'MYID'))
}
