// The answer to `why`: what would happen to a request, by which rule, who would decide, and the limits.
import type { RuleClock } from '../../../core/policy/clock.ts'
import type { DenyDecision, Policy } from '../../../core/policy/evaluate.ts'
import { counted, durationText } from '../../../core/time/duration.ts'
import type { Explanation } from '../../../operations/requests/explain-policy.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { managerUnreadable, whoDecides } from '../approval-text.ts'
import { actions, blocksIf, button, hint, inlineText, section } from '../block-kit.ts'
import { allowedText, deniedText } from './new-request-modal.ts'

export function policyMessage(policy: Policy, lifetime: number, explanation: Explanation): Message {
  const { outcome, reviewers, unreadable, activeTokens, openRequests, maxActive, allowed, dependsOnLabel } = explanation
  const { clock } = explanation
  const what = `A token for ${durationText(lifetime)}`
  const { min, max } = policy.lifetime
  const open = openRequests === 0 ? '' : `, and ${counted(openRequests, 'open request')}`
  const limits = `You have ${activeTokens} of at most ${maxActive} active tokens${open}. Lifetimes lie between ${durationText(min)} and ${durationText(max)}.`
  const text = outcomeText()
  return {
    text,
    blocks: [
      section(text),
      section(limits),
      ...blocksIf(outcome.verdict === 'review', hint(times(policy))),
      ...blocksIf(
        dependsOnLabel,
        hint('Some rules look at the label as well; this is the answer for a request without one.'),
      ),
      ...(clock ? [hint(clockText(clock))] : []),
      actions(button(buttons.newToken, 'new')),
    ],
  }

  function outcomeText(): string {
    switch (outcome.verdict) {
      case 'approve':
        return `${what} would be approved at once, by the rule “${inlineText(outcome.rule)}”. Nobody has to review it.`
      case 'review': {
        const does = { one: 'would review it', several: 'would have to approve it' }
        return `${what} would be reviewed, by the rule “${inlineText(outcome.rule)}”. ${whoDecides([...reviewers.keys()], outcome, does)}.${unreadable === undefined ? '' : ` ${managerUnreadable}`}`
      }
      case 'deny': {
        const other = allowed.length > 0 || dependsOnLabel ? ` ${allowedText(allowed)}` : ''
        return `${what} would be denied${why(outcome)}${other}`
      }
      case 'no approver':
        if (outcome.unreadable !== undefined)
          return `${what} would be refused: there's nobody to review it. ${managerUnreadable} Ask a bot admin.`
        return `${what} would be refused: the rule “${inlineText(outcome.rule)}” wants a review, but too few people are there to review it (you cannot review your own request). An administrator should name approvers in \`APPROVERS\` or in that rule.`
    }
  }

  /** If the lifetime is out of bounds, the bounds are named instead of a rule. */
  function why(denial: DenyDecision): string {
    if (!denial.tooMany && lifetime > max) return `: ${durationText(max)} is the maximum.`
    if (!denial.tooMany && lifetime < min) return `: ${durationText(min)} is the minimum.`
    return deniedText(denial)
  }
}

function clockText({ timeZone, of }: RuleClock): string {
  const zone = inlineText(timeZone)
  return of === 'policy'
    ? `Hours and days in the rules are ${zone} time.`
    : `Hours and days in the rules are your Slack time zone (${zone}).`
}

function times({ request: { lapseAfter, claimWithin } }: Policy): string {
  return `An undecided request lapses after ${durationText(lapseAfter)}, an approved one that nobody collects after ${durationText(claimWithin)}.`
}
