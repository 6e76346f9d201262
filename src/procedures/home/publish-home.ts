// Publishes somebody's Home from what the records say now, so that no older process overwrites a newer view.
import { type HomePages, type HomeTokens, nextChangeOf, type PublishedHome } from '../../core/home.ts'
import type { Ports } from '../../core/ports.ts'
import { readHome } from './read-home.ts'

export interface HomeToPublish {
  /** Pages to show; those that are shown now if not said. */
  pages?: HomePages
  /** As Slack gave it just now. */
  locale?: string | undefined
  /** The view that Slack said it shows: the truth about it, while our own record may have been lost. */
  shownHash?: string | undefined
  external?: HomeTokens['external']
}

/** Each conflict means that another process has just published it. */
const MOST_TRIES = 4

/**
 * Resolves to `unavailable` if Slack did not take it and may do so later, and to `refused` if it never will. Throws
 * `redis_unavailable`.
 */
export async function publishHome(
  ports: Ports,
  person: string,
  asked: HomeToPublish = {},
): Promise<'published' | 'refused' | 'unavailable'> {
  let shownHash = asked.shownHash
  /** What was stored last, also after a conflict removed it. */
  let known: PublishedHome | undefined
  let result: 'published' | 'conflict' = 'conflict'
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    // Read before the records: whoever publishes after that makes this hash an old one.
    const before = await ports.homes.published(person)
    known = before ?? known
    const pages = asked.pages ?? known?.pages ?? {}
    const home = await readHome(ports, person, { pages, ...(asked.external && { external: asked.external }) })
    const hash = shownHash ?? before?.hash
    const locale = asked.locale ?? known?.locale
    const shown = await ports.messenger.showHome(home, { hash, locale })
    if (shown.result === 'refused') {
      await ports.homes.forget(person)
      return 'refused'
    }
    if (shown.result === 'unavailable') return 'unavailable'
    result = shown.result
    if (shown.result === 'conflict') {
      // What we know of it is no longer true, or was never stored.
      shownHash = undefined
      await ports.homes.swap(person, before, undefined)
      continue
    }
    const after: PublishedHome = {
      hash: shown.hash,
      policyVersion: ports.policy().version,
      locale,
      isAdministrator: home.administrator !== undefined && home.administrator !== 'unknown',
      pages,
    }
    const isOurs = await ports.homes.swap(person, before, after)
    await ports.alarms.setNoLater('show-home', person, nextChangeOf(home))
    // Whoever published and could not store it draws it once more. So without a hash nothing newer is overwritten for good.
    if (isOurs) return 'published'
    shownHash = shown.hash
  }
  // Slack refuses the hash of its own newest view, or others publish all the time: the alarm's pauses end that.
  if (result === 'conflict') return 'unavailable'
  await ports.homes.noteChange([person], ports.clock.now())
  return 'published'
}
