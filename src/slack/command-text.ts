// Parses the text of a command, which Slack escapes and links, into the words that the person typed.
import { cleanText } from '../core/clean-text.ts'
import { bare, type TypedWord } from '../core/typed-words.ts'

export interface Word extends TypedWord {
  /** Slack id of the person who is mentioned in it. */
  person?: string
}

/**
 * The words of the text; those in quotes stay together. Phones turn straight quotes into curly ones, so all kinds
 * count.
 */
export function readWords(text: string): Word[] {
  const { plain, mentions } = unescaped(cleanText(text))
  return [...plain.matchAll(WORD)].map(([found, quoted, single, unquoted = '']) => {
    const inside = quoted ?? single
    const word = inside ?? unquoted
    const say = (part: string) => part.replace(MENTIONED, (_, index: string) => mentions[Number(index)]?.text ?? '')
    // A mention may have punctuation around it, but no letters: `@ana's` is no person.
    const alone = /^\P{L}*?\uFDD0(\d+)\uFDD1\P{L}*$/u.exec(word)
    const person = alone ? mentions[Number(alone[1])]?.person : undefined
    return {
      text: say(word).trim(),
      written: say(inside === undefined ? word : found.trim()),
      isQuoted: inside !== undefined,
      ...(person !== undefined && { person }),
    }
  })
}

/** The Slack id of the person in a mention or a bare id. A bare name is ambiguous. */
export function personIn({ person, text }: Word): string | undefined {
  return person ?? /^[UW][A-Z0-9]+$/.exec(bare(text))?.[0]
}

/** In the text a mention is its number between two noncharacters, which no clean text contains. */
const MENTIONED = /\uFDD0(\d+)\uFDD1/g
// A single quote counts only at the beginning and the end of a word: within a word it is an apostrophe. Punctuation
// after quotes does not belong to the label.
const WORD = /["“”„‟«»‹›＂]([^"“”„‟«»‹›＂]*)["“”„‟«»‹›＂][.,;:!?]*|['‘‚]([^'‘’‚]*)['‘’][.,;:!?]*(?=\s|$)|(\S+)/gu

interface Mention {
  text: string
  person?: string
}

/** Decodes only once: `&amp;lt;` was typed as `&lt;`. https://docs.slack.dev/messaging/formatting-message-text */
function unescaped(text: string): { plain: string; mentions: Mention[] } {
  const mentions: Mention[] = []
  let [plain, at] = ['', 0]
  for (const [from, to] of bracketed(text)) {
    const written = readBracketed(text.slice(from + 1, to))
    if (written === undefined) continue
    const isMention = typeof written !== 'string'
    plain += withoutEntities(text.slice(at, from)) + (isMention ? `\uFDD0${mentions.length}\uFDD1` : written)
    if (isMention) mentions.push(written)
    at = to + 1
  }
  return { plain: plain + withoutEntities(text.slice(at)), mentions }
}

/**
 * The positions of `<` and its `>`. Pairs that contain, or lie within, another pair are left out, because Slack sends
 * none.
 */
function bracketed(text: string): (readonly [from: number, to: number])[] {
  const open: number[] = []
  const pairs: [number, number][] = []
  for (const { 0: bracket, index } of text.matchAll(/[<>]/g)) {
    if (bracket === '<') open.push(index)
    else {
      const from = open.pop()
      if (from !== undefined) pairs.push([from, index])
    }
  }
  pairs.sort(([first], [second]) => first - second)
  let end = -1
  return pairs.filter(([from, to], index) => {
    const isWithin = from < end
    end = Math.max(end, to)
    return !isWithin && !((pairs[index + 1]?.[0] ?? to) < to)
  })
}

/** The text that was typed for it; undefined if Slack does not produce this form. */
function readBracketed(inside: string): string | Mention | undefined {
  const [target = '', given] = splitAtBar(inside).map(withoutEntities)
  const label = given === '' ? undefined : given
  const [, sign, id = ''] = /^([@#])([A-Z0-9]+)$/.exec(target) ?? []
  if (sign === '@') return { text: `@${label ?? id}`.replace('@@', '@'), ...(/^[UW]/.test(id) && { person: id }) }
  if (sign === '#') return { text: `#${label ?? id}` }
  if (/^!(?:here|channel|everyone|group)$/.test(target)) return { text: label ?? `@${target.slice(1)}` }
  if (target.startsWith('!subteam^')) return { text: label ?? `@${target.slice('!subteam^'.length)}` }
  if (target.startsWith('!')) return label
  if (/^(?:mailto|tel|sip):/.test(target)) return label ?? target.replace(/^\w+:/, '')
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? (label ?? target) : undefined
}

function splitAtBar(inside: string): string[] {
  const bar = inside.indexOf('|')
  return bar < 0 ? [inside] : [inside.slice(0, bar), inside.slice(bar + 1)]
}

const characters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Slack escapes only these three characters. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => characters[entity] ?? entity)
}
