// Slack's date tokens (`{date_short_pretty} at {time}`) in a reader's time zone (messaging/formatting-message-text).

const DAY = 86_400_000

/** Made once each: to make one takes far longer than to use it, and screens are read at every change. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const found = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, found)
  return found
}

/** The format with each token filled in; an unknown token stays as it is. */
export function formatDate(format: string, at: number, timeZone: string, now: number): string {
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => fill(token, at, timeZone, now) ?? whole)
}

function fill(token: string, at: number, timeZone: string, now: number): string | undefined {
  const say = (options: Intl.DateTimeFormatOptions) =>
    formatter('en-US', { timeZone, ...options })
      .format(at)
      .replaceAll('\u202f', ' ')
  const near = token.endsWith('_pretty') ? relative(at, timeZone, now) : undefined
  if (near) return near
  switch (token.replace('_pretty', '')) {
    case 'date_num':
      return formatter('en-CA', { timeZone }).format(at)
    // Without the year, says the SDK of 2026: @slack/types, RichTextDate.
    case 'date':
      return say({ month: 'long', day: 'numeric' })
    case 'date_long_full':
      return say({ month: 'long', day: 'numeric', year: 'numeric' })
    case 'date_short':
      return say({ month: 'short', day: 'numeric', year: 'numeric' })
    case 'date_long':
      return say({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
    case 'time':
      return say({ hour: 'numeric', minute: '2-digit' })
    case 'time_secs':
      return say({ hour: 'numeric', minute: '2-digit', second: '2-digit' })
    case 'ago':
      return ago(at, now)
    default:
      return undefined
  }
}

/** The `_pretty` forms say yesterday, today and tomorrow where that is true for the reader. */
function relative(at: number, timeZone: string, now: number): string | undefined {
  const day = (moment: number) => formatter('en-CA', { timeZone }).format(moment)
  if (day(at) === day(now)) return 'today'
  if (day(at) === day(now + DAY)) return 'tomorrow'
  if (day(at) === day(now - DAY)) return 'yesterday'
  return undefined
}

function ago(at: number, now: number): string {
  const units = [
    ['day', DAY],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const
  const format = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' })
  const [unit, length] = units.find(([, each]) => Math.abs(at - now) >= each) ?? (['second', 1_000] as const)
  return format.format(Math.round((at - now) / length), unit)
}
