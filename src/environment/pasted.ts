// Removes what is pasted along with a value: spaces, line ends, invisible characters and quotes around it.

/**
 * Straight and typographic quotes (also German, French and Swedish ones) and Markdown's backtick, each with those that
 * close what it opens.
 */
export const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”“',
  '”': '”“',
  '„': '“”',
  '‟': '”“',
  '‘': '’‘',
  '’': '’‘',
  '‚': '‘’',
  '‛': '’‘',
  '«': '»',
  '»': '«»',
  '‹': '›',
  '›': '‹›',
}
const QUOTES = Object.keys(CLOSING).join('')
/**
 * Zero-width characters, the soft hyphen and the byte order mark: they are invisible, and copied along from web pages.
 */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

const edges = new RegExp(`^[\\s${QUOTES}]+|[\\s${QUOTES}]+$`, 'g')

/** The value without spaces and invisible characters, but with the quotes around it. */
export function trimmed(value: string): string {
  return value.replace(INVISIBLE, '').trim()
}

/**
 * The value without spaces and quotes around it. Quotes are removed in pairs, so that a single quote of the value
 * stays.
 */
export function unwrapped(value: string): string {
  const bare = trimmed(value)
  const isQuoted = bare.length > 1 && QUOTES.includes(bare[0] ?? '') && QUOTES.includes(bare.at(-1) ?? '')
  return isQuoted ? unwrapped(bare.slice(1, -1)) : bare
}

/**
 * The items between commas, without spaces and quotes around them: people also quote each item, or end a list with a
 * comma. A JSON list of texts counts as well. For items without spaces and commas.
 */
export function itemsIn(list: string): string[] {
  return (textsInJson(list) ?? list.split(',')).map((item) => item.replace(edges, '')).filter((item) => item !== '')
}

/** Undefined if it is no JSON list of texts. The parser's message quotes the value, so it is dropped. */
export function textsInJson(list: string): string[] | undefined {
  if (!list.startsWith('[')) return undefined
  try {
    const items: unknown = JSON.parse(list)
    return Array.isArray(items) && items.every((item) => typeof item === 'string') ? items : undefined
  } catch {
    return undefined
  }
}
