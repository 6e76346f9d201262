// Regular expressions of a policy file, run by RE2: in time that grows with the text and never with the pattern's shape.
import { RE2JS } from 're2js'

/** Of one policy file there are a few; a file that is read again and again must not fill the memory. */
const MOST_COMPILED = 1_000
const compiled = new Map<string, RE2JS>()

/** Why a policy may not have it, as the end of `label.pattern …`; undefined if it may. */
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

/** Whether it matches anywhere in the text, unless it says ^ and $. The source is one without a problem. */
export function matchesPattern(source: string, text: string): boolean {
  return compile(source).matcher(text).find()
}

/** An escape, a set of characters, or the beginning of a look around: what stands within the first two is none. */
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

/** What RE2 writes otherwise: a character beyond the first plane, and a script or category. */
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
