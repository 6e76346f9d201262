// Where sessions and signing keys rest in the tests of the Dremio room: in memory, as their ports say it.
import type { Secret } from '../../src/core/secret.ts'
import type { KeptSession, KeptSessions, SigningKeys } from '../../src/core/session.ts'

export interface Kept extends KeptSessions {
  /** What rests for a person now, whatever the time. */
  at(person: string): { session: KeptSession; until: number } | undefined
}

export function keptInMemory(now: () => number): Kept {
  const resting = new Map<string, { session: KeptSession; until: number }>()
  const queues = new Map<string, Promise<unknown>>()
  return {
    at: (person) => resting.get(person),
    async of(person) {
      const found = resting.get(person)
      return found && found.until > now() ? found.session : undefined
    },
    async keep(person, session, until) {
      resting.set(person, { session, until })
    },
    drop: async (person) => resting.delete(person),
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
