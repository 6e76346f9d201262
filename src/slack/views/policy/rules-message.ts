// The answer to `admin policy`: the rules in use, in words, with everything that the file leaves to its default.
import type { KnownBlock } from '@slack/types'
import type { Policy, Rule } from '../../../core/policy/evaluate.ts'
import type { Conditions } from '../../../core/policy/rules.ts'
import { asksForTime } from '../../../core/policy/rules-broken.ts'
import type { PolicyInUse } from '../../../operations/policy/show-policy.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import {
  actions,
  blocksIf,
  button,
  dateOfYear,
  hint,
  inlineText,
  LONGEST_SECTION,
  mention,
  section,
} from '../block-kit.ts'
import { mentioned } from '../reviewer-role-text.ts'

/** Blocks of rules; a message has fifty: https://docs.slack.dev/reference/block-kit/blocks */
const MOST_RULE_BLOCKS = 35
/** Rules of usual length that fit into one block. */
const RULES_A_BLOCK = 4
const LONGEST_PATTERN = 200
const LONGEST_BECAUSE = 500

export function policyRulesMessage(words: Words, { policy, noted, isBuiltIn }: PolicyInUse): Message {
  const { policyRules } = words
  const { version } = policy
  const isNoted = noted?.version === version
  const since = isNoted ? dateOfYear(noted.since) : undefined
  const top = [
    `*${policyRules.title}*`,
    isBuiltIn ? policyRules.builtIn : '',
    policyRules.version({ version: inlineText(version), since }),
  ].filter(Boolean)
  const elsewhere = noted && !isNoted ? policyRules.elsewhere({ version: inlineText(noted.version) }) : ''
  return {
    text: top.join('\n'),
    blocks: [
      section(top.join('\n')),
      ...blocksIf(elsewhere, section(elsewhere)),
      section(limits(words, policy)),
      ...rules(words, policy),
      section(times(words, policy)),
      section(reminders(words, policy)),
      actions(button(words, buttons.previewPolicy, 'policy')),
      hint(words.help.privately),
    ],
  }
}

function limits({ policyRules: { limits: words } }: Words, policy: Policy): string {
  const { lifetime, tokens, label, reason } = policy
  return [
    `*${words.title}*`,
    words.lifetimes({ least: lifetime.min, most: lifetime.max, usual: lifetime.default, choices: lifetime.choices }),
    words.tokens({ most: tokens.maxActive }),
    words.labels({ form: formOf(label.form), pattern: pattern(label.pattern) }),
    reason.required ? words.reasonNeeded : words.reasonOptional,
    ...(reason.pattern === undefined
      ? []
      : [
          words.reasonForm({
            pattern: pattern(reason.pattern),
            ...(reason.hint !== undefined && { hint: inlineText(reason.hint, 200) }),
          }),
        ]),
  ].join('\n')
}

function formOf(form: Policy['label']['form']): Policy['label']['form'] {
  return typeof form === 'string' ? form : { hint: inlineText(form.hint, 200) }
}

function pattern(source: string): string {
  return inlineText(source, LONGEST_PATTERN)
}

/** As few rules in one block as there is room for, so that they stand apart. */
function rules(words: Words, policy: Policy): KnownBlock[] {
  const { policyRules } = words
  const texts = policy.rules.map((rule, index) => ruleText(words, policy, rule, index + 1))
  const together = texts.length <= MOST_RULE_BLOCKS ? 1 : RULES_A_BLOCK
  const blocks: string[][] = []
  for (const text of texts) {
    const last = blocks.at(-1)
    const fits = last && last.length < together && [...last, text].join('\n\n').length <= LONGEST_SECTION
    if (fits) last.push(text)
    else blocks.push([text])
  }
  const shown = blocks.slice(0, MOST_RULE_BLOCKS)
  const amount = texts.length - shown.flat().length
  return [
    section(`*${policyRules.rules.title}*\n${policyRules.rules.first}`),
    ...shown.map((some) => section(some.join('\n\n'))),
    section([...(amount > 0 ? [policyRules.rules.more({ amount })] : []), policyRules.rules.noMatch].join('\n')),
  ]
}

