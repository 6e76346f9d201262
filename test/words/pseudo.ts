// A language for tests, made from English: accented, two fifths longer, between brackets and right-to-left marks.
import { english } from '../../src/words/words.ts'

/** A private locale, as Slack would give it, and its language subtag. */
export const PSEUDO_LOCALE = 'qps-PLOC'
const RIGHT_TO_LEFT = '\u200F'
export const OPEN = `⟦${RIGHT_TO_LEFT}`
export const CLOSE = `${RIGHT_TO_LEFT}⟧`

const plain = 'aceginorsuyzACEGINORSUYZ'
const accented = 'àçéğíñóŕšúýžÀÇÉĞÍÑÓŔŠÚÝŽ'

/** What a translator would leave as it is: Slack's references, links and code, entities, markup of pages, addresses. */
const KEPT = /<[^>]*>|```[\s\S]*?```|`[^`]*`|&[a-z]+;|https?:\/\/\S+|\/dremio-pat(?: [a-z]+)*/g

/** Every sentence of the catalogue; a fact in it stays as it was given. */
export const pseudo = translated(english)

export const languages = { qps: pseudo }

function translated<Group extends object>(group: Group): Group {
  const entries = Object.entries(group).map(([name, value]) => [name, translatedEntry(value)])
  return Object.fromEntries(entries) as Group
}

function translatedEntry(value: unknown): unknown {
  if (typeof value === 'string') return sentence(value, [])
  if (typeof value !== 'function') return translated(value as object)
  return (...facts: unknown[]) => sentence((value as (...facts: unknown[]) => string)(...facts), textsIn(facts))
}

/** The facts that stand in a sentence as they are: names, labels, mentions, dates, and sentences within it. */
function textsIn(fact: unknown): string[] {
  if (typeof fact === 'string') return fact.trim() === '' ? [] : [fact]
  if (typeof fact !== 'object' || fact === null) return []
  return Object.values(fact).flatMap(textsIn)
}

function sentence(english: string, facts: readonly string[]): string {
  // An entry may say nothing in some states.
  if (english === '') return ''
  const longer = 'ẍ'.repeat(Math.ceil(letters(english, facts) * 0.4))
  return `${OPEN}${outside(english, facts, (text) => text.replace(/[a-z]/gi, accent))}${longer === '' ? '' : ` ${longer}`}${CLOSE}`
}

function letters(english: string, facts: readonly string[]): number {
  let amount = 0
  outside(english, facts, (text) => {
    amount += text.length
    return text
  })
  return amount
}

/** Changes what is neither a fact nor Slack's syntax. */
function outside(text: string, facts: readonly string[], change: (text: string) => string): string {
  const kept = text.match(KEPT) ?? []
  return text
    .split(KEPT)
    .map((part, index) => besideFacts(part, facts, change) + (kept[index] ?? ''))
    .join('')
}

function besideFacts(text: string, facts: readonly string[], change: (text: string) => string): string {
  const [fact, ...others] = [...facts].sort((one, other) => other.length - one.length)
  if (fact === undefined) return change(text)
  return text
    .split(fact)
    .map((part) => besideFacts(part, others, change))
    .join(fact)
}

function accent(letter: string): string {
  return accented[plain.indexOf(letter)] ?? letter
}
