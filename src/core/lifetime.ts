// How long a token lives: read from words (`12h`, `7d`, `2w`, `3mo`) and said in words (`12 hours`, `7 days`).

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const units: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY, mo: 30 * DAY }

/** No duration that a person or a policy writes is longer; beyond it arithmetic with dates stops being safe. */
const LONGEST = 100 * 365 * DAY

/** Milliseconds for `30s` `15m` `12h` `7d` `2w` `3mo` (30 days each), or undefined if the word is no duration. */
export function readLifetime(word: string): number | undefined {
  const match = /^(\d{1,6})(s|m|h|d|w|mo)$/i.exec(word.trim())
  const unit = units[match?.[2]?.toLowerCase() ?? '']
  if (!match || unit === undefined) return undefined
  const milliseconds = Number(match[1]) * unit
  return milliseconds > 0 && milliseconds <= LONGEST ? milliseconds : undefined
}

/** The shortest exact word: 604,800,000 is `7d`. Reading it again gives the same milliseconds. */
export function lifetimeWord(milliseconds: number): string {
  for (const [unit, size] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
  ] as const) {
    if (milliseconds % size === 0) return `${milliseconds / size}${unit}`
  }
  return `${Math.round(milliseconds / SECOND)}s`
}

/** In words: `12 hours`, `7 days`, `1 day`. Said in the largest unit that is exact; 36 hours stay hours. */
export function lifetimeInWords(milliseconds: number): string {
  for (const [unit, size] of [
    ['day', DAY],
    ['hour', HOUR],
    ['minute', MINUTE],
  ] as const) {
    if (milliseconds >= size && milliseconds % size === 0) return counted(milliseconds / size, unit)
  }
  return counted(Math.round(milliseconds / SECOND), 'second')
}

/** How far away, roughly, as people say it: `in 6 days`, `in 3 hours`, `2 days ago`, `now`. */
export function distanceInWords(from: number, to: number): string {
  const distance = Math.abs(to - from)
  if (distance < MINUTE) return 'now'
  // Two units' worth of the smaller one are kept before the larger one takes over: "47 hours", then "2 days".
  const [unit, size] =
    distance >= 2 * DAY
      ? (['day', DAY] as const)
      : distance >= 2 * HOUR
        ? (['hour', HOUR] as const)
        : (['minute', MINUTE] as const)
  const amount = counted(Math.floor(distance / size), unit)
  return to >= from ? `in ${amount}` : `${amount} ago`
}

/** `1 token`, `2 tokens`. */
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
