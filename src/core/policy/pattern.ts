// How long a policy's regular expression may take at worst: whether some text matches it in too many ways.

/** The longest text that a pattern meets, a reason. */
const LONGEST_TEXT = 1_000
/** So many ways, times the text's length, are half a second: twice “anywhere in the text”, and a little. */
const MOST_WAYS = LONGEST_TEXT ** 2 * 8

/** Every character that two sets may have in common, planes 0 and 1; the others have nothing of their own. */
const EVERY_CHARACTER = Array.from({ length: 0x1ffff }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .join('')

const TOKEN =
  /\\(?:[pP]\{[^}]+\}|u\{[^}]+\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|x..|c.|k<[^>]+>|[1-9]\d*|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]+>|[-a-z]+:))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gsu

/** Part of a pattern: the places at which it may begin and end, and whether it may match nothing. */
interface Part {
  first: number[]
  last: number[]
  optional: boolean
}

const nothing: Part = { first: [], last: [], optional: true }

/** Each character of a pattern is a place; a match is a walk from place to place. */
interface Place {
  /** A pattern of one character; empty where a walk starts. */
  character: string
  /** One place twice, if there are two ways to it. */
  next: number[]
  /** Where the outermost repetition around it begins, and how often it may come round at most. */
  loop?: number
  rounds: number
}

/**
 * `endless` when the ways double with every character of a text, `slow` when there are merely far too many. May be
 * wrong about a harmless pattern, hardly about a bad one: what is repeated has to tell by the next character where to
 * go on (Brüggemann-Klein's deterministic expressions), and whatever else does not tell is multiplied.
 * The source is one that compiles with the `u` flag.
 */
export function patternTrouble(source: string): 'endless' | 'slow' | undefined {
  const ways = waysOf(source)
  if (ways === Number.POSITIVE_INFINITY) return 'endless'
  return ways > MOST_WAYS ? 'slow' : undefined
}

