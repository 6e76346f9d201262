// Finds out what prevents a connection to Redis, by extra connections to the configured addresses.
import { Redis, ReplyError } from 'ioredis'
import { isVague, wordOf } from './failure.ts'
import { listenToStrayErrors } from './stray-errors.ts'
import { addressOf, connectionOptions, sentinelCredentials, type Target } from './target.ts'

/** At most this many addresses are tried. */
const MOST = 3
/** Milliseconds for the attempt at one address. */
const PATIENCE = 2_000

type Options = ReturnType<typeof connectionOptions>
type Place = { host: string; port: number } | { path: string }

/**
 * Returns a code for the problem, or undefined if there is none any more. Besides the codes of Node, OpenSSL and Redis
 * there are `NO_CLUSTER`, `NO_SENTINEL`, `NO_PRIMARY`, `NO_TLS` and `TLS_WANTED`. Never throws.
 */
export async function diagnose(target: Target): Promise<string | undefined> {
  const address = addressOf(target)
  const options = connectionOptions(target, address)
  if (address.kind === 'socket') return await tryConnection(options, { path: address.path })
  const { mode = 'standalone' } = target
  const defaultPort = mode === 'sentinel' ? 26_379 : 6379
  const attempts = address.hosts.slice(0, MOST).map(async ({ host, port = defaultPort }) => {
    if (mode === 'cluster') return encryption(options, { host, port }, await tryNode(options, { host, port }))
    if (mode === 'standalone') return encryption(options, { host, port }, await tryConnection(options, { host, port }))
    const forSentinel = { ...anonymous(options), ...sentinelCredentials(address) }
    const tls = options.tls && { tls: options.tls }
    return trySentinel({ ...forSentinel, ...tls }, options, { host, port }, target.sentinelName ?? '')
  })
  const found = await Promise.all(attempts)
  // One healthy address outweighs the others, and the error of an address that answers is more useful than that of one
  // that does not.
  return found.includes(undefined) ? undefined : (found.find((word) => !isAway(word)) ?? found[0])
}

function isAway(word: string | undefined): boolean {
  return /^(lost|E(?!RR)[A-Z_]+)$/.test(word ?? '')
}

async function tryNode(options: Options, place: Place): Promise<string | undefined> {
  const word = await tryConnection(options, place, (redis) => redis.call('CLUSTER', 'SLOTS'))
  return word === 'ERR' ? 'NO_CLUSTER' : word
}

async function trySentinel(asked: Options, options: Options, place: Place, name: string) {
  let named: unknown
  const word = await tryConnection(asked, place, async (redis) => {
    named = await redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)
  })
  if (word !== undefined) return encryption(asked, place, word === 'ERR' ? 'NO_SENTINEL' : word)
  if (!Array.isArray(named)) return 'NO_PRIMARY'
  return await tryConnection(options, { host: String(named[0]), port: Number(named[1]) })
}

/** Tests whether only one side uses TLS, because the original error does not say so. */
async function encryption(options: Options, place: Place, word: string | undefined): Promise<string | undefined> {
  if (word === undefined || !isVague(word)) return word
  // The password is never sent over a connection that was not configured, so this attempt is anonymous.
  const bare = anonymous(options)
  const other = options.tls ? bare : { ...bare, tls: { rejectUnauthorized: false } }
  const met = await tryConnection(other, place)
  if (met !== undefined && met !== 'NOAUTH') return word
  return options.tls ? 'NO_TLS' : 'TLS_WANTED'
}

function anonymous({ username: _name, password: _word, tls: _tls, ...bare }: Options): Options {
  return bare
}

async function tryConnection(
  options: Options,
  place: Place,
  ask: (redis: Redis) => Promise<unknown> = async () => undefined,
): Promise<string | undefined> {
  const redis = new Redis({ ...options, ...place, retryStrategy: null, lazyConnect: true })
  listenToStrayErrors(redis)
  let first: string | undefined
  redis.on('error', (error: unknown) => {
    first ??= wordOf(error)
  })
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('ETIMEDOUT'), PATIENCE)
  })
  const answered = async () => {
    await redis.connect()
    // A server that speaks another protocol does not answer PING.
    await redis.ping().catch(unlessMayNot)
    await ask(redis)
    return undefined
  }
  const asked = answered()
  try {
    return await Promise.race([asked, tooLong])
  } catch (error) {
    return first ?? wordOf(error)
  } finally {
    clearTimeout(timer)
    asked.catch(() => undefined)
    redis.disconnect()
  }
}

/** A Sentinel may not know PING, and a user may not be allowed to send it. */
function unlessMayNot(error: unknown): void {
  if (!(error instanceof ReplyError && ['NOPERM', 'ERR'].includes(wordOf(error)))) throw error
}
