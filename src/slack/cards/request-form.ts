// The form `New Dremio token`: opened at once from the words, told who would decide as soon as that is known.
import type { KnownBlock, ModalView } from '@slack/types'
import { BotError, isBotError } from '../../core/errors.ts'
import {
  type Ask,
  askErrors,
  type Denial,
  LONGEST_REASON,
  lifetimeChoices,
  type Policy,
} from '../../core/policy/evaluate.ts'
import { NO_RULE } from '../../core/policy/rules.ts'
import { counted, lifetimeInWords, lifetimeWord, readLifetime } from '../../core/time/duration.ts'
import type { Preview } from '../../operations/requests/preview-request.ts'
import { oauthAdvice } from '../connect/oauth.ts'
import type { Button, DremioPlace, Fields, Form, Interaction, OpenForm } from '../interaction.ts'
import { joined, managerUnreadable, whoDecides } from '../views/approval-text.ts'
import { cut, hint, inlineText, LONGEST_META, LONGEST_OPTION, LONGEST_TITLE, link, plain } from '../views/block-kit.ts'
import { noteOf, noteView, waitingView } from '../views/notice-modal.ts'

const TITLE = 'New Dremio token'
/** More than any label may have, so that what is too long can be told beside the field. */
const LONGEST_LABEL = 150

/** What the form is filled in with. `lifetime` in milliseconds. */
export interface Filled {
  label?: string
  lifetime?: number
  /** What was written for a lifetime and can be none. */
  unusable?: string
  reason?: string
  /** Id of the token in whose place it is asked for. */
  rotates?: string
}

export const requestForm: Form = {
  id: 'request-form',
  check: ({ fields, meta, policy }) => askErrors(policy(), readAsk(fields, meta)),
  async submit({ actor, operations, fields, meta }) {
    const ask = readAsk(fields, meta)
    const { rotates } = JSON.parse(meta) as Filled
    if (rotates === undefined) await operations.requestToken(actor, ask)
    else await operations.rotateToken(actor, rotates, ask)
  },
}

export const newToken: Button = {
  id: 'request-form.open',
  press: (clicked) => openRequestForm(clicked, {}),
}

export async function openRequestForm(asked: Interaction, filled: Filled): Promise<void> {
  await fillIn(asked, await asked.open(requestView(asked.policy(), asked.dremio, filled)), filled)
}

/** For what has to be looked up first, which may take longer than the right to open a form lives. */
export async function openRequestFormAfter(asked: Interaction, lookUp: () => Promise<Filled>): Promise<void> {
  const form = await asked.open(waitingView(TITLE))
  try {
    await fillIn(asked, form, await lookUp())
  } catch (error) {
    await form.update(noteView(TITLE, asked.explain(error)))
  }
}

async function fillIn(asked: Interaction, form: OpenForm, filled: Filled): Promise<void> {
  const policy = asked.policy()
  const view = (outlook: Outlook) => requestView(policy, asked.dremio, filled, outlook)
  const ask = { label: '', reason: '', ...filled, lifetime: chosenLifetime(policy, filled) }
  try {
    const outlook = await foresee(asked, ask, lifetimeChoices(policy, filled.lifetime), filled.rotates)
    await form.update(view(outlook))
  } catch (error) {
    const failure = asked.failure(error)
    // Only a refusal makes filling in the form pointless; whatever else is wrong now may be right when it is sent.
    const refused = error instanceof BotError && (error.kind === 'refused' || error.code === 'slack_scope_missing')
    await form.update(refused ? noteOf(TITLE, failure) : view({ unknown: failure.text }))
  }
}

/** What would come of it. Throws what refuses it for good: a rule that denies this lifetime may not deny the next one. */
async function foresee(
  { operations, actor }: Interaction,
  ask: Ask,
  choices: number[],
  rotates: string | undefined,
): Promise<Outlook> {
  try {
    return rotates === undefined
      ? await operations.previewRequest(actor, ask)
      : await operations.previewRotation(actor, rotates, ask)
  } catch (error) {
    if (!isBotError(error, 'policy_denied')) throw error
    const { allowed, dependsOnLabel } = await operations.explainPolicy(actor, ask, choices)
    if (allowed.length === 0 && !dependsOnLabel) throw error
    return { denied: error.facts, allowed }
  }
}

/** Who would decide; or why that is not known; or that these words are denied, and which lifetimes are not. */
export type Outlook = Preview | { unknown: string } | { denied: Pick<Denial, 'rule' | 'because'>; allowed: number[] }

