// Finds the request or token that somebody means by an id, and reads its story from the audit.
import type { WrittenEntry } from '../../core/audit.ts'
import {
  type FoundStory,
  hasBeginning,
  isWholeToken,
  mayBeginToken,
  readStoryId,
  type Story,
  type StoryChoice,
  successorOf,
  tokenReplaced,
} from '../../core/audit-story.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import type { Token } from '../../core/tokens/token.ts'

type StoryPorts = Pick<Ports, 'auditTrail' | 'requests' | 'tokens'>
/** Called once if somebody who waits should be told that this takes a while. */
type OnMany = (() => Promise<void>) | undefined

/** What a story is about: a request with its tokens, or a token that was not created here. */
type Subject = { request: string } | { tid: string }

/** `typed` is a request's id, a token's, or the beginning of a token's. Throws `redis_unavailable`. */
export async function findStory(ports: StoryPorts, typed: string, onMany?: OnMany): Promise<FoundStory> {
  const id = readStoryId(typed)
  if (id === undefined) return { found: 'no id' }
  // Whoever waits is told once, although the audit may be read twice.
  let isTold = false
  const once = async () => {
    if (!isTold) await onMany?.()
    isTold = true
  }
  const subjects = await subjectsOf(ports, id, once)
  const stories = await Promise.all(subjects.map((subject) => readStory(ports, subject, once)))
  const found = stories.filter((story) => story !== undefined)
  const [story, another] = found
  if (!story) return { found: 'none', id }
  return another ? { found: 'several', choices: found.map(choiceOf) } : { found: 'story', story }
}

/** Everything whose id begins so. */
async function subjectsOf(ports: StoryPorts, id: string, onMany: OnMany): Promise<Subject[]> {
  if (isWholeToken(id)) {
    const token = await ports.tokens.find(id)
    if (token) return [subjectOf(token)]
  } else if (!mayBeginToken(id)) {
    const request = await ports.requests.find(id)
    if (request) return [{ request: id }]
  }
  const entries = await entriesAbout(ports, [id], { onMany })
  const requests = entries.some(({ entry }) => entry.request === id) || (await ports.requests.find(id)) ? [id] : []
  const tids = [...new Set(entries.flatMap(({ entry: { tid } }) => (tid?.startsWith(id) ? [tid] : [])))]
  const subjects = await Promise.all(tids.map((tid) => subjectOfToken(ports, tid, entries)))
  const byKey = new Map([...requests.map((request) => ({ request })), ...subjects].map((one) => [keyOf(one), one]))
  return [...byKey.values()]
}

async function subjectOfToken(ports: StoryPorts, tid: string, entries: readonly WrittenEntry[]): Promise<Subject> {
  const token = await ports.tokens.find(tid)
  if (token) return subjectOf(token)
  const got = entries.find(({ entry }) => entry.tid === tid && entry.request !== undefined)
  return got?.entry.request === undefined ? { tid } : { request: got.entry.request }
}

function subjectOf({ tid, request }: Token): Subject {
  return request === undefined ? { tid } : { request }
}

function keyOf(subject: Subject): string {
  return 'request' in subject ? subject.request : subject.tid
}

async function readStory(ports: StoryPorts, subject: Subject, onMany: OnMany): Promise<Story | undefined> {
  const request = 'request' in subject ? subject.request : undefined
  const kept = request === undefined ? undefined : await ports.requests.find(request)
  const known = 'tid' in subject ? await ports.tokens.find(subject.tid) : undefined
  const tids = new Set('tid' in subject ? [subject.tid] : [])
  const read = async (since?: number) => {
    const beginnings = [...(request === undefined ? [] : [request]), ...tids]
    const entries = await entriesAbout(ports, beginnings, { since, onMany })
    return entries.filter(({ entry }) => entry.request === (request ?? '') || tids.has(entry.tid ?? ''))
  }
  let records = await tokensOf(ports, request, kept?.requester)
  for (const { tid } of records) tids.add(tid)
  let entries = await read(kept?.requestedAt)
  // Which tokens there were may stand in the audit only, and what became of them needs another look.
  const owner = kept?.requester ?? known?.owner ?? entries[0]?.entry.for
  if (!kept) records = await tokensOf(ports, request, owner)
  const more = [...records, ...entries.map(({ entry }) => entry)].filter(({ tid = '' }) => tid !== '' && !tids.has(tid))
  for (const { tid = '' } of more) tids.add(tid)
  if (more.length > 0) entries = await read(kept?.requestedAt)
  if (owner === undefined) return undefined
  const story = storyOf({ subject, kept, records: known ? [known] : records, tids, owner, entries })
  // The clocks of Redis and of the bot may be further apart than the audit allows for.
  return hasBeginning(story) || !kept ? story : { ...story, entries: await read() }
}

async function tokensOf(ports: StoryPorts, request: string | undefined, owner: string | undefined): Promise<Token[]> {
  if (request === undefined || owner === undefined) return []
  return (await ports.tokens.of(owner)).filter((token) => token.request === request)
}

interface Read {
  subject: Subject
  kept: Request | undefined
  /** The records of tokens that are still kept. */
  records: readonly Token[]
  tids: ReadonlySet<string>
  owner: string
  entries: readonly WrittenEntry[]
}

function storyOf({ subject, kept, records, tids, owner, entries }: Read): Story {
  const label = kept?.label ?? records.at(-1)?.label ?? entries.find(({ entry }) => entry.label)?.entry.label ?? ''
  const replaces = kept?.replaces?.tid ?? records.at(-1)?.replaces ?? first(entries.map(tokenReplaced))
  const replacedBy = records.at(-1)?.replacedBy ?? first(entries.map(successorOf))
  return {
    ...('request' in subject && { request: subject.request }),
    ...(kept && { kept }),
    tokens: inOrder(tids, entries, records).map((tid) => {
      const record = records.find((token) => token.tid === tid)
      return { tid, ...(record && { kept: record }) }
    }),
    owner,
    label,
    entries,
    ...(replaces !== undefined && { replaces }),
    ...(replacedBy !== undefined && { replacedBy }),
  }
}

/** The oldest first, by what the audit tells of them. */
function inOrder(tids: ReadonlySet<string>, entries: readonly WrittenEntry[], records: readonly Token[]): string[] {
  const since = (tid: string) =>
    records.find((token) => token.tid === tid)?.createdAt ?? entries.find(({ entry }) => entry.tid === tid)?.at ?? 0
  return [...tids].sort((one, other) => since(one) - since(other))
}

function first<Found>(found: readonly (Found | undefined)[]): Found | undefined {
  return found.find((one) => one !== undefined)
}

function choiceOf({ request, tokens, owner, label }: Story): StoryChoice {
  return { id: request ?? tokens[0]?.tid ?? '', owner, label }
}

async function entriesAbout(
  { auditTrail }: StoryPorts,
  beginnings: readonly string[],
  reading: Parameters<StoryPorts['auditTrail']['about']>[1],
): Promise<WrittenEntry[]> {
  const found: WrittenEntry[] = []
  for await (const entry of auditTrail.about(beginnings, reading)) found.push(entry)
  return found
}
