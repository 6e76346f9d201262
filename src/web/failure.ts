// Turns every failure of a sign-in into a status and a page for the person: what happened, and what to do next.
import { BotError, type Code, type Facts, type Kind } from '../core/errors.ts'
import { TICKET_LIFE } from '../core/sessions/sign-in.ts'
import { durationText } from '../core/time/duration.ts'
import { type Html, html } from './html.ts'
import { mismatchPage } from './mismatch.ts'
import type { Page } from './page.ts'

export interface Failure {
  status: number
  page: Page
}

/** The page for any caught error. The page for an unknown error shows nothing of the error. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof BotError)) return byKind.broken
  const failure = byCode[error.code as Code] as ((facts: Facts[Code]) => Failure) | undefined
  return failure?.(error.facts) ?? byKind[error.kind]
}

/**
 * Whether the operator should be told: a dependency is unavailable or something is broken, and the person cannot help
 * it.
 */
export function isTrouble(error: unknown): boolean {
  return !(error instanceof BotError) || error.kind === 'broken' || error.kind === 'unavailable'
}

/** Without a workspace Slack opens the last one that was used: https://docs.slack.dev/interactivity/deep-linking */
export function toSlack(team = ''): NonNullable<Page['action']> {
  return {
    label: 'Return to Slack',
    href: /^[TE][A-Z0-9]+$/.test(team) ? `slack://open?team=${team}` : 'slack://open',
  }
}

const AGAIN = html`Return to Slack and press <b>Show token</b>, or type your command, again: you get a new link.`
const NOTHING = html`Nothing was made, and nothing of this sign-in is kept.`
const LINK_WORKS = html`Your link still works. Wait a minute, then open it again in Slack.`
/**
 * The link is used up by the last step of a sign-in. If Redis does not answer, it is unknown whether that step was
 * stored.
 */
const LINK_MAY_WORK = html`Wait a minute, then open your link again in Slack. If it was used up by this, press <b>Show token</b>,
  or type your command, again.`
const WAIT = html`Wait a minute, then return to Slack and press <b>Show token</b>, or type your command, again.`
const TELL_ADMIN = html`Trying again won't help. Please tell a bot admin.`
const SENT = html`<strong>Did somebody send you this link?</strong> Then tell your security people.`

const byCode: { readonly [C in Code]?: (facts: Facts[C]) => Failure } = {
  sign_in_link: ({ because }) => links[because],
  sign_in_failed: ({ because, reason }) => signInFailures[because](reason),
  sign_in_refused: ({ because }) => ({ status: 403, page: mismatchPage(because) }),
  person_refused: ({ because }) => ({
    status: 403,
    page: {
      mark: 'attention',
      title: 'That is refused',
      paragraphs: [html`The Slack account that this link was made for ${refusals[because]}`, NOTHING],
      note: SENT,
    },
  }),
  exchange_refused: () => ({
    status: 403,
    page: {
      mark: 'attention',
      title: 'Dremio does not take your company sign-in',
      paragraphs: [
        html`Your company let you in, but Dremio did not accept it. You may not be a user there.`,
        html`Ask a Dremio administrator to add you. If you are a user already, they should look at the external token
          provider with which this bot signs people in.`,
        NOTHING,
      ],
    },
  }),
  provider_unavailable: () => unavailable('The sign-in page is not answering', LINK_WORKS),
  dremio_unavailable: () => unavailable('Dremio is not answering', LINK_WORKS),
  dremio_busy: () => unavailable('Dremio has too much to do', WAIT),
  slack_unavailable: () => unavailable('Slack is not answering me', WAIT),
  redis_unavailable: () => unavailable('My memory (Redis) is not answering', LINK_MAY_WORK),
  redis_unusable: ({ because }) => unavailable(storageTroubles[because], TELL_ADMIN),
}

const storageTroubles: Record<Facts['redis_unusable']['because'], string> = {
  full: 'My storage is full',
  'read-only': 'My storage is read-only',
  'not saving': "My storage can't save anything",
  'no replicas': "My storage can't keep a second copy",
  cluster: "My storage isn't set up right",
  permission: "I'm not allowed to use my storage",
}

/** The pages for failures without a page of their own. */
const byKind: { readonly [K in Kind]: Failure } = {
  refused: failed(403, 'That is refused', [
    html`What this link was made for is not allowed, or cannot be done.`,
    html`Return to Slack and try again there: the answer says what is in the way.`,
  ]),
  conflict: failed(410, 'Somebody was first, or time was', [
    html`What this link was made for is done, or over.`,
    html`Return to Slack to see how it stands.`,
  ]),
  missing: failed(404, 'There is no such thing, or it is not yours', [
    html`What this link was made for is not there any more.`,
    html`Return to Slack to see how it stands.`,
  ]),
  unavailable: unavailable('Something that I need is not answering', WAIT),
  broken: failed(500, 'Something is broken on my side', [
    html`This is my fault. Nothing that you did is wrong.`,
    html`Return to Slack and try again there. If this happens twice, tell an administrator.`,
  ]),
}

const links: Record<Facts['sign_in_link']['because'], Failure> = {
  unknown: failed(400, 'This link does not work', [
    html`I know no sign-in with this address. It may be cut off.`,
    AGAIN,
  ]),
  used: failed(410, 'This link was used already', [
    html`It works once. If you were just told that you are signed in, all is well: go on in Slack.`,
    html`If not, return to Slack and press <b>Show token</b>, or type your command, again: you get a new link.`,
  ]),
  late: failed(410, 'This link is too old', [html`A link works for ${durationText(TICKET_LIFE)}.`, AGAIN]),
}

const signInFailures: Record<Facts['sign_in_failed']['because'], (reason: string | undefined) => Failure> = {
  declined: () =>
    failed(400, 'You are not signed in', [
      html`The sign-in was declined: you chose so, or you may not use this sign-in there. Nothing was made.`,
      html`If you want to go on, open the link in Slack again: it still works.`,
    ]),
  refused: (reason) =>
    failed(400, 'The sign-in was refused', [
      html`The page where you signed in did not let me finish${answered(reason)}. Nothing was made.`,
      html`Return to Slack and try again there. If this happens twice, tell an administrator.`,
    ]),
  unreadable: () =>
    failed(400, 'I did not understand the answer', [
      html`What your browser brought back from signing in is not complete. Nothing was made.`,
      html`Return to Slack and try again there. If this happens twice, tell an administrator.`,
    ]),
}

const refusals: Record<Facts['person_refused']['because'], string> = {
  deleted: 'is deactivated.',
  bot: 'is a bot or a workflow; those do not get tokens.',
  guest: 'is a guest; guests do not get tokens.',
  stranger: 'belongs to another company’s workspace.',
  'foreign team': 'belongs to another workspace than those I serve.',
  'not joined': 'has not joined this workspace yet.',
}

/** The route adds the header Retry-After to every 503. */
function unavailable(title: string, next: Html): Failure {
  return failed(503, title, [html`You could not be signed in. Nothing was made.`, next])
}

function failed(status: number, title: string, paragraphs: Html[]): Failure {
  return { status, page: { mark: 'attention', title, paragraphs, action: toSlack() } }
}

/** The code comes from the URL, so anybody can have written it: a text that does not look like a code is left out. */
function answered(code: string | undefined): Html {
  return code !== undefined && /^[a-z_]{1,40}$/.test(code) ? html` (<code>${code}</code>)` : html``
}
