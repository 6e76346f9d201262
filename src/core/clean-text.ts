// Cleans what people write: removes characters that nobody sees or that rearrange the text around them.

// Controls, lone surrogates, noncharacters, interlinear annotations, and all that Unicode lets a program ignore where it
// cannot draw it: direction marks, zero-width characters, fillers, tags, selectors. Line breaks are not among them.
const REMOVED =
  /(?![\t\n\r\v\f\u0085]|\u200C|\u200D|\uFE0E|\uFE0F)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu
const BREAK = /\r\n|[\r\v\f\u0085\u2028\u2029]/g
/** Tabs, and every space but the plain one. */
const SPACE = /\t|(?! )\p{Zs}/gu

const EMOJI = String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}?`
/** A selector says whether an emoji is drawn in color (`❤️`), or makes a keycap (`1️⃣`). */
const SELECTOR = new RegExp(String.raw`(?<!${EMOJI})(?<![0-9#*](?=\uFE0F\u20E3))[\uFE0E\uFE0F]`, 'gu')
/** Of the ten scripts whose letters a joiner behind it joins or keeps apart. */
const VIRAMA = '\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA'
const ARABIC = String.raw`(?=\p{L})\p{Script=Arabic}`
/**
 * A joiner stays in three places: U+200D between two emoji, U+200C between two Arabic letters (as Persian is spelled),
 * and either behind a virama: https://www.rfc-editor.org/rfc/rfc5892#appendix-A
 */
const JOINER = new RegExp(
  [
    String.raw`(?<![${VIRAMA}])\u200C(?!${ARABIC})`,
    String.raw`(?<![${VIRAMA}]|${ARABIC})\u200C`,
    String.raw`(?<![${VIRAMA}])\u200D(?!\p{Extended_Pictographic})`,
    String.raw`(?<![${VIRAMA}]|${EMOJI}\uFE0F?)\u200D`,
  ].join('|'),
  'gu',
)
const JOINERS = /\u200C|\u200D|\uFE0E|\uFE0F/g

/** For a reason, a comment or other words: lines stay, with one empty line between two at most. Never makes it longer. */
export function cleanText(text: string): string {
  return visible(text)
    .replace(SELECTOR, '')
    .replace(JOINER, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** For a label or a name: one line with single spaces, in the form NFC, without any joiner. */
export function cleanLine(text: string): string {
  return visible(text).replace(JOINERS, '').replace(/\s+/g, ' ').trim().normalize('NFC')
}

function visible(text: string): string {
  return text.replace(REMOVED, '').replace(BREAK, '\n').replace(SPACE, ' ')
}