function ruleText(words: Words, policy: Policy, rule: Rule, number: number): string {
  const { rules } = words.policyRules
  return rules.rule({
    number,
    name: inlineText(rule.name),
    text: rules.line({ conditions: conditionsText(words, rule.when), outcome: outcomeText(words, policy, rule) }),
  })
}

function outcomeText({ policyRules: { rules } }: Words, { request }: Policy, rule: Rule): string {
  if (rule.then === 'approve') return rules.approve
  if (rule.then === 'deny') return rules.deny({ because: inlineText(rule.because, LONGEST_BECAUSE) })
  const { approvers, fallback, quorum, channel } = rule
  const review = rules.review({
    approvers: mentioned(approvers),
    quorum: quorum.people,
    differentGroups: quorum.differentGroups,
    ...(channel !== undefined && { channel: `<#${channel}>` }),
  })
  if (fallback.length === 0) return review
  return `${review} ${rules.fallback({ after: request.escalateAfter, fallback: mentioned(fallback) })}`
}

type ConditionTexts = { [Name in keyof Conditions]-?: (wanted: NonNullable<Conditions[Name]>) => string }

/** In the order in which they read best: how long, what, who, when. */
function conditionsText({ policyRules: { conditions }, clock }: Words, when: Conditions): string[] {
  const group = (id: string) => `<!subteam^${id}>`
  const texts: ConditionTexts = {
    lifetimeUpTo: (most) => conditions.lifetimeUpTo({ most }),
    lifetimeOver: (least) => conditions.lifetimeOver({ least }),
    rotation: (wanted) => (wanted ? conditions.rotation : conditions.noRotation),
    label: (source) => conditions.label({ pattern: pattern(source) }),
    user: (people) => conditions.user({ people: people.map(mention) }),
    inGroup: (groups) => conditions.inGroup({ groups: groups.map(group) }),
    notInGroup: (groups) => conditions.notInGroup({ groups: groups.map(group) }),
    activeTokensOver: (most) => conditions.activeTokensOver({ most }),
    days: (days) => conditions.days({ days }),
    hours: ({ from, to }) =>
      conditions.hours({ from: clock.hour({ minutes: from }), to: clock.hour({ minutes: to % 1_440 }) }),
  }
  return (Object.keys(texts) as (keyof ConditionTexts)[]).flatMap((name) => {
    const wanted = when[name]
    return wanted === undefined ? [] : [(texts[name] as (wanted: unknown) => string)(wanted)]
  })
}

function times({ policyRules: { times: words }, clock }: Words, policy: Policy): string {
  const { request, receipt, rotation, timeZone } = policy
  const { nudgeAfter, nudgeHours, nudgeDays } = request
  const hours =
    nudgeHours === 'any'
      ? undefined
      : { from: clock.hour({ minutes: nudgeHours.from }), to: clock.hour({ minutes: nudgeHours.to % 1_440 }) }
  return [
    `*${words.title}*`,
    words.lapses({ undecided: request.lapseAfter, approved: request.claimWithin }),
    words.nudges({ after: nudgeAfter, hours, days: nudgeDays }),
    words.escalates({ after: request.escalateAfter, whenAway: request.skipAway }),
    words.remindsClaim({ after: request.remindClaimAfter }),
    words.receipt({ ask: receipt.chaseAfter, revoke: receipt.revokeAfter, returns: receipt.returns }),
    words.rotation({ grace: rotation.grace, most: rotation.atMost }),
    ...(timeZone === undefined ? [] : [words.zone({ zone: inlineText(timeZone) })]),
    ...(timeZone === undefined && asksForTime(policy) ? [words.ownZone] : []),
  ].join('\n')
}

function reminders({ policyRules, clock }: Words, { reminders: rules, managers }: Policy): string {
  const { reminders: words } = policyRules
  const { before, at, days, digestFrom, escalateAfterIgnored } = rules
  const people = Object.keys(managers.map).length
  const field = inlineText(managers.field)
  return [
    `*${words.title}*`,
    words.when({ before, at: at === 'any' ? undefined : clock.hour({ minutes: at }), days }),
    words.together({ from: digestFrom }),
    words.ignored({ after: escalateAfterIgnored }),
    people > 0 ? policyRules.managers.mapped({ people, field }) : policyRules.managers.field({ field }),
  ].join('\n')
}
