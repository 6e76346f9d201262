// The languages in which the bot speaks to people, and which of them somebody reads.
import { hourIn } from './clock.ts'
import { en } from './en/words.ts'

/**
 * Every sentence that people read, as a function of its facts. Facts are numbers and milliseconds, or text that the caller
 * has escaped: names, labels, mentions and dates in Slack's formatting.
 */
export interface Words extends Shape<typeof en> {}

/** A language has the same sentences as English, with the same facts. */
type Shape<T> = {
  readonly [Name in keyof T]: T[Name] extends string
    ? string
    : T[Name] extends (...facts: infer Facts) => string
      ? (...facts: Facts) => string
      : Shape<T[Name]>
}

/** By language subtag (BCP 47). */
export type Languages = Readonly<Record<string, Words>>

/** A language that lacks a sentence does not compile. */
const languages: Languages = { en }

export const english: Words = en

/**
 * `locale` is as Slack gives it: `en-US`, `es-LA`. English for a language that the bot does not speak. `others` are
 * languages besides its own, as a test has them.
 */
export function wordsFor(locale: string | undefined, others: Languages = {}): Words {
  const [language = ''] = (locale ?? '').toLowerCase().split(/[-_]/)
  return inLocale(others[language] ?? languages[language] ?? english, locale)
}

/** People of one language write hours differently, so each locale has words of its own. */
const byLocale = new WeakMap<Words, Map<string, Words>>()

function inLocale(words: Words, locale: string | undefined): Words {
  if (locale === undefined) return words
  const known = byLocale.get(words) ?? new Map<string, Words>()
  byLocale.set(words, known)
  const found = known.get(locale) ?? { ...words, clock: { hour: hourIn(locale) } }
  known.set(locale, found)
  return found
}
