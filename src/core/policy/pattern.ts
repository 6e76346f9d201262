// Runs the policy's regular expressions with RE2, whose running time is linear in the length of the text.
import { RE2JS } from 're2js'

/** One policy file has a few patterns. The limit keeps a file that is read again and again from filling the memory. */
const MOST_COMPILED = 1_000
const compiled = new Map<string, RE2JS>()

/**
 * Why a policy may not use the pattern, as the end of a sentence that begins with `label.pattern …`. Undefined if it
 * may.
 */
export function patternProblem(source: string): string | undefined {
  if (!compilesInJavaScript(source)) return 'must be a regular expression that JavaScript understands with the u flag'
  if (looksAround(source)) {
    return 'looks ahead, behind or back ((?=…), (?!…), (?<=…), (?<!…), \\1, \\k<…>), which could take forever on some texts; write it without'
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

function compile(source: string): RE2JS {
  const known = compiled.get(source)
  if (known) return known
  const pattern = RE2JS.compile(RE2JS.translateRegExp(inRe2Syntax(source)))
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(source, pattern)
  return pattern
}

/** Rewrites what RE2 spells differently: a surrogate pair, and the prefix of a script or general category. */
function inRe2Syntax(source: string): string {
  return source
    .replace(/\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/gi, (_, high: string, low: string) =>
      String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)),
    )
    .replace(/(?<!\\)((?:\\\\)*\\[pP]\{)(?:Script|sc|General_Category|gc)=/g, '$1')
}

function compilesInJavaScript(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}
