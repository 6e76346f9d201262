// Reads a new token's secret from Dremio's answer.
import { tidOf } from '../core/tokens/token-value.ts'

/** Fits 46 bytes of base64, with room for changes at Dremio; words, HTML and JSON do not match. */
const LIKELY = /^[\w+/=.~-]{32,1024}$/

/**
 * The documented answer is the bare secret. Its content type is not documented, so one pair of quotes is removed, and
 * from a JSON object the only value with the format of a secret is taken. Undefined if there is none.
 */
export function readIssuedSecret(answer: string): string | undefined {
  const text = answer.trim()
  if (text.startsWith('{')) return fromObject(text)
  const bare = /^"(.*)"$/s.exec(text)?.[1] ?? /^'(.*)'$/s.exec(text)?.[1] ?? text
  // JSON may write the slashes of base64 as `\/`.
  const secret = bare.replaceAll('\\/', '/').trim()
  return LIKELY.test(secret) ? secret : undefined
}

function fromObject(text: string): string | undefined {
  try {
    const values = Object.values(JSON.parse(text) as Record<string, unknown>)
    // Ids and trace numbers would match LIKELY, so within an object only the exact format of a secret counts.
    const secrets = values.filter((value) => typeof value === 'string').filter((value) => tidOf(value) !== undefined)
    return secrets.length === 1 ? secrets[0] : undefined
  } catch {
    return undefined
  }
}
