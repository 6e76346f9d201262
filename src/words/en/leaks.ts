// Leaked tokens: pasted in a chat or in the form, reported, and revoked.
import { allOf, distance, pick } from './grammar.ts'
import { buttons } from './labels.ts'

function pasted(amount: number): string {
  return amount > 1 ? 'Those look like tokens. I didn’t keep them.' : 'That looks like a token. I didn’t keep it.'
}

export const leaks = {
  /** What the reporter is told. `owner` is somebody else. */
  revoked: ({ label, owner }: { label: string; owner?: string | undefined }) =>
    owner === undefined
      ? `Your token ${label} is revoked. Nobody can use it anymore.`
      : `${owner}’s token ${label} is revoked. Nobody can use it anymore. I’ve told them.`,
  alreadyRevoked: ({ label, owner }: { label: string; owner?: string | undefined }) =>
    `${owner === undefined ? 'Your' : `${owner}’s`} token ${label} was already revoked. It no longer works.`,
  /** `left` is milliseconds, and less than 0. */
  expired: ({ label, owner, left, when }: { label: string; owner?: string | undefined; left: number; when: string }) =>
    `${owner === undefined ? 'Your' : `${owner}’s`} token ${label} expired ${distance(left)} (${when}). It no longer works.`,
  /** For the owner; `by` is a bot admin. */
  revokedBy: ({ label, by }: { label: string; by: string }) =>
    `${by}, a bot admin, says that your token ${label} has leaked, and revoked it. Anything that used it has lost access.`,
  /** For the owner of a token that other people reported. It may not be so. */
  reported: ({ label, by }: { label: string; by: readonly string[] }) =>
    `${allOf(by)} ${pick(by.length, 'says', 'say')} that your token ${label} has leaked.`,
  reportedNoLongerWorks: ({ label, by }: { label: string; by: readonly string[] }) =>
    `${allOf(by)} ${pick(by.length, 'says', 'say')} that your token ${label} has leaked. It no longer works.`,
  ifInDoubt: 'I can’t check that. Anyone who has it can act as you, so if in doubt, revoke it.',
  cleanUp: 'Remove it from wherever it was posted. If someone may have used it, ask a Dremio admin to check *Jobs*.',
  cleanUpAsAdmin: 'Remove it from wherever it was posted. If someone may have used it, check *Jobs* in Dremio.',

  /** Somebody typed a token after the command; nobody else sees it there. */
  inCommand: ({ amount }: { amount: number }) => `${pasted(amount)} Please don’t paste tokens in chat.`,
  inMessage: ({ amount }: { amount: number }) => `${pasted(amount)} Please delete your message now; I can’t.`,
  unreadable: `I can’t tell which token it is. Press *${buttons.leakedToken}* and paste all of it there.`,
  revokeIfYours: ({ amount }: { amount: number }) =>
    amount === 1
      ? 'Anyone who saw it can act as its owner. If it’s yours, revoke it now:'
      : 'Anyone who saw them can act as their owners. If one is yours, revoke it now:',
  tokenById: ({ id }: { id: string }) => `Token \`${id}\``,
  moreToPaste: ({ amount }: { amount: number }) => `${amount} more not shown. To revoke them: \`/dremio-pat leaked\``,

  /** Below the form, and below a token that may be somebody else’s. */
  effect: 'If it’s yours, I revoke it, and anything using it loses access immediately. You can’t undo this.',
  formHint: 'I only read the token’s ID. I don’t store or use the token.',
  formPlaceholder: 'Paste the token',
  pasteOne: 'Paste one token at a time.',
  notWhole: 'Some of the token is missing or wrong. Paste all of it.',
  notAToken: 'That isn’t a Dremio token. Tokens have 64 characters and end with ==.',
}
