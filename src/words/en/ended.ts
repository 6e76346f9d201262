// Ending everything of somebody: what is asked before, what the bot admin reads after it, and what the person reads.
import type { UnfinishedPart } from '../../core/ended.ts'
import { allOf, count, pick } from './grammar.ts'
import { buttons } from './labels.ts'

const parts: Readonly<Record<UnfinishedPart, string>> = {
  requests: 'their requests',
  delegation: 'their delegation',
  tokens: 'their tokens',
  session: 'their sign-in',
}

export const ended = {
  /** The form. */
  question: ({ person }: { person: string }) => `End everything of ${person}?`,
  /** What is known to be there. Undefined where it could not be read. */
  willCancel: ({ requests }: { requests: number | undefined }) =>
    requests === undefined
      ? '• cancels their open requests'
      : `• cancels ${requests === 0 ? 'no requests: none are open' : count(requests, 'open request')}`,
  willEndDelegation: ({ delegate }: { delegate: string }) => `• ends ${delegate}’s reviews for them`,
  willRevoke: ({ tokens, mayBeMore }: { tokens: number | undefined; mayBeMore: boolean }) =>
    tokens === undefined
      ? '• revokes their tokens'
      : tokens === 0
        ? '• revokes no tokens: I know of none'
        : `• revokes ${count(tokens, 'token')}${mayBeMore ? ' that I know of' : ''}. Anything using ${pick(tokens, 'it', 'them')} loses access immediately.`,
  willAsk: ({ tokens }: { tokens: number | undefined }) =>
    tokens === undefined
      ? '• asks them to revoke their tokens, unless I can act as them'
      : tokens === 0
        ? '• revokes no tokens: I know of none'
        : `• revokes the ${count(tokens, 'token')} that I know of. Where I can’t act as them, I ask them to: nobody else can in this Dremio.`,
  willForget: '• drops their stored sign-in',
  keepsLink: 'They stay linked to their Dremio user.',
  /** Approvers who delegated to them: only they can end that. */
  stillReviewsFor: ({ approvers }: { approvers: readonly string[] }) =>
    `They still review for ${allOf(approvers)}, who can end that with \`/dremio-pat delegate off\`.`,
  noUndo: 'You can’t undo this. They can still request new tokens.',

  /** For the bot admin. */
  done: ({ person }: { person: string }) => `I ended everything of ${person} that I could.`,
  partly: ({ person }: { person: string }) => `I couldn’t end everything of ${person}.`,
  nothing: ({ person }: { person: string }) => `There was nothing left to end of ${person}.`,
  unfinished: ({ unfinished }: { unfinished: readonly UnfinishedPart[] }) =>
    `I couldn’t finish ${allOf(
      unfinished.map((part) => parts[part]),
      4,
    )}. Press *${buttons.endEverything}* again in a few minutes.`,
  creating: ({ labels }: { labels: readonly string[] }) =>
    `${allOf(labels, 5)}: a token is being created right now. Press *${buttons.endEverything}* again in a minute.`,
  cancelled: ({ labels }: { labels: readonly string[] }) => `• cancelled: ${allOf(labels, 10)}`,
  delegation: ({ delegate }: { delegate: string }) => `• ${delegate} no longer reviews for them`,
  revoked: ({ labels }: { labels: readonly string[] }) => `• revoked: ${allOf(labels, 10)}`,
  signedOut: '• signed out',
  keptUsedByBot: '• kept: the token this bot uses',
  /** Tokens that only their owner can end. */
  left: ({ amount, person, asked }: { amount: number; person: string; asked: boolean }) =>
    `*${count(amount, 'token')} ${pick(amount, 'is', 'are')} left:* only ${person} can revoke ${pick(amount, 'it', 'them')}${asked ? ', and I asked them to' : '. I couldn’t message them'}.`,
  whatNext: ({ amount }: { amount: number }) =>
    `A Dremio admin can end ${pick(amount, 'it', 'them')} now by deactivating the user in Dremio. I’ll message you when ${pick(amount, 'it’s', 'they’re')} gone, or tomorrow if ${pick(amount, 'it isn’t', 'they aren’t')}. Until then: \`/dremio-pat admin outstanding\`.`,
  /** Tokens that a failure kept. */
  later: ({ amount }: { amount: number }) =>
    `*${count(amount, 'token')} ${pick(amount, 'still works', 'still work')}:* I couldn’t revoke ${pick(amount, 'it', 'them')} right now. I’ll keep trying.`,
  notListed: 'I couldn’t read their list in Dremio, so they may have other tokens.',
  linkStays: ({ person }: { person: string }) => `${person} is still linked to their Dremio user.`,
  token: ({ label, id, expires }: { label: string; id: string; expires: string }) =>
    `• ${label} · \`${id}\` · expires ${expires}`,
  more: ({ amount }: { amount: number }) => `• and ${amount} more`,

  /** For the person. */
  yours: ({ by }: { by: string }) => `${by}, a bot admin, ended everything you had here.`,
  yourDelegation: ({ delegate }: { delegate: string }) => `• ${delegate} no longer reviews for you`,
  yoursLeft: ({ amount }: { amount: number }) =>
    `*Please revoke ${pick(amount, 'this token', `these ${amount} tokens`)} now.* Only you can.`,
  askedAgain: ({ by, amount }: { by: string; amount: number }) =>
    `${by}, a bot admin, asked you to revoke ${pick(amount, 'this token', `these ${amount} tokens`)}. ${pick(amount, 'It still works', 'They still work')}. Only you can revoke ${pick(amount, 'it', 'them')}.`,
  tokenOfYours: ({ label, expires }: { label: string; expires: string }) => `${label} · expires ${expires}`,
  moreOfYours: ({ amount }: { amount: number }) => `${amount} more: \`/dremio-pat revoke all\``,

  /** For the bot admin, later. */
  allGone: ({ person }: { person: string }) => `The tokens of ${person} that were left are gone.`,
  stillLeft: ({ person, open }: { person: string; open: number }) =>
    `${count(open, 'token')} of ${person} ${pick(open, 'still works', 'still work')} after you ended everything of theirs. A Dremio admin can end ${pick(open, 'it', 'them')} by deactivating the user in Dremio.`,
}
