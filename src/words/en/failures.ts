// What went wrong, in one or two sentences: what happened, and what to do next.
import type { Facts, SlackOperation } from '../../core/errors.ts'
import type { Denial, FieldProblem } from '../../core/policy/evaluate.ts'
import { because, field } from './denials.ts'
import { allOf, count, duration, noSuchGroups, pick } from './grammar.ts'
import { buttons } from './labels.ts'

export const failures = {
  openRequestsCount: 'Requests you haven’t finished count too: `/dremio-pat requests`',
  /** For a failure that a bot admin has to look up. */
  withReference: ({ sentence, reference }: { sentence: string; reference: string }) =>
    `${sentence} (reference ${reference})`,
  broken: 'Something went wrong on my end. Please tell a bot admin.',
  tooOften: ({ what, wait }: { what: Facts['too_often']['what']; wait: number }) =>
    `${tooOften[what]} Try again in ${duration(wait)}.`,
  outdated: { button: outdated('button'), form: outdated('form'), shortcut: outdated('shortcut') },

  // The policy.
  /** `rule` is undefined where none matched. */
  policyDenied: ({ rule, denial }: { rule: string | undefined; denial: Denial }) =>
    rule === undefined
      ? `Your request is denied. ${because({ denial, mine: true })}`
      : `Your request is denied (rule: “${rule}”). ${because({ denial, mine: true })}`,
  /** One of the tokens that can be revoked to make room. */
  revocable: ({ label, expires }: { label: string; expires: string }) => `${label} · expires ${expires}`,
  /** At the moment when an approved request would become a token. */
  tooManyTokensYet: ({ most }: { most: number }) =>
    `You’ve reached the limit of ${count(most, 'active token')}. Revoke one you don’t need, then press *${buttons.showToken}* again. Your request stays approved.`,
  askInvalid: ({ problems, isReplacement }: { problems: readonly FieldProblem[]; isReplacement: boolean }) =>
    isReplacement
      ? `The replacement can’t use the old details. ${problems.map(field).join(' ')} Press *${buttons.rotate}* to change them.`
      : `That needs a change. ${problems.map(field).join(' ')}`,
  /** `missingGroups` are ids; `told` are the bot admins who know. */
  noApprover: ({
    rule,
    managerUnreadable,
    missingGroups = [],
    told = [],
  }: {
    rule: string
    managerUnreadable: boolean
    missingGroups?: readonly string[]
    told?: readonly string[]
  }) => {
    if (missingGroups.length > 0)
      return `There’s nobody to review this request, because ${noSuchGroups(missingGroups)} (rule: “${rule}”). ${next(told)}`
    if (managerUnreadable)
      return `There’s nobody to review this request, and I can’t see who your manager is (rule: “${rule}”). ${next(told)}`
    return told.length > 0
      ? `There’s nobody to review this request. A bot admin has to add an approver, or set who your manager is (rule: “${rule}”). ${next(told)}`
      : `There’s nobody to review this request. Ask a bot admin to add an approver, or to set who your manager is (rule: “${rule}”).`
  },
  policyChanged: {
    denied: ({ denial, ...what }: Changed & { denial?: Denial | undefined }) =>
      denial === undefined
        ? `${changed(what)} It’s denied now.`
        : `${changed(what)} It’s denied now. ${because({ denial, mine: what.mine })}`,
    needsReview: (what: Changed) => `${changed(what)} It needs a new review. I’ll message you when it’s decided.`,
    shorterToReview: ({ lifetime, ...what }: Changed & { lifetime: number }) =>
      `${changed(what)} It’s limited to ${duration(lifetime)} now. Look at the request again, then decide.`,
    reviewAgain: (what: Changed) => `${changed(what)} It needs your decision now.`,
    shorterToGet: ({ lifetime, ...what }: Changed & { lifetime: number }) =>
      `${changed(what)} It’s limited to ${duration(lifetime)} now. If that’s enough, press *${buttons.showToken}* again.`,
    approved: (what: Changed) => `${changed(what)} It’s approved now, so there’s nothing to decide.`,
  },

  // Requests.
  noSuchRequest: 'I can’t find that request.',
  labelInUse: ({ label }: { label: string }) =>
    `You already have a token called ${label}. *${buttons.rotate}* it, or choose another label.`,
  labelRequested: ({ label, state }: { label: string; state: 'approved' | 'pending' | 'open' }) =>
    `You’ve already requested ${label}. ${labelRequested[state]} Need a second one? Choose another label.`,
  alreadyReplacing: ({ label }: { label: string }) =>
    `You already have the replacement for ${label}: \`/dremio-pat list\``,
  replacementRequested: ({ label }: { label: string }) =>
    `You’ve already requested a replacement for ${label}. It’s waiting for review.`,
  replacementApproved: ({ label }: { label: string }) =>
    `The replacement for ${label} is already approved. Press *${buttons.showToken}* to get it.`,
  stale: {
    pending: 'This request is still waiting for review.',
    approved: ({ by }: { by?: string }) =>
      by === undefined ? 'This request is already approved.' : `${by} already approved this.`,
    denied: ({ by }: { by?: string }) =>
      by === undefined ? 'This request is already denied.' : `${by} already denied this.`,
    cancelled: 'This request was cancelled.',
    lapsed: 'This request has lapsed.',
    claiming: 'This token is already being created. One moment.',
    claimed: 'This token was already created and shown to its owner. It can’t be shown again.',
    unsure: `This request is approved, but creating its token went wrong. The requester’s *${buttons.showToken}* cleans up and tries again.`,
  },
  nothingToRenew: ({ label, rule }: { label: string; rule: string }) =>
    `Your old ${label} no longer works, so there’s nothing to renew (rule: “${rule}”). Cancel this request and ask for a new token.`,

  // Reviews.
  ownRequest: 'You can’t review your own request.',
  notReviewer: 'You’re not an approver of this request.',
  notApprover: 'Only approvers can delegate reviews, and no rule names you. Ask a bot admin if you should be one.',
  notManager:
    'Only approvers can delegate reviews. No rule names you, and I don’t know anyone you manage yet. Try again after they’ve asked for a token, or ask a bot admin.',
  delegateToYourself: 'You can’t delegate to yourself. Choose someone else.',
  delegationEndUnclear: 'I don’t understand that end. Try `2026-12-01`, `friday` or `7d`.',
  delegationEndPast: ({ most }: { most: number }) =>
    `That’s in the past. Choose an end within ${duration(most)} from now.`,
  delegationTooLong: ({ most }: { most: number }) =>
    `You can delegate for ${duration(most)} at most. Choose an earlier end, or leave it out for ${duration(most)}.`,
  notDelegated: 'You haven’t delegated your reviews, so nothing changed.',
  approvedByYou: ({ missing }: { missing: number }) => `You’ve already approved this. ${stillMissing(missing)}`,
  approvedTogether: ({ by, missing }: { by: string; missing: number }) =>
    `${by} already approved this, and you two count as one. ${stillMissing(missing)}`,

  // Tokens.
  noSuchToken: 'I can’t find that token.',
  /** `isSure` is false while Dremio does not answer, so that there may be others. */
  noTokenCalled: ({ words, labels, isSure }: { words: string; labels: readonly string[]; isSure: boolean }) => {
    if (!isSure) return `I can’t find a token called “${words}”. Dremio isn’t responding, so you may have others.`
    const yours = labels.length > 0 ? `Yours: ${labels.join(', ')}.` : 'You don’t have any tokens.'
    return `You don’t have a token called “${words}”. ${yours}`
  },
  tokenStale: ({ state }: { state: string }) => `That token is already ${state}, so nothing changed.`,
  /** It was about to be revoked, and stays. */
  notReplaced: 'That token isn’t being replaced anymore, so nothing changed. It keeps working.',
  ownWorkingToken: 'The bot uses this token, so you can’t revoke it here. Ask a bot admin to replace it first.',
  keptLongest: ({ until }: { until: string }) => `You can’t keep the old token past ${until}.`,
  snoozeTooLong: ({ expires }: { expires: string }) => `Choose a time before the token expires (${expires}).`,
  savedAlready: ({ label }: { label: string }) =>
    `You confirmed that you saved ${label}, so it stays. Lost it? *${buttons.rotate}* replaces it, *${buttons.revoke}* ends it.`,
  returnedTooLate: 'The token is revoked. It’s too late to get it again, so request a new one.',
  returnedOnce: 'The token is revoked. This request gives only one, so request a new token.',
  returnedTooOften:
    'The token is revoked. You’ve reported too many missing tokens, so this request is closed. Request a new one, or tell a bot admin if something’s wrong.',
  otherDremioUser: ({ label }: { label: string }) =>
    `${label} belongs to the Dremio user you were linked to before. Request a new token instead.`,
  oldTokenWorks: ({ label }: { label: string }) =>
    `The token that ${label} replaced still works. Press *${buttons.cutNow}* to revoke it first.`,
  oldTokenWorksUntilSaved: ({ label }: { label: string }) =>
    `The token that ${label} replaced works until you confirm that you saved the new one. Do that first.`,

  // A leaked token that is not the reporter's.
  leak: {
    notYours: ({ id, adminsCan }: { id: string; adminsCan: boolean }) =>
      [
        'That isn’t one of your tokens, so I didn’t revoke anything.',
        `• *Someone else’s?* Tell them and a bot admin now. Anyone who has it can use it.${adminsCan ? ' A bot admin can revoke it with `/dremio-pat leaked`.' : ''}`,
        '• *Created in Dremio?* Revoke it there: Account Settings > Personal Access Tokens.',
        `Token ID: \`${id}\``,
      ].join('\n'),
    ownerCan: ({ id, owner, isTold }: { id: string; owner: string; isTold: boolean }) =>
      `That’s ${owner}’s token, and ${isTold ? 'I told them' : 'I couldn’t message them, so tell them now'}. Only they can revoke it. If they can’t, deactivate them in Dremio. Token ID: \`${id}\`.`,
    unknownOwnerCan: ({ id }: { id: string }) =>
      `That isn’t your token, and I don’t know whose it is. Only its owner can revoke it. If they can’t, deactivate them in Dremio. Token ID: \`${id}\`.`,
    adminCan: ({ id, owner, searchesAll }: { id: string; owner?: string; searchesAll: boolean }) =>
      `${owner === undefined ? 'That isn’t your token, and Dremio doesn’t say whose it is. If you know, run' : `That’s ${owner}’s token. To revoke it, run`} \`/dremio-pat admin revoke @person ${id}\`. ${searchesAll ? 'I’ll search all of their tokens.' : 'That covers tokens created here. For any other, deactivate the person in Dremio.'}`,
  },

  // Showing a token.
  claimUnsure: `I couldn’t finish creating your token. If you see one, don’t use it. Press *${buttons.showToken}* in a few minutes to clean up and try again.`,
  claimLate: `That took too long, so I removed the unfinished token. Press *${buttons.showToken}* to try again.`,
  claimInterrupted: `I was interrupted, so I revoked your token. Press *${buttons.showToken}* in a few minutes to try again.`,
  claimUnwritten: 'Your token works. The message above may take a few minutes to update.',
  showingFailed: `Slack couldn’t show your token, so I revoked it. Press *${buttons.showToken}* to try again.`,
  showingRefused: `Slack doesn’t let me show you the token, so I revoked it. Ask a bot admin to fix that, then press *${buttons.showToken}* again.`,

  /** What the person asked for is done, and Slack refuses the message about it. */
  messageRefused: {
    pending: ({ label }: { label: string }) =>
      `Your request ${label} is waiting for approval, but Slack doesn’t let me message you. \`/dremio-pat requests\` shows how it stands. Ask a bot admin to fix that.`,
    unreviewable: ({ label }: { label: string }) =>
      `Your request ${label} is saved, but Slack doesn’t let me message you or anyone who could approve it. Ask a bot admin to fix that. \`/dremio-pat requests\` shows how it stands.`,
    approved: ({ label }: { label: string }) =>
      `Your request ${label} is approved, but Slack doesn’t let me message you. Ask a bot admin to fix that, then get your token: \`/dremio-pat requests\``,
    decision: ({ label, requester, verdict }: { label: string; requester: string; verdict: 'approved' | 'denied' }) =>
      verdict === 'approved'
        ? `You approved ${label}, but Slack doesn’t let me message ${requester}. Please tell them: \`/dremio-pat requests\` shows it.`
        : `You denied ${label}, but Slack doesn’t let me message ${requester}. Please tell them, and why.`,
    change: ({ label }: { label: string }) =>
      `Done, but Slack doesn’t let me update the message about ${label}. \`/dremio-pat requests\` shows how it stands.`,
  },

  // Slack and storage.
  slackRefused: ({ operation }: { operation: SlackOperation }) =>
    `Slack didn’t let me ${slackOperations[operation]}. Ask a bot admin.`,
  slackBusy: ({ operation }: { operation: SlackOperation }) =>
    `Slack didn’t let me ${slackOperations[operation]}. Please try again.`,
  slackPermission: ({ operation }: { operation: SlackOperation }) =>
    `I don’t have permission to ${slackOperations[operation]} in Slack. Ask a bot admin.`,
  // What was being done may have been done, and only its answer lost.
  storageAway:
    'I’m having trouble right now, so I’m not sure that worked. Check in a few minutes, and try again if it didn’t.',
  storageUnusable:
    'I can’t save anything right now, so nothing changed. Trying again won’t help: please tell a bot admin.',
}

