// What a requester is told beside their card: what time, an interruption or other rules did to a request or its token.
import type { Denial } from '../../core/policy/evaluate.ts'
import { because } from './denials.ts'
import { allOf, duration } from './grammar.ts'
import { buttons } from './labels.ts'

/** `isNew` if the token replaces another one with the same label. */
interface Which {
  label: string
  isNew: boolean
}

function named({ label, isNew }: Which): string {
  return isNew ? `the new ${label}` : label
}

function atStart({ label, isNew }: Which): string {
  return isNew ? `The new ${label}` : label
}

/** `byFile` if the rules themselves changed, and not what they look at. */
function changed(byFile: boolean): string {
  return byFile ? 'The rules changed' : 'Something the rules depend on changed'
}

const stillIs = { approved: ' It’s still approved.', pending: ' It’s still waiting for approval.', over: '' }

export const requestNotices = {
  askedToo: ({ label, people, when }: { label: string; people: readonly string[]; when?: string | undefined }) =>
    `Still waiting on ${label}, so I asked ${allOf(people)} too.${when === undefined ? '' : ` If it isn’t decided by ${when}, it lapses.`}`,
  undecided: ({ label, when }: { label: string; when?: string | undefined }) =>
    `Your request ${label} has lapsed: it wasn’t decided ${when === undefined ? 'in time' : `by ${when}`}.`,
  notFetched: ({ label, when }: { label: string; when?: string | undefined }) =>
    `Your request ${label} has lapsed: you didn’t get the token ${when === undefined ? 'in time' : `by ${when}`}.`,
  interrupted: ({ label }: { label: string }) =>
    `I was interrupted while creating ${label}. If you saw a token, it doesn’t work.`,
  interruptedTryAgain: ({ label }: { label: string }) =>
    `I was interrupted while creating ${label}. If you saw a token, it doesn’t work. Press *${buttons.showToken}* to try again.`,

  /** `onlyYou` where only its owner can revoke it. */
  didYouSaveIt: ({ label, when, onlyYou = false }: { label: string; when: string; onlyYou?: boolean }) =>
    `Did you save your token ${label}? If you don’t answer by ${when}, I’ll ${onlyYou ? 'ask you to ' : ''}revoke it.`,
  revokedUnconfirmed: (which: Which) => `I revoked ${named(which)} because you didn’t confirm that you saved it.`,
  notRevokedYet: ({ label }: { label: string }) =>
    `${label} isn’t revoked yet. Press *${buttons.reportMissing}* again: I can’t do it without you.`,
  doYouHaveIt: ({ label }: { label: string }) =>
    `Do you have ${label}? If not, press *${buttons.revoke}*: I can’t do it without you.`,
  oldRevoked: ({ label, when }: { label: string; when: string }) =>
    `The old ${label} is revoked. The new one works until ${when}.`,
  oldIsDue: ({ label }: { label: string }) =>
    `The old ${label} should be gone. Press *${buttons.cutNow}* so I can revoke it.`,

  /** When there is nothing left to press. */
  over: {
    neverCame: (which: Which) => `You didn’t get ${named(which)}, so it’s revoked.`,
    revoked: (which: Which) => `${atStart(which)} is revoked.`,
    givenBack: (which: Which) => `${atStart(which)} is revoked: you gave it back.`,
    unconfirmed: (which: Which) => `${atStart(which)} is revoked because you didn’t confirm that you saved it.`,
    saved: (which: Which) => `You saved ${named(which)}.`,
    expired: ({ label }: { label: string }) => `${label} has expired.`,
    oldRevoked: ({ label }: { label: string }) => `The old ${label} is revoked.`,
    oldExpired: ({ label }: { label: string }) => `The old ${label} has expired.`,
    oldKept: ({ label }: { label: string }) => `The old ${label} keeps working.`,
    oldKeptLonger: ({ label }: { label: string }) => `You kept the old ${label} longer.`,
    changedAgain: ({ label }: { label: string }) => `There’s a newer change to ${label}. See its latest message.`,
  },

  /** Lines on the cards: the rules changed, or what they look at. Lifetimes in milliseconds. */
  change: {
    shortened: ({
      byFile,
      when,
      lifetime,
      before,
    }: {
      byFile: boolean
      when: string
      lifetime: number
      before: number
    }) => `${changed(byFile)} ${when}: it can be for ${duration(lifetime)} at most, not ${duration(before)}.`,
    reviewers: ({ byFile, when }: { byFile: boolean; when: string }) =>
      `${changed(byFile)} ${when}: it needs other approvals now.`,
    review: ({ byFile, when }: { byFile: boolean; when: string }) =>
      `${changed(byFile)} ${when}: it was approved, and needs a review again.`,
    approved: ({ byFile, when }: { byFile: boolean; when: string }) =>
      `${changed(byFile)} ${when}: it needs no more approvals.`,
    denied: ({ byFile, when }: { byFile: boolean; when: string }) =>
      `${changed(byFile)} ${when}: it isn’t allowed anymore.`,
  },

  /** The same as messages. */
  changed: {
    shortened: ({
      byFile,
      label,
      lifetime,
      before,
      state,
    }: {
      byFile: boolean
      label: string
      lifetime: number
      before: number
      state: 'approved' | 'pending' | 'over'
    }) =>
      `${changed(byFile)}: ${label} can be for ${duration(lifetime)} at most, not ${duration(before)}.${stillIs[state]}`,
    /** `who` is a sentence that says who decides, while that is open. */
    review: ({ byFile, label, who }: { byFile: boolean; label: string; who?: string | undefined }) =>
      who === undefined
        ? `${changed(byFile)}: ${label} was approved, and needed a review again.`
        : `${changed(byFile)}: ${label} was approved, and needs a review again. ${who}`,
    approved: ({ byFile, label, decision }: { byFile: boolean; label: string; decision: string }) =>
      `${changed(byFile)}, and ${label} is approved now. ${decision}`,
    denied: ({ byFile, label, denial }: { byFile: boolean; label: string; denial?: Denial | undefined }) =>
      denial === undefined
        ? `${changed(byFile)}, and ${label} is denied now.`
        : `${changed(byFile)}, and ${label} is denied now. ${because({ denial, mine: true })}`,
  },
}