export function requestView(policy: Policy, dremio: DremioPlace, filled: Filled, outlook?: Outlook): ModalView {
  const chosen = chosenLifetime(policy, filled)
  const label = cut(filled.label ?? '', LONGEST_LABEL)
  const { unusable: _, ...meta } = filled
  return {
    type: 'modal',
    callback_id: requestForm.id,
    title: plain(TITLE, LONGEST_TITLE),
    submit: plain('Request', LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    private_metadata: offeredIn({ ...meta, label, lifetime: chosen, reason: filled.reason ?? '' }),
    blocks: [
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
        hint: plain(lifetimeHint(policy, filled)),
        element: {
          type: 'static_select',
          action_id: 'value',
          options: lifetimeChoices(policy, filled.lifetime).map(lifetimeOption),
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
          ...(filled.reason && { initial_value: filled.reason }),
        },
      },
      outlookHint(outlook, chosen),
      oauthHint(dremio),
    ],
  }
}

/** An option whose text is in words and whose value reads back to the same milliseconds. */
export function lifetimeOption(milliseconds: number) {
  return { text: plain(lifetimeInWords(milliseconds), LONGEST_OPTION), value: lifetimeWord(milliseconds) }
}

/** The same block in both versions of the form, so that what was typed meanwhile stays. */
function outlookHint(outlook: Outlook | undefined, chosen: number): KnownBlock {
  if (outlook === undefined) return hint('One moment, I am looking up who would decide …')
  if ('unknown' in outlook)
    return hint(`I do not know yet who would decide. ${outlook.unknown} You can send this all the same.`)
  if ('denied' in outlook)
    return hint(
      `For ${lifetimeInWords(chosen)} it would be denied${denied(outlook.denied)} ${instead(outlook.allowed)}`,
    )
  const { activeTokens, decision, reviewers, unreadable } = outlook
  const have = activeTokens === 0 ? 'You have no active token.' : `You have ${counted(activeTokens, 'active token')}.`
  if (decision.verdict === 'approve')
    return hint(`${have} No review is needed: the rule “${inlineText(decision.rule)}” approves it.`)
  const does = { one: 'would review this request', several: 'would have to approve this request' }
  const unknown = unreadable === undefined ? '' : ` ${managerUnreadable}`
  return hint(`${have} ${whoDecides([...reviewers.keys()], decision, does)}.${unknown}`)
}

/** Quiet, and always there: whoever does not need a token should not have to find that out elsewhere. */
function oauthHint(dremio: DremioPlace): KnownBlock {
  const { words, page } = oauthAdvice(dremio)
  return hint(`${words} ${link(page, 'What Dremio says about it')}`)
}

/** `, by the rule “short ones only”. Use OAuth.`; where no rule holds, there is none to name. */
export function denied({ rule, because }: Pick<Denial, 'rule' | 'because'>): string {
  return rule === NO_RULE
    ? `: ${inlineText(because, 500)}`
    : `, by the rule “${inlineText(rule)}”. ${inlineText(because, 500)}`
}

/** What can be changed about an ask that is denied. */
export function instead(allowed: number[]): string {
  if (allowed.length === 0) return 'With another label it may be fine.'
  return `You can ask for ${joined(allowed.map(lifetimeInWords), 'or')}.`
}

function chosenLifetime(policy: Policy, { lifetime }: Filled): number {
  const choices = lifetimeChoices(policy, lifetime)
  return lifetime !== undefined && choices.includes(lifetime) ? lifetime : policy.lifetime.default
}

/** What could not be chosen for them is said, together with what stands in its place. */
function lifetimeHint(policy: Policy, { lifetime, unusable }: Filled): string {
  const { min, max } = policy.lifetime
  const allowed = `Between ${lifetimeInWords(min)} and ${lifetimeInWords(max)}, counted from the moment you collect it.`
  const instead = `I’ve chosen ${lifetimeInWords(policy.lifetime.default)} instead.`
  if (unusable !== undefined) return `I can’t read “${cut(unusable, 30)}” as a lifetime. ${allowed} ${instead}`
  if (lifetime === undefined || (lifetime >= min && lifetime <= max)) return allowed
  return `${capital(lifetimeInWords(lifetime))} is too ${lifetime > max ? 'long' : 'short'}. ${allowed} ${instead}`
}

function reasonHint({ hint, pattern = '' }: Policy['reason']): string {
  return `Name ${hint ?? `what fits ${pattern}`}.`
}

/** A reason that does not fit, written as JSON, is left out: clients that send initial values need none of this. */
function offeredIn(ask: Ask & Filled): string {
  const whole = JSON.stringify(ask)
  return whole.length <= LONGEST_META ? whole : JSON.stringify({ ...ask, reason: '' })
}

/** A field that was not touched may arrive empty from clients that do not send initial values: then it is what was offered. */
function readAsk(fields: Fields, meta: string): Ask {
  const offered = JSON.parse(meta) as Ask
  const lifetime = fields.lifetime === undefined ? offered.lifetime : readLifetime(fields.lifetime)
  return {
    label: (fields.label ?? offered.label).trim(),
    lifetime: lifetime ?? Number.NaN,
    reason: fields.reason ?? offered.reason,
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
