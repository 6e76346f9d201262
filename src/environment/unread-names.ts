// Finds variables that look as if they were meant for the bot, but are misspelt or belong to another version.
import { distanceBetween } from '../core/nearest-word.ts'

export interface UnreadName {
  name: string
  /** The variable that was probably meant. */
  like?: string
}

/** Prefixes that no other program uses. */
const OURS = /^(SLACK|DREMIO|IDP|ISSUER|AUDIT|ENCRYPTION|POLICY|METRICS)_/i
/** Many platforms set these for every program; a person who sets them expects that the bot uses the proxy. */
const PROXIES = /^https?_proxy$/i
/** Edit distance. The names that platforms set themselves (REDIS_TLS_URL) are further away. */
const NEAR = 2
/** Shorter variables (PORT, HOST) are similar to too many unrelated names. */
const SHORTEST = 6

/** `names` are the variables of the environment, `read` the variables that the bot reads. */
export function unreadNames(names: readonly string[], read: readonly string[]): UnreadName[] {
  return names
    .filter((name) => !read.includes(name))
    .flatMap((name) => {
      const like = likeOf(name, read)
      if (like !== undefined) return [{ name, like }]
      return OURS.test(name) || PROXIES.test(name) ? [{ name }] : []
    })
}

function likeOf(name: string, read: readonly string[]): string | undefined {
  const typed = name.toUpperCase().replaceAll('-', '_')
  const near = read
    .filter((known) => known.length >= SHORTEST)
    .map((known) => ({ known, distance: distanceBetween(typed, known) }))
    .filter(({ distance }) => distance <= NEAR)
    .sort((one, other) => one.distance - other.distance)
  return near[0]?.known
}
