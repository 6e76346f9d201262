// A cache whose entries live for a short while, and which loads a key once for everybody who wants it at the same time.
import type { Clock } from '../core/ports.ts'

export interface TtlCacheOptions {
  clock: Clock
  /** Milliseconds that an entry may be old, counted from the moment at which it was asked for. */
  ttl: number
  /** So many entries are kept; the oldest goes first. */
  maxEntries: number
}

export interface TtlCache<T> {
  /** The entry if it is fresh, or a new one. */
  get(key: string, load?: Load<T>): Promise<T>
  /** A new entry. Whoever asks within `SHARED_WITHIN` of a load that still runs shares it. */
  reload(key: string, load?: Load<T>): Promise<T>
  /** The entry if it is fresh; nothing is loaded. */
  peek(key: string): T | undefined
  /** The same entries for callers that load in their own way: they never share a running load, which may be refused to one and not to the other. */
  loadedBy(load: Load<T>): Omit<TtlCache<T>, 'loadedBy'>
}

type Load<T> = (key: string) => Promise<T>

/** Milliseconds: two clicks of one person within this time see the same moment. */
const SHARED_WITHIN = 300

/** A failed load is not kept and leaves an earlier entry alone; but whoever waits for it shares the failure. */
export function createTtlCache<T>(usual: Load<T>, { clock, ttl, maxEntries }: TtlCacheOptions): TtlCache<T> {
  const entries = new Map<string, { askedAt: number; value: T }>()

  function keep(key: string, entry: { askedAt: number; value: T }): void {
    // An entry that is loaded anew goes to the end of the line, so it is taken out first.
    entries.delete(key)
    entries.set(key, entry)
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break
      entries.delete(oldest)
    }
  }

  function ifWithin<A extends { askedAt: number }>(asked: A | undefined, length: number): A | undefined {
    return asked && isWithin(clock.now() - asked.askedAt, length) ? asked : undefined
  }

  function loadedBy(usual: Load<T>): Omit<TtlCache<T>, 'loadedBy'> {
    const running = new Map<string, { askedAt: number; value: Promise<T> }>()

    function begin(key: string, load: Load<T>): Promise<T> {
      const asked = { askedAt: clock.now(), value: load(key) }
      running.set(key, asked)
      const end = () => {
        if (running.get(key) === asked) running.delete(key)
      }
      asked.value.then((value) => {
        end()
        keep(key, { askedAt: asked.askedAt, value })
      }, end)
      return asked.value
    }

    return {
      async get(key, load = usual) {
        const entry = ifWithin(entries.get(key), ttl)
        return entry ? entry.value : (ifWithin(running.get(key), ttl)?.value ?? begin(key, load))
      },
      reload: (key, load = usual) => ifWithin(running.get(key), SHARED_WITHIN)?.value ?? begin(key, load),
      peek: (key) => ifWithin(entries.get(key), ttl)?.value,
    }
  }

  return { ...loadedBy(usual), loadedBy }
}

/** The same function with its answers cached. */
export function cached<T>(load: Load<T>, options: TtlCacheOptions): (key: string) => Promise<T> {
  const { get } = createTtlCache(load, options)
  return (key) => get(key)
}

/** False where less than nothing has passed: the clock was set back, and nobody knows how long it was. */
export function isWithin(passed: number, length: number): boolean {
  return passed >= 0 && passed < length
}
