// Replacing a token: that a new one is requested, which one is meant, and what happens to the old one.
import { duration } from './grammar.ts'
import { buttons } from './labels.ts'

export const rotation = {
  requested: ({ label }: { label: string }) =>
    `I requested a replacement for ${label}. It needs a review; I’ll message you. The old one keeps working.`,
  approved: ({ label }: { label: string }) =>
    `The replacement for ${label} is approved. The old one keeps working for a while after you save the new one.`,
  whichOne: 'Which token do you want to replace?',
  severalMatch: 'Several tokens match. Which one do you want to replace?',
  more: 'Not all of them are shown. To replace another: `/dremio-pat rotate &lt;label&gt;`',
  none: 'You don’t have any active tokens to replace.',

  /** On cards before there is a new token. `expires` is the old one's expiry. */
  replaces: ({ label, expires }: { label: string; expires: string }) =>
    `Replaces your current ${label}, which keeps working for a while after you save the new one (until ${expires} at the latest).`,
  notReplaced: ({ label, expires }: { label: string; expires: string }) =>
    `Your current ${label} wasn’t replaced. It works until ${expires}.`,
  oldExpired: 'The old token has expired.',
  oldRevoked: 'The old token is revoked.',
  /** With the button. */
  cutOld: `The old token’s time is up. Press *${buttons.cutNow}* so I can revoke it.`,
  oldRetires: ({ at }: { at: string }) => `I’ll revoke the old token ${at}.`,
  oldStays: ({ expires }: { expires: string }) => `The old token keeps working until ${expires}.`,
  /** `grace` is milliseconds. */
  oldWaits: ({ grace }: { grace: number }) =>
    `The old token keeps working for ${duration(grace)} after you press *${buttons.confirmReceipt}*.`,
}
