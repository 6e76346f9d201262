// Takes off what comes along when a value is pasted: spaces, line ends, invisible characters and quotes around it.

/** Straight, typographic (German, French, Swedish ones as well) and the backtick of Markdown. */
const QUOTES = '"\'`“”„‟‘’‚‛«»‹›'
/** Zero-width characters, the soft hyphen and the byte order mark: they are copied from web pages and seen by nobody. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

const edges = new RegExp(`^[\\s${QUOTES}]+|[\\s${QUOTES}]+$`, 'g')

/** The value without what stands around it. Quotes are taken off in pairs, so that one that belongs to the value stays. */
export function unwrapped(value: string): string {
  const bare = value.replace(INVISIBLE, '').trim()
  const isQuoted = bare.length > 1 && QUOTES.includes(bare[0] ?? '') && QUOTES.includes(bare.at(-1) ?? '')
  return isQuoted ? unwrapped(bare.slice(1, -1)) : bare
}

/** The items between commas, each without what stands around it: people also quote every item, or end a list with a comma. */
export function itemsIn(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.replace(edges, ''))
    .filter((item) => item !== '')
}