/** `told` are the bot admins who know already. */
function next(told: readonly string[]): string {
  return told.length > 0 ? `I told ${allOf(told)}.` : 'Ask a bot admin.'
}

type Changed = { byFile: boolean; mine: boolean }

function changed({ byFile, mine }: Changed): string {
  const since = mine ? 'your request was approved' : 'this request was made'
  return byFile ? `The rules have changed since ${since}.` : `Something the rules check has changed since ${since}.`
}

function stillMissing(missing: number): string {
  if (missing === 0) return 'You don’t have to do anything else.'
  return `${missing === 1 ? 'One more person' : count(missing, 'more person', 'more people')} ${pick(missing, 'has', 'have')} to approve.`
}

const slackOperations: Record<SlackOperation, string> = {
  answer: 'answer',
  'answer you': 'answer you',
  'be let in': 'sign in',
  connect: 'connect',
  'fill in the form': 'fill in the form',
  'find out which workspace this is': 'find out which workspace this is',
  'find your workspaces': 'find your workspaces',
  'look for a card': 'look for an earlier message',
  'look somebody up': 'look somebody up',
  'open a form': 'open a form',
  'open a socket': 'connect',
  'read a message again': 'read a message again',
  'read a user group': 'see who’s in a user group',
  'read the profile fields': 'read people’s profiles',
  'read who a manager is': 'see who somebody’s manager is',
  'read who somebody is': 'look somebody up',
  'read who you are': 'look you up',
  'remind somebody': 'send a reminder',
  'see whose manager you are': 'see whose manager you are',
  'send you a file': 'send you a file',
  'show Home': 'update Home',
  'show a card': 'send a message',
  'show how a request stands': 'update a request’s messages',
  'sign in': 'sign in',
  'tell the bot admins': 'message the bot admins',
}

const labelRequested = {
  approved: `It’s approved: press *${buttons.showToken}* to get it.`,
  pending: 'It’s waiting for review.',
  open: 'That request is still open.',
}

const tooOften: Record<Facts['too_often']['what'], string> = {
  act: 'You’re going too fast.',
  ask: 'You’ve requested too many tokens.',
  collect: `You’ve pressed *${buttons.showToken}* too many times.`,
  look: 'You’ve opened too many lists and menus.',
  'sign in': 'You’ve asked for too many sign-in links.',
  leak: 'You’ve reported too many tokens.',
  delegate: 'You’ve changed your delegation too many times.',
  link: 'You’ve tried to link your account too many times.',
}

function outdated(what: string): string {
  return `That ${what} is from an older version, so nothing happened. Run \`/dremio-pat\` to start again.`
}
