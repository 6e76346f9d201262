// The page after a successful sign-in: that it worked, and the state of the action that the person wanted.
import { isBotError } from '../core/errors.ts'
import type { PendingAction } from '../core/sessions/sign-in.ts'
import { failureOf, toSlack } from './failure.ts'
import { type Html, html, named } from './html.ts'
import type { Page } from './page.ts'

export interface Finished {
  /** Slack's name of the person who asked. */
  name: string
  /** Dremio's name of the user who signed in; empty if it was not looked up. */
  dremioName: string
  /** Slack id of the workspace in which they asked. */
  team: string
  pendingAction: PendingAction
  /** The error that stopped the pending action, although the sign-in succeeded. */
  undone?: unknown
}

export function successPage({ name, dremioName, team, pendingAction, undone }: Finished): Page {
  const as = dremioName === '' ? '' : html` as ${named(dremioName)}`
  const forWhom = name === '' ? '' : html`, for ${named(name)} in Slack`
  const who = html`You are signed in to Dremio${as}${forWhom}.`
  const action = toSlack(team)
  const { done, open } = ends(pendingAction, undone)
  if (isBotError(undone, 'too_many_returns')) {
    const closed = html`It was one too many that did not reach you, so the request stays closed. Ask an administrator.`
    return { mark: 'attention', title: done.title, paragraphs: [who, closed], action }
  }
  if (undone === undefined) return { mark: 'ok', title: done.title, paragraphs: [who, done.next], action }
  // The reason is the title of the same failure's own page.
  const why = html`I could not go on by myself: ${failureOf(undone).page.title}.`
  return { mark: 'attention', title: open.title, paragraphs: [who, why, open.next], action }
}

interface End {
  title: string
  next: Html
}

/**
 * The texts for the action when it is done and when it is still open. A failed revocation may have happened, so the
 * page does not deny it.
 */
function ends(pendingAction: PendingAction, undone: unknown): { done: End; open: End } {
  const pressShow = html`Return to Slack and press <b>Show token</b>.`
  switch (pendingAction.kind) {
    case 'claim':
      return {
        done: { title: 'You are signed in', next: pressShow },
        open: isGone(undone)
          ? { title: 'There is nothing to collect', next: html`Return to Slack to see how your request stands.` }
          : { title: 'You are signed in', next: pressShow },
      }
    case 'list':
      return {
        done: { title: 'You are signed in', next: html`Return to Slack and press <b>My tokens</b> there.` },
        open: {
          title: 'Your tokens are not listed yet',
          next: html`Return to Slack and type <code>/dremio-pat list</code> again.`,
        },
      }
    case 'rotate':
      return {
        done: { title: 'A new token is asked for', next: html`Return to Slack: the card there says what is next.` },
        open: {
          title: 'No new token is asked for yet',
          next: html`Return to Slack and press <b>Rotate</b> again.`,
        },
      }
    case 'link':
      return {
        done: {
          title: 'You are linked',
          next: html`I know now which Dremio user you are. Return to Slack to go on.`,
        },
        open: {
          title: 'You are not linked yet',
          next: html`Return to Slack and type <code>/dremio-pat link</code> again.`,
        },
      }
    case 'revoke': {
      const all = pendingAction.which === 'all'
      return {
        done: {
          title: all ? 'Your tokens are revoked' : 'Your token is revoked',
          next: all
            ? html`They do not work any more. You can close this page, or return to Slack.`
            : html`It does not work any more. You can close this page, or return to Slack.`,
        },
        open: {
          title: all ? 'Your tokens may still work' : 'Your token may still work',
          next: html`Return to Slack and revoke ${all ? 'them' : 'it'} again.`,
        },
      }
    }
    case 'return':
      return {
        done: {
          title: 'The token you did not get is revoked',
          next: html`If anybody has it, it does not work. Press <b>Show token</b> in Slack for a new one.`,
        },
        open: {
          title: 'The token you did not get may still work',
          next: html`Return to Slack and press <b>I did not get it</b> again.`,
        },
      }
  }
}

/** The request was cancelled or has lapsed during the sign-in. */
function isGone(undone: unknown): boolean {
  return isBotError(undone, 'request_stale') || isBotError(undone, 'no_such_request')
}
