// The form `New Dremio token`: filled in as far as is known, and telling who would decide as soon as that is known.
import type { KnownBlock, ModalView } from '@slack/types'
import { type Ask, type Denial, LONGEST_REASON, lifetimeChoices, type Policy } from '../../../core/policy/evaluate.ts'
import { NO_RULE } from '../../../core/policy/rules.ts'
import { counted, durationText, durationWord } from '../../../core/time/duration.ts'
import type { Preview } from '../../../operations/requests/preview-request.ts'
import { forms } from '../../action-catalog.ts'
import { oauthAdvice } from '../../connect/oauth.ts'
import type { DremioPlace } from '../../interaction.ts'
import { joinWords, managerUnreadable, whoDecides } from '../approval-text.ts'
import { cut, hint, inlineText, LONGEST_META, LONGEST_OPTION, link, modal, plain } from '../block-kit.ts'

/** More than any label may have, so that the form can say beside the field that a label is too long. */
const LONGEST_LABEL = 150

/** What the form is filled in with. `lifetime` in milliseconds. */
export interface RequestDraft {
  label?: string
  lifetime?: number
  /** What was written for a lifetime and is none. */
  unusable?: string
  reason?: string
  /** Id of the token that the new one is to replace. */
  replaces?: string
}

/** Who would decide; or why that is not known; or that this request is denied, and which lifetimes are not. */
export type Outlook = Preview | { unknown: string } | { denied: Pick<Denial, 'rule' | 'because'>; allowed: number[] }

/** `outlook` is undefined as long as it is looked up. */
export function newRequestModal(
  policy: Policy,
  dremio: DremioPlace,
  draft: RequestDraft,
  outlook?: Outlook,
): ModalView {
  const chosen = chosenLifetime(policy, draft)
  const label = cut(draft.label ?? '', LONGEST_LABEL)
  const { unusable: _, ...known } = draft
  const meta = offeredIn({ ...known, label, lifetime: chosen, reason: draft.reason ?? '' })
  return modal(forms.newRequest, meta, [
    {
      type: 'input',
      block_id: 'label',
      label: plain('Label'),
      hint: plain(`What you will recognise it by. ${capital(policy.label.hint)}.`),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        max_length: LONGEST_LABEL,
        placeholder: plain('tableau on my laptop'),
        ...(label && { initial_value: label }),
      },
    },
    {
      type: 'input',
      block_id: 'lifetime',
      label: plain('Lifetime'),
      hint: plain(lifetimeHint(policy, draft)),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: lifetimeChoices(policy, draft.lifetime).map(lifetimeOption),
        initial_option: lifetimeOption(chosen),
      },
    },
    {
      type: 'input',
      block_id: 'reason',
      optional: !policy.reason.required,
      label: plain('Reason'),
      ...(policy.reason.pattern !== undefined && { hint: plain(reasonHint(policy.reason)) }),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        max_length: LONGEST_REASON,
        placeholder: plain('What you need it for'),
        ...(draft.reason && { initial_value: draft.reason }),
      },
    },
    outlookHint(outlook, chosen),
    oauthHint(dremio),
  ])
}

/** An option whose text is in words and whose value reads back to the same milliseconds. */
export function lifetimeOption(milliseconds: number) {
  return { text: plain(durationText(milliseconds), LONGEST_OPTION), value: durationWord(milliseconds) }
}

/** One block whether or not the outlook is known, so that an update of the form leaves alone what was typed meanwhile. */
function outlookHint(outlook: Outlook | undefined, chosen: number): KnownBlock {
  if (outlook === undefined) return hint('One moment, I am looking up who would decide …')
  if ('unknown' in outlook)
    return hint(`I do not know yet who would decide. ${outlook.unknown} You can send this all the same.`)
  if ('denied' in outlook)
    return hint(
      `For ${durationText(chosen)} it would be denied${deniedText(outlook.denied)} ${allowedText(outlook.allowed)}`,
    )
  const { activeTokens, decision, reviewers, unreadable } = outlook
  const have = activeTokens === 0 ? 'You have no active token.' : `You have ${counted(activeTokens, 'active token')}.`
  if (decision.verdict === 'approve')
    return hint(`${have} No review is needed: the rule “${inlineText(decision.rule)}” approves it.`)
  const does = { one: 'would review this request', several: 'would have to approve this request' }
  const unknown = unreadable === undefined ? '' : ` ${managerUnreadable}`
  return hint(`${have} ${whoDecides([...reviewers.keys()], decision, does)}.${unknown}`)
}

/** It is always there: people who do not need a token should not have to find that out elsewhere. */
function oauthHint(dremio: DremioPlace): KnownBlock {
  const { words, page } = oauthAdvice(dremio)
  return hint(`${words} ${link(page, 'What Dremio says about it')}`)
}

/** `, by the rule “short ones only”. Use OAuth.`; where no rule matches, there is none to name. */
export function deniedText({ rule, because }: Pick<Denial, 'rule' | 'because'>): string {
  return rule === NO_RULE
    ? `: ${inlineText(because, 500)}`
    : `, by the rule “${inlineText(rule)}”. ${inlineText(because, 500)}`
}

/** What could be asked for instead of what is denied. */
export function allowedText(allowed: number[]): string {
  if (allowed.length === 0) return 'With another label it may be fine.'
  return `You can ask for ${joinWords(allowed.map(durationText), 'or')}.`
}

/** The draft's lifetime where it can be chosen, else the usual one. */
export function chosenLifetime(policy: Policy, { lifetime }: RequestDraft): number {
  const choices = lifetimeChoices(policy, lifetime)
  return lifetime !== undefined && choices.includes(lifetime) ? lifetime : policy.lifetime.default
}

/** If the lifetime that they wrote cannot be chosen, it says so and what is chosen instead. */
function lifetimeHint(policy: Policy, { lifetime, unusable }: RequestDraft): string {
  const { min, max } = policy.lifetime
  const allowed = `Between ${durationText(min)} and ${durationText(max)}, counted from the moment you collect it.`
  const instead = `I’ve chosen ${durationText(policy.lifetime.default)} instead.`
  if (unusable !== undefined) return `I can’t read “${cut(unusable, 30)}” as a lifetime. ${allowed} ${instead}`
  if (lifetime === undefined || (lifetime >= min && lifetime <= max)) return allowed
  return `${capital(durationText(lifetime))} is too ${lifetime > max ? 'long' : 'short'}. ${allowed} ${instead}`
}

function reasonHint({ hint, pattern = '' }: Policy['reason']): string {
  return `Name ${hint ?? `what fits ${pattern}`}.`
}

/** What the form was opened with, for clients that send untouched fields empty. A reason that does not fit as JSON is left out. */
function offeredIn(ask: Ask & RequestDraft): string {
  const whole = JSON.stringify(ask)
  return whole.length <= LONGEST_META ? whole : JSON.stringify({ ...ask, reason: '' })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
