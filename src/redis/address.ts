// Reads REDIS_URL: one or several addresses, with credentials that may or may not be percent-encoded.

export interface Host {
  host: string
  /** Undefined means the default port of the mode: 6379, or 26379 for a Sentinel. */
  port?: number
}

interface Credentials {
  username?: string
  password?: string
}

export type Address = Credentials &
  (
    | { kind: 'socket'; path: string; db: number }
    | {
        kind: 'network'
        tls: boolean
        hosts: readonly Host[]
        db: number
        /** IP version: 4, 6, or 0 for either. */
        family?: number
        /** Credentials for the Sentinels, if they differ from those of Redis. */
        sentinel: Credentials
      }
  )

/** Says why a URL cannot be used. It never quotes the URL, because the URL holds a password. */
export interface AddressProblem {
  problem: string
}

const SCHEMES = 'must begin with redis://, rediss:// or unix:'
const UNREADABLE =
  'cannot be read: it is redis://user:password@host:port; in a password write % as %25, / as %2F, # as %23, ? as %3F, @ as %40, a comma as %2C'

const HOST = String.raw`(?:\[[\da-fA-F:.%]+\]|[\w.-]+)(?::\d{1,5})?`
const AFTER_USER = new RegExp(
  String.raw`^(?<hosts>${HOST}(?:,${HOST})*)(?:/(?<db>\d{0,5}))?(?:\?(?<query>[\w.-]+=[^&#]*(?:&[\w.-]+=[^&#]*)*))?$`,
)

export function readAddress(url: string): Address | AddressProblem {
  const text = url.trim()
  if (/^unix:/i.test(text)) return readSocket(text)
  if (!/^rediss?:\/\//i.test(text)) return { problem: SCHEMES }
  const all: Network[] = []
  for (const urlText of text.split(/,(?=rediss?:\/\/)/i)) {
    const parsed = readUrl(urlText)
    if ('problem' in parsed) return parsed
    all.push(parsed)
  }
  return mergeAddresses(all)
}

function readSocket(text: string): Address | AddressProblem {
  const path = /^unix:(?:\/\/)?(?<path>\/(?!\/)[^?]*)(?:\?(?<query>.*))?$/i.exec(text)?.groups
  if (path?.path === undefined) return { problem: 'must be an absolute path after unix:' }
  const query = new URLSearchParams(path.query ?? '')
  return { kind: 'socket', path: path.path, db: Number(query.get('db') ?? 0) || 0, ...credentialsIn(query) }
}

type Network = Extract<Address, { kind: 'network' }>

/**
 * Managed services give out passwords that contain an unencoded `/`, `#`, `?` or `@`. Every `@` is therefore tried as
 * the end of the credentials, and the URL is accepted only if exactly one of them leaves valid hosts, database and
 * query behind it.
 */
function readUrl(text: string): Network | AddressProblem {
  const [, scheme = '', rest = ''] = /^(rediss?):\/\/(.*)$/is.exec(text) ?? []
  const ends = [-1, ...[...rest.matchAll(/@/g)].map(({ index }) => index)]
  const readings = ends.filter((end) => AFTER_USER.test(rest.slice(end + 1)))
  const [end] = readings
  if (end === undefined || readings.length > 1) return { problem: UNREADABLE }
  const { hosts = '', db, query } = AFTER_USER.exec(rest.slice(end + 1))?.groups ?? {}
  const user = end === -1 ? {} : readCredentials(rest.slice(0, end))
  if ('problem' in user) return user
  const options = new URLSearchParams(query ?? '')
  const family = Number(options.get('family') ?? Number.NaN)
  return {
    kind: 'network',
    tls: scheme.toLowerCase() === 'rediss',
    hosts: hosts.split(',').map(readHost),
    db: Number(db ?? options.get('db') ?? 0) || 0,
    ...([0, 4, 6].includes(family) && { family }),
    ...credentialsIn(options),
    ...user,
    sentinel: credentialsIn(options, 'sentinelUsername', 'sentinelPassword'),
  }
}

function readCredentials(text: string): Credentials | AddressProblem {
  // Credentials before every host cannot be told from one password that contains both characters.
  if (text.includes('@') && text.includes(',')) return { problem: UNREADABLE }
  const raw = /[/#?@]/.test(text)
  // A mix of raw and percent-encoded characters is ambiguous: the percent sign may be meant literally or not.
  if (raw && /%[\da-f]{2}/i.test(text)) return { problem: UNREADABLE }
  const [, username = '', password] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? []
  return {
    ...(username !== '' && { username: decoded(username) }),
    ...(password !== undefined && password !== '' && { password: decoded(password) }),
  }
}

/** A percent sign that begins no valid code is taken literally. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readHost(text: string): Host {
  const { v6, name = '', port } = /^(?:\[(?<v6>.+)\]|(?<name>[^:]+))(?::(?<port>\d+))?$/.exec(text)?.groups ?? {}
  return { host: v6 ?? name, ...(port !== undefined && { port: Number(port) }) }
}

function credentialsIn(query: URLSearchParams, name = 'username', word = 'password'): Credentials {
  const username = query.get(name)
  const password = query.get(word)
  return { ...(username && { username }), ...(password && { password }) }
}

/** Several addresses lead to the same data, so they need the same user, the same password and the same TLS setting. */
function mergeAddresses(all: readonly Network[]): Network | AddressProblem {
  const [first, ...others] = all
  if (!first) return { problem: SCHEMES }
  if (others.some(({ tls }) => tls !== first.tls)) return { problem: 'must be redis:// or rediss:// for all addresses' }
  const known = all.filter(({ username, password }) => username !== undefined || password !== undefined)
  const [user] = known
  if (known.some((one) => one.username !== user?.username || one.password !== user?.password)) {
    return { problem: 'must have the same user and password for all addresses' }
  }
  const hosts = all.flatMap((one) => one.hosts)
  if (hosts.some(({ port }) => port !== undefined && (port < 1 || port > 65_535))) return { problem: UNREADABLE }
  return {
    ...first,
    ...(user?.username && { username: user.username }),
    ...(user?.password && { password: user.password }),
    hosts,
  }
}
