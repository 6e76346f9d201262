// Opens the form `New Dremio token`, shows who would decide, and submits the request.
import { BotError, type Facts, isBotError } from '../../../core/errors.ts'
import { type Ask, askProblems, cleanAsk, lifetimeChoices } from '../../../core/policy/evaluate.ts'
import { parseDuration } from '../../../core/time/duration.ts'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import type {
  ButtonClick,
  FieldErrors,
  Fields,
  FormHandler,
  Interaction,
  ModalSubmission,
  OpenForm,
} from '../../interaction.ts'
import { noticeModal, noticeModalOf, waitingModal } from '../../views/notice-modal.ts'
import {
  chosenLifetime,
  newRequestModal,
  type Outlook,
  plainDenialFacts,
  type RequestDraft,
  readDraftValue,
  reopenButton,
} from '../../views/requests/new-request-modal.ts'

export const newRequestForm: FormHandler = {
  check({ fields, meta, policy, words }) {
    return inWords(words, askProblems(policy(), readAsk(fields, meta)))
  },
  async submit({ actor, operations, fields, meta }) {
    const { replaces, ...ask } = readDraft(fields, meta)
    if (replaces === undefined) await operations.requestToken(actor, ask)
    else await operations.rotateToken(actor, replaces, ask)
    return undefined
  },
  refused: refusedFields,
  reopen: ({ fields, meta, words }) => reopenButton(words, readDraft(fields, meta)),
}

/** The value is what was typed in a form that was closed before it was refused. */
export async function reopenNewRequestForm(click: ButtonClick): Promise<void> {
  await openNewRequestForm(click, readDraftValue(click.value))
}

function inWords({ denials }: Words, problems: Facts['ask_invalid']['fields']): FieldErrors {
  return Object.fromEntries(Object.entries(problems).map(([field, problem]) => [field, denials.field(problem)]))
}

/** A denial is about the lifetime if another one is allowed, else about the label if a rule looks at that. */
async function refusedFields(
  { actor, operations, policy, fields, meta, words }: ModalSubmission,
  error: BotError,
): Promise<FieldErrors | undefined> {
  if (isBotError(error, 'ask_invalid')) return inWords(words, error.facts.fields)
  if (isBotError(error, 'label_in_use')) {
    const { label, token, request } = error.facts
    const { requestForm } = words
    if (token) return { label: requestForm.labelInUse({ label }) }
    return { label: requestForm.labelRequested({ label, isApproved: request?.state === 'approved' }) }
  }
  if (!isBotError(error, 'policy_denied')) return undefined
  const ask = readAsk(fields, meta)
  const { allowed, dependsOnLabel } = await operations.explainPolicy(
    actor,
    ask,
    lifetimeChoices(policy(), ask.lifetime),
  )
  const denied = words.requestForm.notAllowed({ ...plainDenialFacts(error.facts), lifetime: ask.lifetime, allowed })
  if (allowed.length > 0) return { lifetime: denied }
  return dependsOnLabel ? { label: denied } : undefined
}

export async function openNewRequestForm(interaction: Interaction, draft: RequestDraft): Promise<void> {
  const { open, policy, dremio, words } = interaction
  await fillIn(interaction, await open(newRequestModal(words, policy(), dremio, draft)), draft)
}

/**
 * For a draft that has to be looked up first, which may take longer than the three seconds in which a form can be
 * opened.
 */
export async function openNewRequestFormAfter(
  interaction: Interaction,
  lookUp: () => Promise<RequestDraft>,
): Promise<void> {
  const form = await interaction.open(waitingModal(interaction.words, forms.newRequest))
  try {
    await fillIn(interaction, form, await lookUp())
  } catch (error) {
    await form.update(noticeModal(interaction.words, forms.newRequest, interaction.explain(error)))
  }
}

async function fillIn(interaction: Interaction, form: OpenForm, draft: RequestDraft): Promise<void> {
  const policy = interaction.policy()
  const view = (outlook: Outlook) => newRequestModal(interaction.words, policy, interaction.dremio, draft, outlook)
  const ask = { label: '', reason: '', ...draft, lifetime: chosenLifetime(policy, draft) }
  try {
    const outlook = await outlookFor(interaction, ask, lifetimeChoices(policy, draft.lifetime), draft.replaces)
    await form.update(view(outlook))
  } catch (error) {
    const failure = interaction.failure(error)
    // Only a refusal makes the form useless; other failures may be over when it is submitted.
    const isRefused = error instanceof BotError && (error.kind === 'refused' || error.code === 'slack_scope_missing')
    await form.update(
      isRefused ? noticeModalOf(interaction.words, forms.newRequest, failure) : view({ unknown: failure.text }),
    )
  }
}

/** Previews the request. Throws a final refusal; a rule that denies this lifetime may allow another one. */
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

/** With the token that is to be replaced, if one is. */
function readDraft(fields: Fields, meta: string): Ask & Pick<RequestDraft, 'replaces'> {
  // A form that was opened before an upgrade has the earlier name.
  const { rotates, replaces = rotates } = JSON.parse(meta) as RequestDraft & { rotates?: string }
  return { ...readAsk(fields, meta), ...(replaces !== undefined && { replaces }) }
}

/** Some clients send untouched fields empty; then the value that was offered counts. */
function readAsk(fields: Fields, meta: string): Ask {
  const offered = JSON.parse(meta) as Ask
  const lifetime = fields.lifetime === undefined ? offered.lifetime : parseDuration(fields.lifetime)
  return cleanAsk({
    label: fields.label ?? offered.label,
    lifetime: lifetime ?? Number.NaN,
    reason: fields.reason ?? offered.reason,
  })
}
