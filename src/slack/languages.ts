// Which words each person reads: the language of their Slack, remembered from every look-up of them.
import type { Person } from '../core/people/person.ts'
import type { Words } from '../words/words.ts'

/** Milliseconds that a message or form waits for Slack to say whose language it is; after that its reader gets English. */
const WAIT = 1_000
/** More people than one process writes to; a language takes some bytes. */
const MOST_REMEMBERED = 10_000

export interface Languages {
  /**
   * Resolves when the language of this person (Slack id) is known, or Slack does not say it in time. Never rejects.
   * `look` reads the person from Slack, where the caller does so anyway. `wait` in milliseconds, if not the usual one.
   */
  learn(reader: string, look?: () => Promise<unknown>, wait?: number): Promise<void>
  /** In the language as it is known; English for somebody whom this process has not met. */
  wordsOf(reader: string): Words
  /** `learn`, then `wordsOf`. `locale` is what Slack gave earlier: it is used where this process has not met the reader. */
  wordsFor(reader: string, locale?: string): Promise<Words>
  /** Slack described this person just now. */
  notice(person: Pick<Person, 'id' | 'locale'>): void
}

/** `look` reads a person from Slack, which calls `notice`. `wait` in milliseconds. */
export function createLanguages(
  speak: (locale: string | undefined) => Words,
  look: (id: string) => Promise<unknown>,
  wait = WAIT,
): Languages {
  const locales = new Map<string, string | undefined>()

  async function learn(reader: string, lookNow = () => look(reader), longest = wait): Promise<void> {
    // A reader may be a channel.
    if (locales.has(reader) || !/^[UW]/.test(reader)) return
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longest)
      timer.unref()
    })
    const looked = lookNow().then(
      () => {},
      () => {},
    )
    await Promise.race([looked, late]).finally(() => clearTimeout(timer))
  }

  const wordsOf = (reader: string) => speak(locales.get(reader))
  return {
    learn,
    wordsOf,
    async wordsFor(reader, locale) {
      if (locale !== undefined && !locales.has(reader)) return speak(locale)
      await learn(reader)
      return wordsOf(reader)
    },
    notice({ id, locale }) {
      locales.delete(id)
      locales.set(id, locale)
      if (locales.size > MOST_REMEMBERED) locales.delete(locales.keys().next().value ?? '')
    },
  }
}
