// Looks up what a line of the audit channel tells besides its entry: people's names, the reviewer's comment, lifetime and rule.
import type { WebClient } from '@slack/web-api'
import type { AnnouncedEntry } from '../core/audit.ts'
import { commentOn } from '../core/audit-story.ts'
import type { Clock, Directory, Requests, Tokens } from '../core/ports.ts'
import { HOUR } from '../core/time/duration.ts'
import { createTtlCache } from './ttl-cache.ts'
import { type LineFacts, peopleIn } from './views/audit-line.ts'
import { inlineText, link } from './views/block-kit.ts'

/** People seldom change their names, and the lookups count against the rate limit of people at the screen. */
const TTL = HOUR
const MAX_PEOPLE = 1_000
const LONGEST_NAME = 80

export interface AnnouncedAt {
  entry: AnnouncedEntry
  /** Milliseconds since epoch. */
  at: number
}
export type Line = AnnouncedAt & LineFacts

export interface AuditFactsWorld {
  client: WebClient
  /** For background work. */
  directory: Pick<Directory, 'colleague'>
  requests: Pick<Requests, 'find'>
  tokens: Pick<Tokens, 'find'>
  clock: Clock
}

/** What Slack does not tell is left out; throws `redis_unavailable`. */
export type LinesOf = (announced: readonly AnnouncedAt[]) => Promise<Line[]>

export function createAuditFacts({ client, directory, requests, tokens, clock }: AuditFactsWorld): LinesOf {
  const names = createTtlCache(async (id) => (await directory.colleague(id)).name, {
    ...{ clock, ttl: TTL, maxEntries: MAX_PEOPLE },
  })
  const workspace = createTtlCache(async () => workspaceUrl((await client.auth.test()).url), {
    ...{ clock, ttl: TTL, maxEntries: 1 },
  })

  async function withFacts({ entry, at }: AnnouncedAt): Promise<AnnouncedAt & Pick<LineFacts, 'comment'>> {
    const { tid } = entry
    const id = entry.request ?? (tid === undefined ? undefined : (await tokens.find(tid))?.request)
    const request = id === undefined ? undefined : await requests.find(id)
    if (!request) return { entry, at }
    const { lifetime, rule } = request
    const comment = commentOn({ entry, at }, request)
    return { entry: { lifetime, rule, ...entry }, at, ...(comment !== undefined && { comment }) }
  }

  return async (announced) => {
    const ids = [...new Set(announced.flatMap(({ entry }) => peopleIn(entry)))]
    const [url, found, named] = await Promise.all([
      workspace.get('its own').catch(() => undefined),
      Promise.all(announced.map(withFacts)),
      Promise.all(ids.map((id) => names.get(id).catch(() => undefined))),
    ])
    const nameOf = new Map(ids.map((id, index) => [id, named[index]]))
    const person = (id: string) => personText(id, nameOf.get(id), url)
    return found.map((one) => ({ ...one, person }))
  }
}

/**
 * A mention (`<@U…>`) would notify the person each time. A link to their profile does not, and its id tells apart those
 * who go by the same name: https://slack.com/help/articles/360003827751
 */
export function personText(id: string, name: string | undefined, url: string | undefined): string {
  const shown = inlineText((name ?? id).replaceAll('|', ' '), LONGEST_NAME)
  if (url !== undefined) return link(`${url}team/${id}`, `@${shown}`)
  return name === undefined ? id : `${shown} (${id})`
}

function workspaceUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https:\/\/[\w.-]+\/$/.test(url) ? url : undefined
}
