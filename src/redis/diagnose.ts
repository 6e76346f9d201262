// Finds out what stands between us and Redis, by connections of its own to the addresses that we were given.
import { Redis, ReplyError } from 'ioredis'
import { isVague, wordOf } from './failure.ts'
import { listenToStrayErrors } from './stray-errors.ts'
import { addressOf, connectionOptions, sentinelCredentials, type Target } from './target.ts'

/** Of several addresses a few tell enough. */
const MOST = 3
/** One look at one address, milliseconds. */
const PATIENCE = 2_000

type Options = ReturnType<typeof connectionOptions>
type Place = { host: string; port: number } | { path: string }

/**
 * A word for the trouble that is met, undefined if there is none any more. Beside the codes of node, of OpenSSL and of
 * Redis these are `NO_CLUSTER`, `NO_SENTINEL`, `NO_PRIMARY`, `NO_TLS` and `TLS_WANTED`. Never throws.
 */
export async function diagnose(target: Target): Promise<string | undefined> {
  const address = addressOf(target)
  const options = connectionOptions(target, address)
  if (address.kind === 'socket') return await look(options, { path: address.path })
  const { mode = 'standalone' } = target
  const defaultPort = mode === 'sentinel' ? 26_379 : 6379
  const looks = address.hosts.slice(0, MOST).map(async ({ host, port = defaultPort }) => {
    if (mode === 'cluster') return encryption(options, { host, port }, await lookAtNode(options, { host, port }))
    if (mode === 'standalone') return encryption(options, { host, port }, await look(options, { host, port }))
    const forSentinel = { ...anonymous(options), ...sentinelCredentials(address) }
    const tls = options.tls && { tls: options.tls }
    return lookAtSentinel({ ...forSentinel, ...tls }, options, { host, port }, target.sentinelName ?? '')
  })
  const found = await Promise.all(looks)
  // One that is well says more than others that are away, and one that answers more than one that does not.
  return found.includes(undefined) ? undefined : (found.find((word) => !isAway(word)) ?? found[0])
}

function isAway(word: string | undefined): boolean {
  return /^(lost|E(?!RR)[A-Z_]+)$/.test(word ?? '')
}

async function lookAtNode(options: Options, place: Place): Promise<string | undefined> {
  const word = await look(options, place, (redis) => redis.call('CLUSTER', 'SLOTS'))
  return word === 'ERR' ? 'NO_CLUSTER' : word
}

async function lookAtSentinel(asked: Options, options: Options, place: Place, name: string) {
  let named: unknown
  const word = await look(asked, place, async (redis) => {
    named = await redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)
  })
  if (word !== undefined) return encryption(asked, place, word === 'ERR' ? 'NO_SENTINEL' : word)
  if (!Array.isArray(named)) return 'NO_PRIMARY'
  return await look(options, { host: String(named[0]), port: Number(named[1]) })
}

/** Whether the other side speaks TLS and we do not, or the other way round: neither says so by itself. */
async function encryption(options: Options, place: Place, word: string | undefined): Promise<string | undefined> {
  if (word === undefined || !isVague(word)) return word
  // Nobody is told a password on a way that was not asked for.
  const bare = anonymous(options)
  const other = options.tls ? bare : { ...bare, tls: { rejectUnauthorized: false } }
  const met = await look(other, place)
  if (met !== undefined && met !== 'NOAUTH') return word
  return options.tls ? 'NO_TLS' : 'TLS_WANTED'
}

function anonymous({ username: _name, password: _word, tls: _tls, ...bare }: Options): Options {
  return bare
}

async function look(
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
    // What speaks another protocol does not answer this.
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

/** Sentinels know fewer commands, and users may be allowed fewer. */
function unlessMayNot(error: unknown): void {
  if (!(error instanceof ReplyError && ['NOPERM', 'ERR'].includes(wordOf(error)))) throw error
}
