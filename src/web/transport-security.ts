// Tells browsers to come back over https only (Strict-Transport-Security), if they came that way.
import type { IncomingHttpHeaders } from 'node:http'

/** A year, in seconds. Without `includeSubDomains`, because what else runs below this name is not known here. */
const POLICY = 'max-age=31536000'

/**
 * The header for an answer, or nothing. TLS ends at a proxy in front of the bot, so only the proxy knows how the browser
 * came. Over plain http the header must not be sent: https://www.rfc-editor.org/rfc/rfc6797#section-7.2. Somebody who
 * forges the proxy's header gains nothing, because only their own browser reads the answer.
 */
export function transportSecurity(
  publicUrl: string | undefined,
  headers: IncomingHttpHeaders,
): { 'Strict-Transport-Security'?: string } {
  const isPublicOnHttps = publicUrl?.startsWith('https://') ?? false
  return isPublicOnHttps && cameOverHttps(headers) ? { 'Strict-Transport-Security': POLICY } : {}
}

/** Of several proxies the first one named is next to the browser. If two headers differ, the answer is no. */
function cameOverHttps(headers: IncomingHttpHeaders): boolean {
  const schemes = [firstOf(headers['x-forwarded-proto']), protoOf(firstOf(headers.forwarded))]
  const named = schemes.filter((scheme) => scheme !== undefined)
  return named.length > 0 && named.every((scheme) => scheme.toLowerCase() === 'https')
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : ([header].flat().join(',').split(',')[0] ?? '').trim()
}

/** https://www.rfc-editor.org/rfc/rfc7239#section-4 */
function protoOf(element: string | undefined): string | undefined {
  return element === undefined ? undefined : /(?:^|;)\s*proto="?([a-z]+)"?\s*(?:;|$)/i.exec(element)?.[1]
}
