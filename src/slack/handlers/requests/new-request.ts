// Opens the form `New Dremio token`, fills in who would decide, and requests what is sent.
import { BotError, isBotError } from '../../../core/errors.ts'
import { type Ask, askErrors, lifetimeChoices } from '../../../core/policy/evaluate.ts'
import { parseDuration } from '../../../core/time/duration.ts'
import { forms } from '../../action-catalog.ts'
import type { Fields, FormHandler, Interaction, OpenForm } from '../../interaction.ts'
import { noticeModal, noticeModalOf, waitingModal } from '../../views/notice-modal.ts'
import {
  chosenLifetime,
  newRequestModal,
  type Outlook,
  type RequestDraft,
} from '../../views/requests/new-request-modal.ts'

export const newRequestForm: FormHandler = {
  check: ({ fields, meta, policy }) => askErrors(policy(), readAsk(fields, meta)),
  async submit({ actor, operations, fields, meta }) {
    const ask = readAsk(fields, meta)
    const { replaces } = JSON.parse(meta) as RequestDraft
    if (replaces === undefined) await operations.requestToken(actor, ask)
    else await operations.rotateToken(actor, replaces, ask)
  },
}

export async function openNewRequestForm(interaction: Interaction, draft: RequestDraft): Promise<void> {
  const { open, policy, dremio } = interaction
  await fillIn(interaction, await open(newRequestModal(policy(), dremio, draft)), draft)
}

/** For a draft that has to be looked up first, which may take longer than the right to open a form lives. */
export async function openNewRequestFormAfter(
  interaction: Interaction,
  lookUp: () => Promise<RequestDraft>,
): Promise<void> {
  const form = await interaction.open(waitingModal(forms.newRequest))
  try {
    await fillIn(interaction, form, await lookUp())
  } catch (error) {
    await form.update(noticeModal(forms.newRequest, interaction.explain(error)))
  }
}

async function fillIn(interaction: Interaction, form: OpenForm, draft: RequestDraft): Promise<void> {
  const policy = interaction.policy()
  const view = (outlook: Outlook) => newRequestModal(policy, interaction.dremio, draft, outlook)
  const ask = { label: '', reason: '', ...draft, lifetime: chosenLifetime(policy, draft) }
  try {
    const outlook = await outlookFor(interaction, ask, lifetimeChoices(policy, draft.lifetime), draft.replaces)
    await form.update(view(outlook))
  } catch (error) {
    const failure = interaction.failure(error)
    // Only a refusal makes the form pointless; whatever else is wrong now may be right when it is sent.
    const isRefused = error instanceof BotError && (error.kind === 'refused' || error.code === 'slack_scope_missing')
    await form.update(isRefused ? noticeModalOf(forms.newRequest, failure) : view({ unknown: failure.text }))
  }
}

/** What would come of the request. Throws what refuses it for good; a rule that denies this lifetime may allow another one. */
async function outlookFor(
  { operations, actor }: Interaction,
  ask: Ask,
  choices: number[],
  replaces: string | undefined,
): Promise<Outlook> {
  try {
    return replaces === undefined
      ? await operations.previewRequest(actor, ask)
      : await operations.previewRotation(actor, replaces, ask)
  } catch (error) {
    if (!isBotError(error, 'policy_denied')) throw error
    const { allowed, dependsOnLabel } = await operations.explainPolicy(actor, ask, choices)
    if (allowed.length === 0 && !dependsOnLabel) throw error
    return { denied: error.facts, allowed }
  }
}

/** Some clients send a field empty that was not touched: then what was offered in it counts. */
function readAsk(fields: Fields, meta: string): Ask {
  const offered = JSON.parse(meta) as Ask
  const lifetime = fields.lifetime === undefined ? offered.lifetime : parseDuration(fields.lifetime)
  return {
    label: (fields.label ?? offered.label).trim(),
    lifetime: lifetime ?? Number.NaN,
    reason: fields.reason ?? offered.reason,
  }
}