function waysOf(source: string): number {
  const tokens = source.match(TOKEN) ?? []
  let at = 0
  let endless = false
  /** Ways to match nothing, where there is more than one. */
  let empties = 1
  const places: Place[] = []
  /** Where walks start, and at how many characters of a text. */
  const starts: { place: number; times: number }[] = []

  const placeOf = (character: string) => places.push({ character, next: [], rounds: 1 }) - 1
  const link = (from: Part, to: Part) => {
    for (const place of from.last) places[place]?.next.push(...to.first)
  }
  const single = (character: string): Part => {
    const place = placeOf(character)
    return { first: [place], last: [place], optional: false }
  }
  const sequence = (one: Part, other: Part): Part => {
    link(one, other)
    return {
      first: one.optional ? [...one.first, ...other.first] : one.first,
      last: other.optional ? [...one.last, ...other.last] : other.last,
      optional: one.optional && other.optional,
    }
  }

  function walk(times: number): void {
    const start = single('')
    starts.push({ place: start.first[0] ?? 0, times })
    link(start, choice(times))
  }

  function choice(times: number): Part {
    const parts = [series(times)]
    while (tokens[at] === '|') {
      at += 1
      parts.push(series(times))
    }
    const empty = parts.filter(({ optional }) => optional).length
    empties *= Math.max(empty, 1)
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      optional: empty > 0,
    }
  }

  function series(times: number): Part {
    let all = nothing
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') all = sequence(all, repeated(times))
    return all
  }

  function repeated(times: number): Part {
    const [from, emptiesBefore] = [places.length, empties]
    const part = item(times)
    const count = countOf(tokens[at])
    if (!count) return part
    at += 1
    const { least, most } = count
    if (most === 0) return nothing
    // A character that comes a fixed number of times leaves no choice.
    const isCharacter = places.length === from + 1 && !part.optional && places[from]?.loop === undefined
    if (most > 1 && !(isCharacter && least === most)) {
      repeat(from, part, most)
      // Which rounds are the empty ones? JavaScript tries each answer as long as it needs more rounds.
      if ((part.optional && least > 0) || empties > emptiesBefore) endless = true
    }
    return { ...part, optional: part.optional || least === 0 }
  }

  function repeat(from: number, part: Part, most: number): void {
    link(part, part)
    for (const place of places.slice(from)) {
      place.loop = from
      place.rounds = Math.min(place.rounds * most, LONGEST_TEXT)
    }
  }

  function item(times: number): Part {
    const token = tokens[at] ?? ''
    at += 1
    if (/^(\^|\$|\\b|\\B)$/.test(token)) return nothing
    if (/^\\([1-9]|k<)/.test(token)) {
      // What was matched before, whatever it was.
      const part = single('[^]')
      repeat(places.length - 1, part, LONGEST_TEXT)
      return { ...part, optional: true }
    }
    if (!token.startsWith('(')) return single(token)
    // Flags of its own change what its characters are.
    if (/^\(\?[-a-z]+:$/.test(token)) endless = true
    let part = nothing
    // What is looked for ahead or behind is a walk of its own, from wherever this one is.
    if (/^\(\?<?[=!]$/.test(token)) walk(times * LONGEST_TEXT)
    else part = choice(times)
    at += 1
    return part
  }

  walk(isAnchored(tokens) ? 1 : LONGEST_TEXT)
  const ways = waysFrom(places)
  return endless
    ? Number.POSITIVE_INFINITY
    : empties * Math.max(...starts.map((one) => one.times * (ways[one.place] ?? 1)))
}

/** For each place, how many walks may lead on from there. Repetitions aside, walks lead to later places only. */
function waysFrom(places: Place[]): number[] {
  const ways: number[] = []
  let end = places.length
  while (end > 0) {
    const begin = places[end - 1]?.loop ?? end - 1
    const here = places.slice(begin, end)
    const isInside = (place: number) => place >= begin && place < end
    let after = 1
    let exits = 1
    let rounds = 1
    for (const { next, loop, rounds: most } of here) {
      const inside = loop === undefined ? [] : next.filter(isInside)
      const outside = next.filter((place) => !inside.includes(place))
      const clashing = (some: number[], others: number[]) =>
        some.filter((one, index) =>
          others.some((other, otherIndex) => !(some === others && index === otherIndex) && meet(places, one, other)),
        ).length
      if (clashing(inside, inside) > 0) return places.map(() => Number.POSITIVE_INFINITY)
      if (clashing(outside, inside) > 0) rounds = Math.max(rounds, most)
      exits = Math.max(exits, clashing(outside, outside))
      after = Math.max(after, ...outside.map((place) => ways[place] ?? 1))
    }
    for (let place = begin; place < end; place += 1) ways[place] = after * exits * rounds
    end = begin
  }
  return ways
}

const met = new Map<string, boolean>()

/** Whether there is a character that both places match. */
function meet(places: Place[], one: number, other: number): boolean {
  const [first = '', second = ''] = [places[one]?.character, places[other]?.character].sort()
  if (first === second) return true
  const both = `(?=${first})${second}`
  const known = met.get(both)
  if (known !== undefined) return known
  const answer = new RegExp(both, 'u').test(EVERY_CHARACTER)
  met.set(both, answer)
  return answer
}

function countOf(token = ''): { least: number; most: number } | undefined {
  if (/^\?\??$/.test(token)) return { least: 0, most: 1 }
  if (/^[*+]\??$/.test(token)) return { least: token.startsWith('+') ? 1 : 0, most: Number.POSITIVE_INFINITY }
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}\??$/.exec(token) ?? []
  if (least === undefined) return undefined
  if (comma === '') return { least: Number(least), most: Number(least) }
  return { least: Number(least), most: most ? Number(most) : Number.POSITIVE_INFINITY }
}

/** Tried at the beginning of a text only. */
function isAnchored(tokens: string[]): boolean {
  let depth = 0
  for (const token of tokens) {
    if (token.startsWith('(')) depth += 1
    else if (token === ')') depth -= 1
    else if (token === '|' && depth === 0) return false
  }
  return tokens[0] === '^'
}
