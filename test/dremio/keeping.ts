// Where sessions and signing keys rest in the tests of the Dremio room: in memory, as their ports say it.
import type { Secret } from '../../src/core/secret.ts'
import type {
  SigningKeys,
  StoredSession,
  StoredSessions,
  StoredSessionVersion,
} from '../../src/core/sessions/session.ts'

export interface Kept extends StoredSessions {
  /** What rests for a person now, whatever the time. */
  at(person: string): { session: StoredSessionVersion; until: number } | undefined
}

export function keptInMemory(now: () => number): Kept {
  const resting = new Map<string, { session: StoredSessionVersion; until: number }>()
  const queues = new Map<string, Promise<unknown>>()
  let writes = 0
  const write = (person: string, session: StoredSession, until: number): StoredSessionVersion => {
    writes += 1
    const rests = { ...session, version: String(writes) }
    resting.set(person, { session: rests, until })
    return rests
  }
  const isThere = (person: string, { version }: StoredSessionVersion) =>
    resting.get(person)?.session.version === version
  return {
    at: (person) => resting.get(person),
    async of(person) {
      const found = resting.get(person)
      return found && found.until > now() ? found.session : undefined
    },
    async keep(person, session, until) {
      write(person, session, until)
    },
    async replace(person, before, after, until) {
      return isThere(person, before) ? write(person, after, until) : undefined
    },
    drop: async (person, only) => (!only || isThere(person, only)) && resting.delete(person),
    async exclusively(person, work) {
      const before = queues.get(person) ?? Promise.resolve()
      const mine = before.then(work)
      queues.set(
        person,
        mine.catch(() => undefined),
      )
      return mine
    },
  }
}

export function keysInMemory(): SigningKeys & { names(): string[] } {
  const stored = new Map<string, Secret>()
  return {
    names: () => [...stored.keys()],
    all: async () => new Map(stored),
    async add(name, key) {
      const there = stored.get(name)
      if (!there) stored.set(name, key)
      return there ?? key
    },
    async remove(name) {
      stored.delete(name)
    },
  }
}
