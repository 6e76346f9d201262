// Shows the rules in use, opens the form that takes another policy file, and shows what that file would change.
import { type BotError, isBotError } from '../../../core/errors.ts'
import type { PolicyFileProblem } from '../../../core/policy/policy-reading.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { FieldErrors, Fields, FormHandler, Interaction } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import { fileParts, previewMessage, previewPolicyModal } from '../../views/policy/preview-modal.ts'
import { policyRulesMessage } from '../../views/policy/rules-message.ts'

/** A field shows one line or two; the other problems often follow from the first. */
const MOST_PROBLEMS = 3

export async function answerPolicy({ operations, actor, answer, words }: Interaction): Promise<void> {
  await answer(policyRulesMessage(words, await operations.showPolicy(actor)))
}

export async function openPreviewPolicyForm({ actor, operations, open, explain, words }: Interaction): Promise<void> {
  const form = await open(previewPolicyModal(words))
  try {
    await operations.admitAdministrator(actor)
  } catch (error) {
    await form.update(noticeModal(words, forms.previewPolicy, explain(error)))
  }
}

export const previewPolicyForm: FormHandler = {
  verbatim: fileParts,
  check: ({ fields, words }) =>
    Object.values(fields).some((part) => part?.trim()) ? {} : { [fileParts[0]]: words.policyPreview.empty },
  async submit({ operations, actor, fields, words }) {
    const { preview, file } = await operations.previewPolicyFile(actor, joined(fields))
    return { inForm: previewMessage(words, preview, file) }
  },
  refused: ({ fields, words }, error: BotError) =>
    isBotError(error, 'policy_file_wrong') ? atFields(words, fields, error.facts.problems) : undefined,
  reopen: ({ words }) => button(words, buttons.previewPolicy, 'policy'),
}

function partsOf(fields: Fields): string[] {
  return fileParts.map((part) => fields[part] ?? '')
}

function joined(fields: Fields): string {
  return partsOf(fields).join('\n')
}

/** Lines are counted within the field in which they stand. */
function atFields(words: Words, fields: Fields, problems: readonly PolicyFileProblem[]): FieldErrors {
  const errors = new Map<string, string[]>()
  for (const problem of problems) {
    let line = problem.line
    let at = 0
    for (const [index, part] of partsOf(fields).entries()) {
      const lines = part.split('\n').length
      at = index
      if (line <= lines) break
      // A problem behind the last line is told at the last field that holds something.
      if (
        index < fileParts.length - 1 &&
        partsOf(fields)
          .slice(index + 1)
          .some(Boolean)
      )
        line -= lines
      else break
    }
    const field = fileParts[at] ?? fileParts[0]
    errors.set(field, [...(errors.get(field) ?? []), words.policyPreview.problem({ ...problem, line })])
  }
  return Object.fromEntries([...errors].map(([field, texts]) => [field, several(words, texts)]))
}

function several({ policyPreview }: Words, texts: readonly string[]): string {
  const others = texts.length - MOST_PROBLEMS
  return [
    ...texts.slice(0, MOST_PROBLEMS),
    ...(others > 0 ? [policyPreview.moreProblems({ amount: others })] : []),
  ].join(' ')
}
