// Reads a new token's secret out of Dremio's answer.
import { tidOf } from '../core/tokens/token-value.ts'

/** What 46 bytes of base64 are, with room for a Dremio that changes its mind; words, HTML and JSON do not fit. */
const LIKELY = /^[\w+/=.~-]{32,1024}$/

/**
 * The documented answer is the bare secret. Its type is not documented, so one pair of quotes is taken off, and of a
 * JSON object the one value that is built as a secret is taken. Undefined if there is none.
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
    // Ids and trace numbers would pass for a secret of some kind, so here it has to be one of the known kind.
    const secrets = values.filter((value) => typeof value === 'string').filter((value) => tidOf(value) !== undefined)
    return secrets.length === 1 ? secrets[0] : undefined
  } catch {
    return undefined
  }
}
