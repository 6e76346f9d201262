// Finds everything in a message that could hold a token, and reads the ids of the tokens; the texts go no further.
import { Secret } from '../core/secret.ts'
import { looksLikeSecret, tidsIn, tidsInMessage } from '../core/tokens/token-value.ts'

export interface TokensFound {
  /** Whether something in it looks like a token, even if the token's id cannot be read from it. */
  holdsToken: boolean
  tids: string[]
}

/** Names of the fields that contain a person's text: in rich text, links, snippets, attachments and forwarded messages. */
const WORDS =
  /^(text|url|value|title|name|fallback|pretext|footer|author_name|alt_text|preview|preview_plain_text|plain_text|comment|initial_comment)$/

/** A text is wrapped as soon as it is found, so that nothing that prints what was found here shows it. */
interface Found {
  isWords: boolean
  text: Secret
}

/** `message` is any part of Slack's JSON. */
export function tokensIn(message: object): TokensFound {
  const found = [...textsIn(message)]
  const words = found.filter(({ isWords }) => isWords).map(({ text }) => text.reveal())
  // An app may keep a token in any other field. Slack's own addresses are long and only look like one.
  const others = found.map(({ text }) => text.reveal()).filter((text) => !text.includes('://'))
  const tids = [...new Set([...tidsInMessage(words), ...tidsIn(others.join('\n'))])]
  return { tids, holdsToken: tids.length > 0 || looksLikeSecret(words.join('\n')) }
}

/** In their order. Not recursive, because whoever posts a message decides how deep it nests. */
function* textsIn(message: object): Iterable<Found> {
  const left: { value: unknown; name: string }[] = [{ value: message, name: '' }]
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, name } = next
    if (typeof value === 'string') yield { isWords: WORDS.test(name), text: new Secret(value) }
    if (typeof value !== 'object' || value === null) continue
    const parts = Object.entries(value).map(([key, part]: [string, unknown]) => ({
      value: part,
      name: Array.isArray(value) ? name : key,
    }))
    for (const part of parts.reverse()) left.push(part)
  }
}
