// The private menu, and the answer to a message that the bot doesn't read.
import { count, pick } from './grammar.ts'

export const menu = {
  /** `ready` of the `open` requests are approved. At least one of `open` and `toReview` is more than 0. */
  waiting: ({ open, ready, toReview }: { open: number; ready: number; toReview: number }) =>
    [openRequests(open, ready), ...(toReview > 0 ? [reviews(toReview)] : [])].filter(Boolean).join(' '),
  howToSee: 'Requests: `/dremio-pat requests`',
  more: 'More: `/dremio-pat help`',
  moreForAdmins: 'More: `/dremio-pat help`, `/dremio-pat admin help`',
  /** For the message that somebody wants hidden. */
  cannotRemove: 'I can’t remove that message. Reload Slack (Ctrl+R or ⌘+R) and it’s gone.',
  notUnderstood: 'I can’t read messages here. Use a button below or `/dremio-pat`.',
}

function openRequests(open: number, ready: number): string {
  if (open === 0) return ''
  const requests = count(open, 'open request')
  if (ready === 0) return `${requests}.`
  return open === ready ? `${requests}, approved and ready.` : `${requests}; ${ready} approved and ready.`
}

function reviews(toReview: number): string {
  return `${count(toReview, 'request')} ${pick(toReview, 'needs', 'need')} your review.`
}
