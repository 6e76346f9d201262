// Reads a list of names that may hold spaces and commas: in quotes, as JSON, or plain with commas between them.
import { CLOSING, textsInJson, trimmed } from './pasted.ts'

export type ListedNames = { names: string[] } | { problem: string }

const HOW = 'write ["Jane Doe", "ops"], or "Jane Doe", ops'
const problems = {
  space: `has a name with a space that is not in quotes: ${HOW}`,
  quotes: `has quotation marks that do not match: ${HOW}`,
  json: `begins like a JSON list, but is none with names in double quotes: ${HOW}`,
}

/**
 * `list` with the quotes around it, if there are any: they may be those of its first and of its last name. A plain name
 * with a space is refused, because it could be two names. The problem follows the variable's name and never contains
 * the value.
 */
export function readNames(list: string): ListedNames {
  const text = trimmed(list)
  if (text.startsWith('[')) {
    const names = textsInJson(text)?.map((name) => name.trim())
    return names ? { names: names.filter((name) => name !== '') } : { problem: problems.json }
  }
  const names: string[] = []
  for (let rest = text; rest !== ''; ) {
    const item = CLOSING[rest[0] ?? ''] === undefined ? plainItem(rest) : quotedItem(rest)
    if ('problem' in item) return item
    // The quotes are around the whole list, as for every other value.
    if (item.length === text.length && isList(item.name)) return readNames(item.name)
    if (item.name !== '') names.push(item.name)
    rest = rest.slice(item.length + 1).trim()
  }
  return { names }
}

function isList(name: string): boolean {
  const begins = name[0] ?? ''
  return name.includes(',') || begins === '[' || CLOSING[begins] !== undefined
}

/** `length` is up to the comma that follows, or to the end. */
type Item = { name: string; length: number } | { problem: string }

function plainItem(text: string): Item {
  const comma = text.indexOf(',')
  const length = comma === -1 ? text.length : comma
  const name = text.slice(0, length).trim()
  if (CLOSING[name.at(-1) ?? ''] !== undefined) return { problem: problems.quotes }
  return /\s/.test(name) ? { problem: problems.space } : { name, length }
}

/** A quotation mark ends the name only in front of a comma or at the end, so a name may hold an apostrophe. */
function quotedItem(text: string): Item {
  const closing = CLOSING[text[0] ?? ''] ?? ''
  for (let at = 1; at < text.length; at += 1) {
    if (!closing.includes(text[at] ?? '')) continue
    const [behind = ''] = /^\s*/.exec(text.slice(at + 1)) ?? []
    const length = at + 1 + behind.length
    if (length === text.length || text[length] === ',') return { name: text.slice(1, at).trim(), length }
  }
  return { problem: problems.quotes }
}
