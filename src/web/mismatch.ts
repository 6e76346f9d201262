// The page for a person who signed in but is not recognized as the one who asked in Slack.
import type { Mismatch } from '../core/people/identity-refusals.ts'
import type { Words } from '../words/words.ts'
import type { Page } from './page.ts'

/**
 * Two people may read this page: the person who asked, signed in with the wrong account; or a person to whom the link
 * was forwarded, so that they sign in for another one. The page has to help the first and warn the second, and must not
 * tell either the other's name.
 */
export function mismatchPage({ pageFailures: words }: Words, because: Mismatch): Page {
  const { what, own } = words.mismatch[because]
  return {
    mark: 'attention',
    title: doubts.has(because) ? words.inDoubtTitle : words.wrongAccountTitle,
    paragraphs: [what, words.nothingKept, own],
    note: words.sentByOthersForToken,
  }
}

/** Mismatches where the account's owner is unknown, rather than known to be another person. */
const doubts: ReadonlySet<Mismatch> = new Set<Mismatch>([
  'several users',
  'email changed',
  'nobody named',
  'not told',
  'hidden',
  'unconfirmed',
  'confirmation unknown',
  'unusable',
  'foreign domain',
])
