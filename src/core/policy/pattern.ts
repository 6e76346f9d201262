// Runs the policy's regular expressions with RE2, whose running time is linear in the length of the text.
import { RE2JS } from 're2js'

/** One policy file has a few patterns. The limit keeps a file that is read again and again from filling the memory. */
const MOST_COMPILED = 1_000
const compiled = new Map<string, RE2JS>()
/** RE2 writes each counted repetition out, which takes time and memory for every character of a text. */
const MOST_REPETITIONS = 2_000

/**
 * Why a policy may not use the pattern, as the end of a sentence that begins with `label.pattern …`. Undefined if it
 * may.
 */
export function patternProblem(source: string): string | undefined {
  if (!compilesInJavaScript(source)) return 'must be a regular expression that JavaScript understands with the u flag'
  if (looksAround(source)) {
    return 'looks ahead, behind or back ((?=…), (?!…), (?<=…), (?<!…), \\1, \\k<…>), which could take forever on some texts; write it without'
  }
  if (countedRepetitions(source) > MOST_REPETITIONS) {
    return `repeats more than ${MOST_REPETITIONS.toLocaleString('en')} times in all; write {…} with smaller numbers, or *`
  }
  try {
    compile(source)
    return undefined
  } catch {
    return 'must be a regular expression that RE2 understands as well (https://github.com/google/re2/wiki/Syntax)'
  }
}

/**
 * Whether the pattern matches anywhere in the text, unless it contains ^ and $. The pattern must have no
 * `patternProblem`.
 */
export function matchesPattern(source: string, text: string): boolean {
  return compile(source).matcher(text).find()
}

/**
 * Matches an escape, a character set, or the beginning of a look-around. Escapes and sets are matched so that a
 * look-around inside them is not found.
 */
const TOKEN = /\\(.)|\[(?:\\.|[^\]\\])*\]|\(\?<?[=!]/gsu

function looksAround(source: string): boolean {
  return [...source.matchAll(TOKEN)].some(
    ([token, escaped]) => token.startsWith('(?') || /^[1-9k]$/.test(escaped ?? ''),
  )
}

/** For example 64 for `\w{3,60}-\d{4}`. */
function countedRepetitions(source: string): number {
  const counts = [...source.matchAll(/(?<!\\[pPu])\{(\d+)(?:,(\d*))?\}/g)]
  return counts.reduce((sum, [, least = '0', most]) => sum + Number(most || least), 0)
}

function compile(source: string): RE2JS {
  const known = compiled.get(source)
  if (known) return known
  const pattern = RE2JS.compile(RE2JS.translateRegExp(inRe2Syntax(source)))
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(source, pattern)
  return pattern
}

/** What JavaScript's `\s` and `.` match, where RE2's match less or more; and every other character. */
const SPACES = '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'
const NO_SPACES =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}'
const ANY = '[^\\n\\r\\x{2028}\\x{2029}]'

const PIECE = /\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\[pP]\{[^}]*\}|\\.|./gisu

/** The same pattern as RE2 writes it. */
function inRe2Syntax(source: string): string {
  let isInSet = false
  return source.replace(PIECE, (piece, high: string | undefined, low: string | undefined) => {
    // RE2 knows no halves of a character.
    if (high && low) return String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16))
    if (/^\\p/i.test(piece)) return piece.replace(/\{(?:Script|sc|General_Category|gc)=/, '{')
    if (piece === '\\s') return isInSet ? SPACES : `[${SPACES}]`
    if (piece === '\\S') return isInSet ? NO_SPACES : `[${NO_SPACES}]`
    if (piece === '.' && !isInSet) return ANY
    // Within a set `[:` would begin a POSIX class.
    if (piece === '[' && isInSet) return '\\['
    if (piece === '[') isInSet = true
    if (piece === ']') isInSet = false
    return piece
  })
}

function compilesInJavaScript(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}
