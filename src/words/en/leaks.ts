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

  /** A token in a message of somebody’s, in the form that asks whether to revoke it. */
  inSomeMessage: {
    isYours: 'It’s one of your tokens.',
    isNotYours: 'It isn’t one of your tokens, so I may not be able to revoke it. If I know its owner, I’ll tell them.',
    isUnknown: 'I can’t tell whose it is. If it isn’t yours and I know its owner, I’ll tell them.',
    /** Below several tokens. */
    effect: 'I revoke the ones that are yours, and anything using them loses access immediately. You can’t undo this.',
    question: ({ amount }: { amount: number }) => `Revoke these ${amount} tokens?`,
    yours: 'Yours',
    notYours: 'Not yours: I’ll tell its owner, if I know them',
    unknown: 'I can’t tell whose it is',
    none: `I don’t see a Dremio token in this message. I can’t read pictures, and only see the beginning of a file. Is there one? Press *${buttons.leakedToken}* and paste it.`,
    unreadable: `Something in this message looks like a token, but I can’t tell which one. Press *${buttons.leakedToken}* and paste all of it.`,
    /** For somebody whom the bot doesn’t serve, or while it can’t do anything. */
    revokeElsewhere:
      'There’s a Dremio token in that message, and anyone who has it can act as its owner. If it’s yours, revoke it in Dremio: Account Settings > Personal Access Tokens. If not, tell its owner.',
  },
  /** What was done about each of several tokens. */
  reportedAll: 'What happened to the tokens in that message:',
  notYoursById: ({ id }: { id: string }) =>
    `Token \`${id}\` isn’t one of your tokens, so I didn’t revoke it. If you know whose it is, tell them.`,
  failedById: ({ id, why }: { id: string; why: string }) => `Token \`${id}\`: ${why}`,

  /** What to do about the message itself. */
  message: {
    deleteYours: 'Please delete your message now; I can’t.',
    open: 'Open the message',
    askAuthor: ({ author }: { author: string }) =>
      `I can’t delete the message. Ask ${author} to do that, or a Slack admin. You can send this:`,
    askAdmin:
      'An app posted the message, and I can’t delete it. Ask whoever runs the app, or a Slack admin. You can send this:',
    /** To be copied, so without formatting. */
    request: ({ link }: { link?: string }) =>
      link === undefined
        ? 'Please delete your message with the Dremio token.'
        : `Please delete this message. It has a Dremio token in it: ${link}`,
    requestToRevoke: 'Is it your token? Revoke it too: /dremio-pat leaked',
  },

  /** Below the form, and below a token that may be somebody else’s. */
  effect: 'If it’s yours, I revoke it, and anything using it loses access immediately. You can’t undo this.',
  formHint: 'I only read the token’s ID. I don’t store or use the token.',
  formPlaceholder: 'Paste the token',
  pasteOne: 'Paste one token at a time.',
  notWhole: 'Some of the token is missing or wrong. Paste all of it.',
  notAToken: 'That isn’t a Dremio token. Tokens have 64 characters and end with ==.',
}
