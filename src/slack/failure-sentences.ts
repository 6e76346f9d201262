// The longer sentences for failures: leaked tokens of other people, missing reviewers, rate limits.
import type { Facts } from '../core/errors.ts'
import { durationText, HOUR, MINUTE, SECOND } from '../core/time/duration.ts'
import { shortId } from '../core/tokens/token-id.ts'
import type { Words } from '../words/words.ts'
import { inlineText, mention } from './views/block-kit.ts'

export function leakSentence({ tid, forOthers, administrator, owner }: Facts['unknown_leak']): string {
  if (!administrator) {
    const whoCan = forOthers.revoke ? ' An administrator of this bot can revoke it, with `/dremio-pat leaked` too.' : ''
    return `That is refused: I find no such token among yours, so I revoked nothing.\n• Somebody else’s? Then tell them and an administrator now: until it is revoked, whoever has it can use it.${whoCan}\n• Yours, and made elsewhere? Then look for it in Dremio (Account Settings, Personal Access Tokens), and revoke it there.\nIts id begins with \`${shortId(tid)}\`.`
  }
  const whose = owner === undefined ? 'it is not yours, and I do not know whose' : `it is ${mention(owner)}’s`
  if (!forOthers.revoke) {
    const told = owner === undefined ? '' : ' I have told them.'
    return `That is refused: ${whose}, and on this Dremio nobody can revoke other people’s tokens.${told} Its owner has to revoke it, or you deactivate them in Dremio. Its id begins with \`${shortId(tid)}\`.`
  }
  const among = forOthers.list
    ? 'I look among all of theirs.'
    : 'That ends what was made with me. For any other, deactivate the person in Dremio.'
  return `That is refused: ${whose}, since Dremio does not say whose a token is. If you know the person, type \`/dremio-pat admin revoke @person ${shortId(tid)}\`. ${among}`
}

export function noApproverSentence({ rule, unreadable }: Facts['no_approver'], words: Words): string {
  return unreadable === undefined
    ? `Your request is refused: the rule “${inlineText(rule)}” wants a review, but too few people are there to review it (you cannot review your own request). An administrator should name approvers in \`APPROVERS\` or in that rule of the policy file, or say there or in Slack who your manager is.`
    : `There's nobody to review your request (rule “${inlineText(rule)}”). ${words.requestForm.managerUnknown} Ask a bot admin.`
}

export function notAnApproverSentence(facts: Facts['not_an_approver']): string {
  if (facts.of === 'request') return 'That is refused: you are not among those who may review this request now.'
  return facts.asksManagers
    ? 'Only approvers can delegate reviews. No rule names you, and I don’t know of anybody whose manager you are. I learn that when they ask for a token: try again then, or ask a bot admin to name you.'
    : 'Only approvers can delegate reviews, and no rule names you. Ask a bot admin if you should be one.'
}

export function limitSentence({ what, wait }: Facts['too_often']): string {
  return `That is refused for now: you ${tooOften[what]} too often. Try again in ${roughly(wait)}.`
}

const tooOften: Record<Facts['too_often']['what'], string> = {
  act: 'clicked or typed',
  ask: 'asked for a token',
  collect: 'pressed *Show token*',
  look: 'looked',
  'sign in': 'asked for a link to sign in',
  leak: 'reported a token',
  delegate: 'delegated your reviews',
  link: 'asked to be linked',
}

/** Rounded up, so that a person who waits this long is not refused again. */
function roughly(wait: number): string {
  const unit = wait <= MINUTE ? SECOND : wait <= HOUR ? MINUTE : HOUR
  return durationText(Math.ceil(wait / unit) * unit)
}

/** To the requester (`mine`) or to a reviewer, whose click came before they could see the change. */
export function policyChangedSentence({ state, lifetime, mine, byFile, because }: Facts['policy_changed']): string {
  const what = byFile ? 'The rules have changed' : 'Something that the rules look at has changed'
  const so = `${what} since ${mine ? 'your request was approved' : 'this request was made'}.`
  switch (state) {
    case 'denied':
      return `${so} It is denied now. ${inlineText(because ?? '', 500)}`.trim()
    case 'pending':
      return mine
        ? `${so} It needs a review again: you hear here when it is decided.`
        : `${so} It can be for ${durationText(lifetime)} at most. Look at the card, then decide.`
    default:
      return mine
        ? `${so} It can be for ${durationText(lifetime)} at most. If that helps you, press *Show token* again.`
        : `${so} It is approved now, and nothing is left to decide.`
  }
}
