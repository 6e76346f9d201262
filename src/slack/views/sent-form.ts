// A form as somebody sent it, drawn again with everything that was typed or chosen in it, or as text without fields.
import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { Words } from '../../words/words.ts'
import type { Message } from '../interaction.ts'
import { actions, inlineText, mention, quotation, section } from './block-kit.ts'
import { answerModal } from './notice-modal.ts'

type Values = Readonly<Record<string, Readonly<Record<string, Held>>>>

/** What one input holds, by Slack's name for its kind: `value`, `selected_option`, `selected_user` and so on. */
type Held = Readonly<Record<string, unknown>>

/** A block of a view as Slack reports it. */
interface ReportedBlock {
  type: string
  block_id?: string
  label?: { text?: string }
  element?: ReportedElement
}

interface ReportedElement {
  type: string
  action_id?: string
  options?: ReportedOption[]
  [key: string]: unknown
}

interface ReportedOption {
  text?: { text?: string }
  value?: string
}

/** The id of the blocks that tell what went wrong; a new refusal replaces them. */
const NOTICE = 'notice'

/**
 * The view of a submission with what stands in its fields. Slack keeps what an input holds if its ids stay the same; if
 * another view was shown in between, the initial values bring it back. Undefined for a payload without its blocks.
 */
export function typedAgain(view: unknown): ModalView | undefined {
  const { callback_id, title, submit, close, private_metadata, blocks, state } = view as ModalView & {
    state?: { values?: Values }
  }
  if (!Array.isArray(blocks) || blocks.length === 0 || !title) return undefined
  return {
    type: 'modal',
    ...(callback_id !== undefined && { callback_id }),
    title,
    ...(submit && { submit }),
    ...(close && { close }),
    ...(private_metadata && { private_metadata }),
    blocks: (blocks as ReportedBlock[])
      .filter(({ block_id = '' }) => !block_id.startsWith(NOTICE))
      .map((block) => filledIn(block, state?.values ?? {}) as KnownBlock),
  }
}

function filledIn(block: ReportedBlock, values: Values): ReportedBlock {
  const { element } = block
  if (block.type !== 'input' || !element) return block
  const held = values[block.block_id ?? '']?.[element.action_id ?? '']
  return held ? { ...block, element: { ...element, ...initialOf(element, held) } } : block
}

/** An empty field keeps the value that was offered: some clients send untouched fields empty. */
function initialOf({ options = [] }: ReportedElement, held: Held): Record<string, unknown> {
  const { value, selected_option, selected_options, ...other } = held as Held & {
    selected_option?: ReportedOption | null
    selected_options?: ReportedOption[]
  }
  // Slack accepts an initial option only if it is one of the options, down to its formatting.
  const optionOf = (chosen: ReportedOption) => options.find((option) => option.value === chosen.value)
  const one = selected_option ? optionOf(selected_option) : undefined
  const several = (selected_options ?? []).flatMap((chosen) => optionOf(chosen) ?? [])
  const rest = Object.entries(other).filter(([key, given]) => key.startsWith('selected_') && Boolean(given))
  return {
    ...(typeof value === 'string' && value !== '' && { initial_value: value }),
    ...(one && { initial_option: one }),
    ...(several.length > 0 && { initial_options: several }),
    ...Object.fromEntries(rest.map(([key, given]) => [key.replace('selected', 'initial'), given])),
  }
}

/** The form with what went wrong above its fields. */
export function withNotice(form: ModalView, failure: Message): ModalView {
  return { ...form, blocks: [...noticeBlocks(failure), ...form.blocks] }
}

function noticeBlocks({ text, blocks = [section(text)] }: Message): KnownBlock[] {
  return blocks.map((block, at) => ({ ...block, block_id: at === 0 ? NOTICE : `${NOTICE}-${at}` }))
}

/** What a form says, and what stands in its fields, without anything to send. */
export function withoutFields(words: Words, form: ModalView, message: Message): ModalView {
  const view = answerModal(words, form.title.text, message)
  return { ...view, blocks: [...noticeBlocks(message), ...contentOf(form)] }
}

/** While a submission takes longer than Slack waits. */
export function checkingModal(words: Words, form: ModalView): ModalView {
  return withoutFields(words, form, { text: words.forms.checking })
}

/** For somebody who closed the form before the refusal came: what went wrong, what they typed, and a way back to it. */
export function refusedLater(failure: Message, form: ModalView | undefined, reopen: Button | undefined): Message {
  const { text, blocks = [section(text)] } = failure
  return {
    text,
    blocks: [...blocks, ...(form ? typedIn(form) : []), ...(reopen ? [actions(reopen)] : [])],
  }
}

/** Only the texts that were typed: what was chosen is offered again. */
export function typedIn(form: ModalView): KnownBlock[] {
  return inputsOf(form).flatMap(({ label, element }) =>
    typeof element?.initial_value === 'string' ? [quotation(nameOf(label), element.initial_value)] : [],
  )
}

function contentOf({ blocks }: ModalView): KnownBlock[] {
  return (blocks as KnownBlock[]).flatMap((block) => {
    if (block.type === 'input') return shown(block as unknown as ReportedBlock)
    return block.type === 'section' ? [block] : []
  })
}

function shown({ label, element }: ReportedBlock): KnownBlock[] {
  const { initial_value, initial_option, initial_options, initial_user, initial_date } = (element ?? {}) as {
    initial_value?: string
    initial_option?: ReportedOption
    initial_options?: ReportedOption[]
    initial_user?: string
    initial_date?: string
  }
  if (initial_value !== undefined) return [quotation(nameOf(label), initial_value)]
  const options = initial_options ?? (initial_option ? [initial_option] : [])
  const chosen = options.map(({ text }) => inlineText(text?.text ?? '')).join('\n')
  const held = initial_user === undefined ? (initial_date ?? chosen) : mention(initial_user)
  return held === '' ? [] : [section(`${nameOf(label)}\n${held}`)]
}

function inputsOf({ blocks }: ModalView): ReportedBlock[] {
  return blocks.filter(({ type }) => type === 'input') as unknown as ReportedBlock[]
}

function nameOf(label: ReportedBlock['label']): string {
  return `*${inlineText(label?.text ?? '')}*`
}
