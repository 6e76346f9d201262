// Reads REDIS_URL: one address or several, with a user and a password also where they are not percent-encoded.

export interface Host {
  host: string
  /** The default of the mode if not said: 6379, or 26379 for a Sentinel. */
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
        /** IP version, 0 for either. */
        family?: number
        /** What Sentinels want to hear, where it is not what Redis wants to hear. */
        sentinel: Credentials
      }
  )

/** Why a URL cannot be used. Never with a part of it: it holds a password. */
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
  for (const one of text.split(/,(?=rediss?:\/\/)/i)) {
    const read = readOne(one)
    if ('problem' in read) return read
    all.push(read)
  }
  return together(all)
}

function readSocket(text: string): Address | AddressProblem {
  const path = /^unix:(?:\/\/)?(?<path>\/(?!\/)[^?]*)(?:\?(?<query>.*))?$/i.exec(text)?.groups
  if (path?.path === undefined) return { problem: 'must be an absolute path after unix:' }
  const query = new URLSearchParams(path.query ?? '')
  return { kind: 'socket', path: path.path, db: Number(query.get('db') ?? 0) || 0, ...credentialsIn(query) }
}

type Network = Extract<Address, { kind: 'network' }>

/**
 * Managed services hand out passwords with `/`, `#`, `?` or `@` in them as they are. Where the user and password end is
 * therefore looked for, and taken only if one single place leaves something behind it that is hosts, database and query.
 */
function readOne(text: string): Network | AddressProblem {
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
  // Somebody wrote a user before every host, which cannot be told from a password with both characters in it.
  if (text.includes('@') && text.includes(',')) return { problem: UNREADABLE }
  const raw = /[/#?@]/.test(text)
  // Written as it is in one place and percent-encoded in another: nobody can say which of the two holds.
  if (raw && /%[\da-f]{2}/i.test(text)) return { problem: UNREADABLE }
  const [, username = '', password] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? []
  return {
    ...(username !== '' && { username: decoded(username) }),
    ...(password !== undefined && password !== '' && { password: decoded(password) }),
  }
}

/** A percent sign that begins no code was not meant to. */
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

/** Several addresses lead to the same data: one user, one password, and TLS for all of them or none. */
function together(all: readonly Network[]): Network | AddressProblem {
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
