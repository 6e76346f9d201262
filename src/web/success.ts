// The page after a successful sign-in: that it worked, and the state of the action that the person wanted.
import { BotError, isBotError } from '../core/errors.ts'
import type { PendingAction } from '../core/sessions/sign-in.ts'
import type { Words } from '../words/words.ts'
import { failureOf, toSlack } from './failure.ts'
import { nameText } from './html.ts'
import type { Page } from './page.ts'

export interface Finished {
  /** Slack id of the person who asked. */
  person: string
  /** Dremio's name of the user who signed in; empty if it was not looked up. */
  dremioName: string
  /** Slack id of the workspace in which they asked. */
  team: string
  pendingAction: PendingAction
  /** The error that stopped the pending action, although the sign-in succeeded. */
  undone?: unknown
}

export function successPage(words: Words, { dremioName, team, pendingAction, undone }: Finished): Page {
  const who = words.pages.signedIn({ name: dremioName === '' ? undefined : nameText(dremioName) })
  const action = toSlack(words, team)
  const { done, open } = ends(words.pages, pendingAction, undone)
  if (isBotError(undone, 'too_many_returns')) {
    return { mark: 'attention', title: done.title, paragraphs: [who, words.pages.tooManyReturns], action }
  }
  if (isBotError(undone, 'message_refused')) {
    return { mark: 'attention', title: done.title, paragraphs: [who, words.pages.messageRefused], action }
  }
  // Its failure is the news: the token is revoked, or was saved after all.
  if (pendingAction.kind === 'return' && undone instanceof BotError && undone.kind === 'conflict') {
    const { title, next } = words.pageFailures.conflict
    return { mark: 'attention', title, paragraphs: [who, next], action }
  }
  if (undone === undefined) return { mark: 'ok', title: done.title, paragraphs: [who, done.next], action }
  // What became of the request stands in Slack; that somebody was first says nothing more.
  if (pendingAction.kind === 'claim' && isGone(undone)) {
    return { mark: 'attention', title: open.title, paragraphs: [who, open.next], action }
  }
  // The reason is the title of the same failure's own page.
  const why = words.pages.unfinished({ because: failureOf(words, undone).page.title })
  return { mark: 'attention', title: open.title, paragraphs: [who, why, open.next], action }
}

interface End {
  title: string
  next: string
}

/**
 * The texts for the action when it is done and when it is still open. A failed revocation may have happened, so the
 * page does not deny it.
 */
function ends(words: Words['pages'], pendingAction: PendingAction, undone: unknown): { done: End; open: End } {
  switch (pendingAction.kind) {
    case 'claim':
      return { done: words.claim, open: isGone(undone) ? words.claimGone : words.claimOpen }
    case 'list':
      return { done: words.list, open: words.listOpen }
    case 'rotate':
      return { done: words.rotate, open: words.rotateOpen }
    case 'link':
      return { done: words.link, open: words.linkOpen }
    case 'revoke':
      return pendingAction.which === 'all'
        ? { done: words.revokeAll, open: words.revokeAllOpen }
        : { done: words.revoke, open: words.revokeOpen }
    case 'return':
      return { done: words.return, open: words.returnOpen }
  }
}

/** The request was cancelled or has lapsed during the sign-in. */
function isGone(undone: unknown): boolean {
  return isBotError(undone, 'request_stale') || isBotError(undone, 'no_such_request')
}
