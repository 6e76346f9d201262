// A browser's cookies, kept and sent by RFC 6265's rules as far as a sign-in can notice them.

interface Cookie {
  readonly name: string
  readonly value: string
  readonly origin: string
  readonly path: string
  readonly sameSite: 'strict' | 'lax' | 'none'
  /** Milliseconds since epoch by the machine's clock. */
  readonly until: number
}

/** Where a request comes from matters for what is sent along. */
export interface Navigation {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  /** Origin of the page on which somebody clicked; undefined for an address that was typed or opened from elsewhere. */
  readonly from: string | undefined
}

/**
 * The simulators are ports of one address, which stand for hosts and sites of their own. So each port has its cookies to
 * itself, and another port is another site, though for a real browser neither is so.
 */
export class Cookies {
  #kept: Cookie[] = []

  /** `lines` are the `Set-Cookie` headers of an answer from there. */
  take(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const cookie = read(url, line)
      if (!cookie) continue
      const replaces = (old: Cookie) =>
        old.name === cookie.name && old.origin === cookie.origin && old.path === cookie.path
      this.#kept = this.#kept.filter((old) => !replaces(old))
      if (cookie.until > Date.now()) this.#kept.push(cookie)
    }
  }

  /** The `Cookie` header, empty if there is nothing to send. */
  header({ url, method, from }: Navigation): string {
    const crossSite = from !== undefined && from !== url.origin
    const fits = (cookie: Cookie) =>
      cookie.origin === url.origin &&
      cookie.until > Date.now() &&
      (url.pathname === cookie.path || url.pathname.startsWith(cookie.path.replace(/\/?$/, '/'))) &&
      (!crossSite || cookie.sameSite === 'none' || (cookie.sameSite === 'lax' && method === 'GET'))
    // Longer paths first, as RFC 6265 section 5.4 wants them.
    const sent = this.#kept.filter(fits).sort((one, other) => other.path.length - one.path.length)
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  clear(): void {
    this.#kept = []
  }
}

function read(url: URL, line: string): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const [name = '', value] = split(pair)
  if (name === '' || value === undefined) return undefined
  const has = Object.fromEntries(rest.map(split).map(([key = '', said = '']) => [key.toLowerCase(), said]))
  const secure = 'secure' in has
  // Browsers drop these; loopback counts as secure.
  if (name.startsWith('__Host-') && (!secure || has.path !== '/' || 'domain' in has)) return undefined
  if (name.startsWith('__Secure-') && !secure) return undefined
  const said = has.samesite?.toLowerCase()
  const sameSite = said === 'strict' ? 'strict' : said === 'none' && secure ? 'none' : 'lax'
  const path = has.path?.startsWith('/') ? has.path : url.pathname.replace(/\/[^/]*$/, '') || '/'
  return { name, value, origin: url.origin, path, sameSite, until: endOf(has['max-age'], has.expires) }
}

function endOf(maxAge: string | undefined, expires: string | undefined): number {
  if (maxAge !== undefined) return Date.now() + Number(maxAge) * 1000
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires)
}

function split(pair: string): [string, string | undefined] {
  const at = pair.indexOf('=')
  return at < 0 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)]
}
