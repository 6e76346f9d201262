// The text behind a command as Slack sends it, escaped and linked, read once into the words that the person wrote.
import { bare, type TypedWord } from '../core/typed-words.ts'

export interface Word extends TypedWord {
  /** Slack id of the person who is mentioned in it. */
  person?: string
}

/** Words, with those in quotes kept together. Phones turn straight quotes into curly ones, so all kinds count. */
export function readWords(text: string): Word[] {
  const { plain, mentions } = unescaped(text.replace(UNSEEN, ''))
  return [...plain.matchAll(WORD)].map(([found, quoted, single, unquoted = '']) => {
    const inside = quoted ?? single
    const word = inside ?? unquoted
    const say = (part: string) => part.replace(MENTIONED, (_, index: string) => mentions[Number(index)]?.text ?? '')
    // Punctuation may stand around a mention, but no letters: `@ana's` is no person.
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

/** The Slack id of whoever is meant: mentioned, or by a bare id. A bare name cannot be told from somebody else's. */
export function personIn({ person, text }: Word): string | undefined {
  return person ?? /^[UW][A-Z0-9]+$/.exec(bare(text))?.[0]
}

/** What pasting brings along and nobody sees. Joiners within a word stay: some scripts spell with them. */
const UNSEEN = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFDD0\uFDD1]/gu
/** In the text a mention is its number between two code points that stand in no text, so that it stays one word. */
const MENTIONED = /\uFDD0(\d+)\uFDD1/g
// A single quote only where a word begins and ends: inside one it is an apostrophe. Punctuation behind quotes is none of the label.
const WORD = /["“”„‟«»‹›＂]([^"“”„‟«»‹›＂]*)["“”„‟«»‹›＂][.,;:!?]*|['‘‚]([^'‘’‚]*)['‘’][.,;:!?]*(?=\s|$)|(\S+)/gu

interface Mention {
  text: string
  person?: string
}

/** Once and no further: `&amp;lt;` was typed as `&lt;`. https://docs.slack.dev/messaging/formatting-message-text */
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

/** Where `<` and its `>` stand, except for those that hold, or lie within, another pair: Slack sends none such. */
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
  pairs.sort(([one], [other]) => one - other)
  let end = -1
  return pairs.filter(([from, to], index) => {
    const isWithin = from < end
    end = Math.max(end, to)
    return !isWithin && !((pairs[index + 1]?.[0] ?? to) < to)
  })
}

/** What was typed for it; undefined for what Slack does not make. */
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

/** Slack knows these three and no others. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => characters[entity] ?? entity)
}
