// Hours of the day, as people of a locale write them.

/** `minutes` after midnight. */
type Hour = (facts: { minutes: number }) => string

/** `09:00`, which nobody misreads, for people whose locale is not known. */
export function unambiguousHour({ minutes }: { minutes: number }): string {
  const two = (number: number) => `${number}`.padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** `9:00 AM` in `en-US`, `09:00` in `en-GB` and `de-DE`. `locale` is as Slack gives it. */
export function hourIn(locale: string | undefined): Hour {
  const format = formatIn(locale)
  if (!format) return unambiguousHour
  // ICU puts a narrow space before AM, which not every client has in its font.
  return ({ minutes }) => format.format(minutes * 60_000).replace(/\u202f/g, ' ')
}

function formatIn(locale: string | undefined): Intl.DateTimeFormat | undefined {
  if (!locale) return undefined
  try {
    return new Intl.DateTimeFormat(locale.replace('_', '-'), { timeStyle: 'short', timeZone: 'UTC' })
  } catch {
    return undefined
  }
}
