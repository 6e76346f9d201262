// A cache with short-lived entries, which loads a key once for all concurrent callers.
import type { Clock } from '../core/ports.ts'

export interface TtlCacheOptions {
  clock: Clock
  /** Milliseconds that an entry may be old, counted from the moment at which it was requested. */
  ttl: number
  /** Up to this many entries are kept; the oldest is removed first. */
  maxEntries: number
}

export interface TtlCache<T> {
  /** The entry if it is fresh, or a new one. */
  get(key: string, load?: Load<T>): Promise<T>
  /** A new entry. Callers within `SHARED_WITHIN` of the start of a running load share it. */
  reload(key: string, load?: Load<T>): Promise<T>
  /** The entry if it is fresh; nothing is loaded. */
  peek(key: string): T | undefined
  /**
   * The same entries for callers with a load function of their own: their running loads are not shared with other
   * callers, because a load may be refused to one kind of caller only.
   */
  loadedBy(load: Load<T>): Omit<TtlCache<T>, 'loadedBy'>
}

type Load<T> = (key: string) => Promise<T>

/** Milliseconds: two clicks of one person within this time may share one answer. */
const SHARED_WITHIN = 300

/** A failed load stores nothing and keeps an earlier entry; all callers that wait for it get the failure. */
export function createTtlCache<T>(usual: Load<T>, { clock, ttl, maxEntries }: TtlCacheOptions): TtlCache<T> {
  const entries = new Map<string, { askedAt: number; value: T }>()

  function keep(key: string, entry: { askedAt: number; value: T }): void {
    // Deleted first, so that a reloaded entry moves to the end of the order.
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

/** The same function with a cache. */
export function cached<T>(load: Load<T>, options: TtlCacheOptions): (key: string) => Promise<T> {
  const { get } = createTtlCache(load, options)
  return (key) => get(key)
}

/** False for a negative time: the clock was set back, and the real time is unknown. */
export function isWithin(passed: number, length: number): boolean {
  return passed >= 0 && passed < length
}
