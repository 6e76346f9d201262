// The form `New Dremio token`: prefilled with what is known, and with who would decide as soon as that is looked up.
import type { Button, KnownBlock, ModalView } from '@slack/types'
import { cleanLine } from '../../../core/clean-text.ts'
import {
  type Ask,
  type DenyDecision,
  LONGEST_REASON,
  lifetimeChoices,
  NO_RULE,
  type Policy,
} from '../../../core/policy/evaluate.ts'
import { durationWord } from '../../../core/time/duration.ts'
import type { Preview } from '../../../operations/requests/preview-request.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import { oauthPage } from '../../connect/oauth.ts'
import type { DremioPlace } from '../../interaction.ts'
import { escapedDenial, neededFrom, ruleName } from '../approval-text.ts'
import {
  button,
  cut,
  hint,
  inlineText,
  LONGEST_META,
  LONGEST_OPTION,
  LONGEST_VALUE,
  modal,
  plain,
} from '../block-kit.ts'

/** Longer than any label may be, so that the form can show the error beside the field. */
const LONGEST_LABEL = 150

/** The values with which the form is prefilled. `lifetime` in milliseconds. */
export interface RequestDraft {
  label?: string
  lifetime?: number
  /** The typed text for a lifetime that cannot be read. */
  unusable?: string
  reason?: string
  /** Id of the token that the new one replaces. */
  replaces?: string
}

/** Who would decide; or why that is unknown; or the denial, with the lifetimes that are allowed. */
export type Outlook =
  | Preview
  | { unknown: string }
  | { denied: Pick<DenyDecision, 'rule' | 'denial'>; allowed: number[] }

/** `outlook` is undefined while it is looked up. */
export function newRequestModal(
  words: Words,
  policy: Policy,
  dremio: DremioPlace,
  draft: RequestDraft,
  outlook?: Outlook,
): ModalView {
  const { requestForm } = words
  const { fields } = words.labels.forms.newRequest
  const chosen = chosenLifetime(policy, draft)
  const label = cut(draft.label ?? '', LONGEST_LABEL)
  const { unusable: _, ...known } = draft
  const meta = offeredIn({ ...known, label, lifetime: chosen, reason: draft.reason ?? '' })
  return modal(words, forms.newRequest, meta, [
    {
      type: 'input',
      block_id: 'label',
      label: plain(fields.label),
      hint: plain(requestForm.labelHint(policy.label)),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        max_length: LONGEST_LABEL,
        placeholder: plain(requestForm.labelPlaceholder),
        ...(label && { initial_value: label }),
      },
    },
    {
      type: 'input',
      block_id: 'lifetime',
      label: plain(fields.lifetime),
      hint: plain(lifetimeHint(words, policy, draft)),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: lifetimeChoices(policy, draft.lifetime).map((lifetime) => lifetimeOption(words, lifetime)),
        initial_option: lifetimeOption(words, chosen),
      },
    },
    {
      type: 'input',
      block_id: 'reason',
      optional: !policy.reason.required,
      label: plain(fields.reason),
      ...(policy.reason.pattern !== undefined && { hint: plain(requestForm.reasonHint(policy.reason)) }),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        max_length: LONGEST_REASON,
        placeholder: plain(requestForm.reasonPlaceholder),
        ...(draft.reason && { initial_value: draft.reason }),
      },
    },
    outlookHint(words, outlook, chosen),
    // Always shown, so that people who do not need a token learn that here.
    hint(requestForm.oauth({ withAssistants: dremio.edition === 'cloud', page: oauthPage(dremio) })),
  ])
}

/** An option with the lifetime in words, whose value parses to the same milliseconds. */
export function lifetimeOption({ requestForm }: Words, lifetime: number) {
  return { text: plain(requestForm.lifetime({ lifetime }), LONGEST_OPTION), value: durationWord(lifetime) }
}

/** Always one block, so that an update of the form keeps what the person has typed meanwhile. */
function outlookHint({ requestForm }: Words, outlook: Outlook | undefined, lifetime: number): KnownBlock {
  if (outlook === undefined) return hint(requestForm.lookingUp)
  if ('unknown' in outlook) return hint(requestForm.unknown({ why: outlook.unknown }))
  if ('denied' in outlook) {
    return hint(requestForm.notAllowed({ lifetime, ...denialFacts(outlook.denied), allowed: outlook.allowed }))
  }
  const { decision, reviewers, unreadable } = outlook
  if (decision.verdict === 'approve') return hint(requestForm.noReview({ rule: inlineText(decision.rule) }))
  const who = requestForm.willReview(neededFrom([...reviewers.keys()], decision))
  return hint(unreadable === undefined ? who : `${who} ${requestForm.managerUnknown}`)
}

/** The denial's facts for a sentence; without a matching rule there is no name. */
export function denialFacts({ rule, denial }: Pick<DenyDecision, 'rule' | 'denial'>) {
  return { rule: ruleName(rule), denial: escapedDenial(denial) }
}

/** The same in plain text, for an error at a field, which has no formatting. */
export function plainDenialFacts({ rule, denial }: Pick<DenyDecision, 'rule' | 'denial'>) {
  return { rule: rule === NO_RULE ? undefined : cut(cleanLine(rule), 150), denial }
}

/** The draft's lifetime if it can be chosen, else the default. */
export function chosenLifetime(policy: Policy, { lifetime }: RequestDraft): number {
  const choices = lifetimeChoices(policy, lifetime)
  return lifetime !== undefined && choices.includes(lifetime) ? lifetime : policy.lifetime.default
}

/** Explains it if the typed lifetime cannot be chosen, and names the preselected one. */
function lifetimeHint({ requestForm }: Words, policy: Policy, { lifetime, unusable }: RequestDraft): string {
  const { min, max } = policy.lifetime
  const chosen = policy.lifetime.default
  if (unusable !== undefined) return requestForm.unreadableLifetime({ typed: cut(unusable, 30), chosen })
  if (lifetime !== undefined && lifetime > max) return requestForm.tooLong({ asked: lifetime, most: max, chosen })
  if (lifetime !== undefined && lifetime < min) return requestForm.tooShort({ asked: lifetime, least: min, chosen })
  return requestForm.lifetimeHint
}

/** The values with which the form was opened, for clients that send untouched fields empty. */
function offeredIn(ask: Ask & RequestDraft): string {
  return draftWithin(ask, LONGEST_META)
}

/** Opens the form with this draft: what the request would have stored, so a pasted token was refused before. */
export function reopenButton(words: Words, draft: RequestDraft): Button {
  return button(words, buttons.reopenRequestForm, draftWithin(draft, LONGEST_VALUE))
}

/** Empty for a value that cannot be read. */
export function readDraftValue(value: string): RequestDraft {
  try {
    const draft: unknown = JSON.parse(value)
    return typeof draft === 'object' && draft !== null ? draft : {}
  } catch {
    return {}
  }
}

/** A reason that makes the JSON too long is left out. */
function draftWithin(draft: RequestDraft, most: number): string {
  const whole = JSON.stringify(draft)
  return whole.length <= most ? whole : JSON.stringify({ ...draft, reason: '' })
}
