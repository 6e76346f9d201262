// Revoking tokens: what is asked before, and what is said after.
import { allOf, count, pick } from './grammar.ts'

export const revocation = {
  /** The question of the form: about one token, or some, or everything that somebody has. `person` is somebody else. */
  question: ({ amount, person }: { amount: number | 'all'; person?: string | undefined }) => {
    const whose = person === undefined ? 'your' : `${person}’s`
    if (amount === 'all') return `Revoke all of ${whose} tokens?`
    if (amount > 1)
      return person === undefined
        ? `Revoke all ${amount} of your tokens?`
        : `Revoke these ${amount} tokens of ${person}?`
    return person === undefined ? 'Revoke this token?' : `Revoke this token of ${person}?`
  },
  /** Below the question. */
  effect: ({ amount }: { amount: number }) =>
    `Anything using ${pick(amount, 'it', 'them')} loses access immediately. You can’t undo this.`,
  more: ({ amount }: { amount: number }) => `and ${amount} more`,
  /** The last line of a list of all tokens. */
  andOthers: 'plus all your other Dremio tokens',
  /** The same where none is known. */
  allOthers: 'All of your Dremio tokens, also those created in Dremio.',
  chooseOne: 'Choose a token',
  none: 'You don’t have any active tokens that can be revoked here.',
  noneUntilDremioResponds:
    'You don’t have any active tokens created here. Dremio isn’t responding, so you may have others. Try again in a few minutes.',
  noneOfPerson: ({ person }: { person: string }) => `${person} has no active tokens that can be revoked here.`,
  noneOfPersonCreatedHere: ({ person }: { person: string }) =>
    `${person} has no active tokens created here, and I can’t see any others. Deactivating them in Dremio ends those too.`,
  /** For bot admins. */
  onlyOwner: ({ person }: { person: string }) =>
    `I can’t revoke other people’s tokens in this Dremio. Deactivate ${person} there, or ask them to run \`/dremio-pat revoke all\`.`,

  nothingLeft: 'There were no active tokens left to revoke.',
  /** `old` if its replacement has the same label. */
  revoked: ({ labels, old }: { labels: readonly string[]; old: boolean }) =>
    labels.length === 1
      ? old
        ? `Your old token ${labels[0]} is revoked.`
        : `Your token ${labels[0]} is revoked.`
      : `${count(labels.length, 'token')} are revoked: ${allOf(labels, 10)}.`,
  /** For the owner; `by` is a bot admin. */
  revokedBy: ({ labels, old, by }: { labels: readonly string[]; old: boolean; by: string }) =>
    labels.length === 1
      ? `${by}, a bot admin, revoked your ${old ? 'old ' : ''}token ${labels[0]}. Anything that used it has lost access.`
      : `${by}, a bot admin, revoked ${labels.length} of your tokens: ${allOf(labels, 10)}. Anything that used them has lost access.`,
  /** For the bot admin who revoked them. */
  revokedOf: ({ labels, old, owner }: { labels: readonly string[]; old: boolean; owner: string }) =>
    labels.length === 1
      ? `${owner}’s ${old ? 'old ' : ''}token ${labels[0]} is revoked.`
      : `${labels.length} of ${owner}’s tokens are revoked: ${allOf(labels, 10)}.`,
  /** The owner no longer needed it. */
  givenBack: ({ label, old }: { label: string; old: boolean }) =>
    `Thanks for tidying up. Your ${old ? 'old ' : ''}token ${label} is revoked.`,
  keptUsedByBot: 'I kept the token this bot uses.',
}
