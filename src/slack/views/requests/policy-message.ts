// The answer to `why`: what would happen to a request, by which rule, who would decide, and the limits.
import type { RuleClock } from '../../../core/policy/clock.ts'
import type { DenyDecision, Policy } from '../../../core/policy/evaluate.ts'
import type { Explanation } from '../../../operations/requests/explain-policy.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { neededFrom } from '../approval-text.ts'
import { actions, blocksIf, button, hint, inlineText, section } from '../block-kit.ts'
import { denialFacts } from './new-request-modal.ts'

export function policyMessage(words: Words, policy: Policy, lifetime: number, explanation: Explanation): Message {
  const { why } = words
  const { outcome, activeTokens, openRequests, maxActive, dependsOnLabel, clock } = explanation
  const { min, max } = policy.lifetime
  const { lapseAfter, claimWithin } = policy.request
  const text = outcomeText(words, policy, lifetime, explanation)
  return {
    text,
    blocks: [
      section(text),
      section(why.limits({ active: activeTokens, most: maxActive, open: openRequests, least: min, longest: max })),
      ...blocksIf(outcome.verdict === 'review', hint(why.lapses({ undecided: lapseAfter, approved: claimWithin }))),
      ...blocksIf(dependsOnLabel && outcome.verdict !== 'deny', hint(why.labelCounts)),
      ...(clock ? [hint(clockText(words, clock))] : []),
      actions(button(words, buttons.newToken, 'new')),
    ],
  }
}

function outcomeText(words: Words, policy: Policy, lifetime: number, explanation: Explanation): string {
  const { why, requestForm } = words
  const { outcome, reviewers, unreadable, allowed, dependsOnLabel } = explanation
  switch (outcome.verdict) {
    case 'approve':
      return why.atOnce({ lifetime, rule: inlineText(outcome.rule) })
    case 'review': {
      const needed = neededFrom([...reviewers.keys()], outcome)
      const text = why.review({ lifetime, rule: inlineText(outcome.rule), ...needed })
      return unreadable === undefined ? text : `${text} ${requestForm.managerUnknown}`
    }
    case 'deny': {
      const text = denied(words, policy, lifetime, outcome)
      return allowed.length > 0 || dependsOnLabel ? `${text} ${why.choices({ allowed })}` : text
    }
    case 'no approver':
      if (outcome.missingGroups) return why.nobodyWithoutGroups({ lifetime, groups: outcome.missingGroups })
      return outcome.unreadable === undefined ? why.nobody({ lifetime }) : why.nobodyWithoutManager({ lifetime })
  }
}

/** If the lifetime is out of bounds, the bounds are named instead of a rule. */
function denied({ why }: Words, { lifetime: { min, max } }: Policy, lifetime: number, denial: DenyDecision): string {
  if (denial.denial.kind === 'lifetime' && lifetime > max) return why.tooLong({ lifetime, most: max })
  if (denial.denial.kind === 'lifetime' && lifetime < min) return why.tooShort({ lifetime, least: min })
  return why.denied({ lifetime, ...denialFacts(denial) })
}

function clockText({ why }: Words, { timeZone, of }: RuleClock): string {
  const zone = inlineText(timeZone)
  return of === 'policy' ? why.zoneOfPolicy({ zone }) : why.yourZone({ zone })
}
