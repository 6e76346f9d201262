// The time zones that Node knows, and the one that was probably meant by an unknown name.
import { nearestWord } from '../nearest-word.ts'

/** Longer than any zone's name. */
const LONGEST = 64

/**
 * Also true for aliases (`US/Pacific`) and any case, as for Node itself. False for an offset such as `+01:00`, which
 * only newer versions of Node accept and which has no summer time.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || name.length > LONGEST) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The known zone with a similar name, or with a city of a similar name: `Berlin` is `Europe/Berlin`. */
export function nearestTimeZone(name: string): string | undefined {
  if (name.length > LONGEST) return undefined
  const known = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]))
  const typed = name.trim().toLowerCase().replaceAll(' ', '_')
  const nearest = nearestWord(typed, [...known.keys()])
  if (nearest !== undefined) return known.get(nearest)
  const cityOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1)
  const cities = new Map([...known.keys()].map((zone) => [cityOf(zone), zone]))
  const city = nearestWord(cityOf(typed), [...cities.keys()])
  return city === undefined ? undefined : known.get(cities.get(city) ?? '')
}
