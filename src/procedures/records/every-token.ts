// Walks all tokens that the bot knows of, of everybody: those created here, and external ones seen in a list.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { ExternalToken, ReminderRecord } from '../../core/reminders/reminder-record.ts'
import { summaryOf, type Token } from '../../core/tokens/token.ts'

export interface KnownToken {
  /** Slack id. */
  owner: string
  /** Dremio's id of the user in whose list it is. */
  uid: string
  tid: string
  label: string
  /** Milliseconds since epoch, as every moment here. */
  createdAt: number
  expiresAt: number
  /** When it stops working: its expiry, or the end of its grace period if that comes first. */
  endsAt: number
  state: 'active' | 'retiring' | 'revoked' | 'expired'
  /** False for external tokens. */
  madeHere: boolean
  /** The request for which it was created here. */
  request?: string
}

/** What a walk finds out beside the tokens. */
export interface WalkNotes {
  /** For each token or reminder record that is there but cannot be read: what is in it is not known. */
  onUnreadable?(): void
  /** For each person's reminder record, which says when their list was last read. */
  onRecord?(record: ReminderRecord): void
}

type WalkPorts = Pick<Ports, 'tokens' | 'reminderRecords' | 'links' | 'departures' | 'clock'>

/** People who are read at once. */
const AT_ONCE = 200

/**
 * Each token once, in no particular order; a walk of 10,000 people with four tokens each takes about two seconds. Expired and revoked ones are
 * among them as long as they are kept. Throws `redis_unavailable`.
 */
export async function* everyKnownToken(ports: WalkPorts, notes: WalkNotes = {}): AsyncIterable<KnownToken> {
  const walk = walkOver(ports, notes)
  yield* walk.ours()
  yield* walk.external()
}

function walkOver(ports: WalkPorts, { onUnreadable = () => {}, onRecord = () => {} }: WalkNotes) {
  const { tokens, reminderRecords, links, departures } = ports
  const now = ports.clock.now()
  /** Ids of tokens that were given out, or that cannot be read. */
  const seen = new Set<string>()
  const owners = new Set<string>()
  const isNew = (tid: string) => addedTo(seen, tid)

  async function* ours(): AsyncIterable<KnownToken> {
    const leftOut = (tid: string) => {
      if (isNew(tid)) onUnreadable()
    }
    for await (const token of tokens.every(leftOut)) {
      owners.add(token.owner)
      if (isNew(token.tid)) yield fromRecord(token, now)
    }
    // Tokens that an earlier version stored are listed only with their owners.
    for await (const people of inBatches(knownPeople())) {
      const ids = await Promise.all(people.map((person) => tokens.idsOf(person)))
      const unlisted = people.filter((_, index) => ids[index]?.some((tid) => !seen.has(tid)))
      for (const theirs of await Promise.all(unlisted.map((person) => tokens.of(person, leftOut)))) {
        for (const token of theirs) if (isNew(token.tid)) yield fromRecord(token, now)
      }
    }
  }

  /**
   * A token belongs to the Dremio user in whose list it was seen, and so to the person who is linked to that user now. If
   * nobody is, it stays with the person whose list it was.
   */
  async function* external(): AsyncIterable<KnownToken> {
    const strays: [person: string, token: ExternalToken][] = []
    for await (const batch of inBatches(records())) {
      for (const record of batch) onRecord(record)
      const withTokens = batch.filter(({ externalTokens }) => externalTokens.length > 0)
      const users = await Promise.all(withTokens.map(({ person }) => userOf(person)))
      for (const [index, { person, externalTokens }] of withTokens.entries()) {
        for (const token of externalTokens.filter(({ tid }) => !seen.has(tid))) {
          if (token.uid.toLowerCase() !== users[index]) strays.push([person, token])
          else if (isNew(token.tid)) yield fromList(person, token, now)
        }
      }
    }
    if (strays.length === 0) return
    const people = await peopleByUser()
    for (const [person, token] of strays) {
      if (isNew(token.tid)) yield fromList(people.get(token.uid.toLowerCase()) ?? person, token, now)
    }
  }

  async function* records(): AsyncIterable<ReminderRecord> {
    const read = new Set<string>()
    const leftOut = (person: string) => {
      if (addedTo(read, person)) onUnreadable()
    }
    for await (const record of reminderRecords.every(leftOut)) {
      read.add(record.person)
      yield record
    }
    for await (const people of inBatches(knownPeople())) {
      const unread = people.filter((person) => !read.has(person))
      const found = await Promise.all(unread.map((person) => readable(reminderRecords.of(person))))
      yield* found.filter((record) => record !== undefined).filter(({ version }) => version > 0)
    }
  }

  /** Slack ids, each once. */
  async function* knownPeople(): AsyncIterable<string> {
    const known = new Set(owners)
    yield* owners
    for await (const person of links.everybody()) if (addedTo(known, person)) yield person
    for await (const { person } of departures.every()) if (addedTo(known, person)) yield person
  }

  async function userOf(person: string): Promise<string | undefined> {
    return (await readable(links.of(person)))?.uid.toLowerCase()
  }

  async function peopleByUser(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    for await (const people of inBatches(links.everybody())) {
      const users = await Promise.all(people.map(userOf))
      for (const [index, person] of people.entries()) {
        const uid = users[index]
        if (uid !== undefined) found.set(uid, person)
      }
    }
    return found
  }

  async function readable<Read>(reading: Promise<Read>): Promise<Read | undefined> {
    try {
      return await reading
    } catch (error) {
      if (!isBotError(error, 'broken')) throw error
      onUnreadable()
      return undefined
    }
  }

  return { ours, external }
}

/** False if it was in it already. */
function addedTo(set: Set<string>, item: string): boolean {
  return set.size < set.add(item).size
}

async function* inBatches<Item>(items: AsyncIterable<Item>): AsyncIterable<Item[]> {
  let batch: Item[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function fromRecord(token: Token, now: number): KnownToken {
  const { owner, uid, createdAt, request } = token
  const { tid, label, expiresAt, endsAt, state, madeHere } = summaryOf(token, now)
  return { owner, uid, tid, label, createdAt, expiresAt, endsAt, state, madeHere, ...(request && { request }) }
}

function fromList(owner: string, token: ExternalToken, now: number): KnownToken {
  const { uid, tid, label, createdAt, expiresAt, gone } = token
  const state = gone ? 'revoked' : expiresAt <= now ? 'expired' : 'active'
  return { owner, uid, tid, label, createdAt, expiresAt, endsAt: expiresAt, state, madeHere: false }
}
