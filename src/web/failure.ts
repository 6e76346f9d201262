// Turns every failure of a sign-in into a status and a page for the person: what happened, and what to do next.
import { BotError, type Code, type Facts, isBotError, type Kind } from '../core/errors.ts'
import { TICKET_LIFE } from '../core/sessions/sign-in.ts'
import type { Words } from '../words/words.ts'
import { mismatchPage } from './mismatch.ts'
import type { Page } from './page.ts'

export interface Failure {
  status: number
  page: Page
}

/** The page for any caught error. The page for an unknown error shows nothing of the error. */
export function failureOf(words: Words, error: unknown): Failure {
  if (!(error instanceof BotError)) return byKind.broken(words)
  const failure = byCode[error.code as Code] as ((facts: Facts[Code], words: Words) => Failure) | undefined
  return failure?.(error.facts, words) ?? byKind[error.kind](words)
}

/**
 * Whether the operator should be told: a dependency is unavailable or something is broken, and the person cannot help
 * it.
 */
export function isTrouble(error: unknown): boolean {
  if (!(error instanceof BotError) || error.kind === 'broken' || error.kind === 'unavailable') return true
  // The page that people signed in on gave a reason, which only an operator can make use of.
  return isBotError(error, 'sign_in_failed') && error.facts.because === 'refused' && error.facts.reason !== undefined
}

/** Without a workspace Slack opens the last one that was used: https://docs.slack.dev/interactivity/deep-linking */
export function toSlack({ pages }: Words, team = ''): NonNullable<Page['action']> {
  return {
    label: pages.returnToSlack,
    href: /^[TE][A-Z0-9]+$/.test(team) ? `slack://open?team=${team}` : 'slack://open',
  }
}

const byCode: { readonly [C in Code]?: (facts: Facts[C], words: Words) => Failure } = {
  sign_in_link: ({ because }, words) => links[because](words),
  sign_in_failed: ({ because }, words) => signInFailures[because](words),
  sign_in_refused: ({ because }, words) => ({ status: 403, page: mismatchPage(words, because) }),
  person_refused: ({ because }, { pageFailures: words }) => ({
    status: 403,
    page: {
      mark: 'attention',
      title: words.personRefusedTitle,
      paragraphs: [words.personRefused[because], words.nothingKept],
      note: words.sentByOthers,
    },
  }),
  exchange_refused: (_, { pageFailures: words }) => {
    const { title, what, next } = words.exchangeRefused
    return { status: 403, page: { mark: 'attention', title, paragraphs: [what, next, words.nothingKept] } }
  },
  provider_unavailable: (_, words) =>
    unavailable(words, words.pageFailures.signInPageAway, words.pageFailures.linkWorks),
  dremio_unavailable: (_, words) => unavailable(words, words.pageFailures.dremioAway, words.pageFailures.linkWorks),
  dremio_busy: (_, words) => unavailable(words, words.pageFailures.dremioBusy, words.pageFailures.later),
  slack_unavailable: (_, words) => unavailable(words, words.pageFailures.slackAway, words.pageFailures.later),
  // The link is used up by the last step of a sign-in, and it is unknown whether that step was stored.
  redis_unavailable: (_, words) => unavailable(words, words.pageFailures.storageAway, words.pageFailures.linkMayWork),
  redis_unusable: (_, words) => unavailable(words, words.pageFailures.storageUnusable, words.pageFailures.tellAdmin),
}

/** The pages for failures without a page of their own. */
const byKind: { readonly [K in Kind]: (words: Words) => Failure } = {
  refused: (words) => failed(words, 403, words.pageFailures.refused),
  conflict: (words) => failed(words, 410, words.pageFailures.conflict),
  missing: (words) => failed(words, 404, words.pageFailures.missing),
  unavailable: (words) => unavailable(words, words.pageFailures.somethingAway, words.pageFailures.later),
  broken: (words) => failed(words, 500, words.pageFailures.broken),
}

const links: Record<Facts['sign_in_link']['because'], (words: Words) => Failure> = {
  unknown: (words) => failed(words, 400, { ...words.pageFailures.linkUnknown, next: words.pageFailures.newLink }),
  used: (words) => failed(words, 410, { ...words.pageFailures.linkUsed, next: words.pageFailures.newLink }),
  late: (words) => {
    const { title, what } = words.pageFailures.linkLate
    return failed(words, 410, { title, what: what({ life: TICKET_LIFE }), next: words.pageFailures.newLink })
  },
}

const signInFailures: Record<Facts['sign_in_failed']['because'], (words: Words) => Failure> = {
  declined: (words) => failed(words, 400, words.pageFailures.declined),
  refused: (words) => failed(words, 400, words.pageFailures.signInRefused),
  unreadable: (words) => failed(words, 400, words.pageFailures.unreadable),
}

/** The route adds the header Retry-After to every 503. */
function unavailable(words: Words, title: string, next: string): Failure {
  return failed(words, 503, { title, what: words.pageFailures.notSignedIn, next })
}

function failed(
  words: Words,
  status: number,
  { title, what, next }: Record<'title' | 'what' | 'next', string>,
): Failure {
  return { status, page: { mark: 'attention', title, paragraphs: [what, next], action: toSlack(words) } }
}
