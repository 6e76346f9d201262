// Finds variables that look as if they were meant for the bot, but that it doesn't read: misspelt, or of another version.
import { distanceBetween } from '../core/nearest-word.ts'

export interface UnreadName {
  name: string
  /** What it was perhaps meant to be. */
  like?: string
}

/** Beginnings that nobody but this bot has a use for. */
const OURS = /^(SLACK|DREMIO|IDP|ISSUER|AUDIT|ENCRYPTION|POLICY|METRICS)_/i
/** Set by many platforms for every program; somebody who sets them expects that the bot goes through a proxy. */
const PROXIES = /^https?_proxy$/i
/** Letters that may differ. Platforms set names of their own next to ours (REDIS_TLS_URL), which are farther away. */
const NEAR = 2
/** Shorter names of ours are near to too many that have nothing to do with us (PORT, HOST). */
const SHORTEST = 6

/** `names` are those of the environment, `read` those that the bot reads. */
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
