// Reads Block Kit as a person does: what stands there, what can be pressed, what can be filled in.

export interface TextObject {
  type?: string
  text: string
}

export interface Option {
  text: TextObject
  value?: string
}

export interface Element {
  type: string
  action_id?: string
  /** An object on buttons, a plain string on the texts of a context block. */
  text?: TextObject | string
  value?: string
  url?: string
  alt_text?: string
  options?: Option[]
  initial_value?: string
  initial_option?: Option
  initial_options?: Option[]
  initial_date?: string
  initial_user?: string
}

export interface Block {
  type: string
  block_id?: string
  text?: TextObject
  fields?: TextObject[]
  accessory?: Element
  elements?: Element[]
  label?: TextObject
  hint?: TextObject
  element?: Element
}

export interface View {
  id: string
  callback_id?: string
  title?: TextObject
  submit?: TextObject
  private_metadata?: string
  blocks: Block[]
}

export interface Message {
  channel: string
  ts: string
  user?: string
  text?: string
  blocks?: Block[]
  subtype?: string
  /** Set on ephemeral messages: the one person who sees them. */
  ephemeral_to?: string
  files?: { id: string; name?: string }[]
}

/** One input's answer as it stands in `state.values[block_id][action_id]`. */
export type Answer = { type: string } & Record<string, unknown>

export interface Button {
  blockId: string
  element: Element
  /** One entry of an overflow menu, which is a button of its own to whoever opens the menu. */
  option?: Option
}

/** As in Slack, `text` is only seen where there are no blocks. */
export function wordsOfMessage(message: Message): string {
  const files = (message.files ?? []).map((file) => `<file ${file.name ?? file.id}>`)
  const body = message.blocks?.length ? message.blocks.map(wordsOfBlock) : [unescaped(message.text ?? '')]
  return [...body, ...files].join('\n')
}

export function wordsOfView(view: View): string {
  const submit = view.submit ? [`[${view.submit.text}]`] : []
  return [`== ${view.title?.text ?? ''} ==`, ...view.blocks.map(wordsOfBlock), ...submit].join('\n')
}

function wordsOfBlock(block: Block): string {
  switch (block.type) {
    case 'section':
    case 'header':
      return [block.text, ...(block.fields ?? []), block.accessory].map(wordsOf).filter(Boolean).join('\n')
    case 'context':
    case 'actions':
      return (block.elements ?? []).map(wordsOf).join(' ')
    case 'input': {
      const options = (block.element?.options ?? []).map((option) => option.text.text)
      const choice = options.length > 0 ? ` {${options.join(', ')}}` : ''
      return `${block.label?.text ?? ''}: ${offeredInWords(block.element)}${choice} ${block.hint?.text ?? ''}`.trimEnd()
    }
    case 'divider':
      return '---'
    case 'image':
      return '<image>'
    default:
      // local-slack's page shows no more than this of the blocks that it does not know.
      return `[${block.type}]`
  }
}

function wordsOf(part: TextObject | Element | undefined): string {
  if (part === undefined) return ''
  if (part.type === 'overflow') {
    const options = 'options' in part ? (part.options ?? []) : []
    return `[… ${options.map((option) => option.text.text).join(' | ')}]`
  }
  if ('action_id' in part || part.type === 'button') return `[${textOf(part)}]`
  if (part.type === 'image') return '<image>'
  return unescaped(textOf(part))
}

function textOf({ text }: TextObject | Element): string {
  return typeof text === 'string' ? text : (text?.text ?? '')
}

function offeredInWords(element: Element | undefined): string {
  if (element === undefined) return ''
  const options = element.initial_options ?? (element.initial_option ? [element.initial_option] : [])
  const chosen = options.map((option) => option.text.text).join(', ')
  return element.initial_value ?? element.initial_date ?? element.initial_user ?? chosen
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

export function buttonsOf(blocks: readonly Block[]): Button[] {
  return blocks.flatMap((block, index) => {
    // Slack gives a block without an id one of its own; local-slack's page counts, and so do we.
    const blockId = block.block_id ?? `b${index}`
    return [...(block.elements ?? []), block.accessory].flatMap((element): Button[] => {
      if (element?.type === 'button') return [{ blockId, element }]
      if (element?.type !== 'overflow') return []
      return (element.options ?? []).map((option) => ({ blockId, element, option }))
    })
  })
}

export function buttonText(button: Button): string {
  return button.option?.text.text ?? textOf(button.element)
}

/** What a person's words become in this input; fails if they choose what is not offered. */
export function answerTo(element: Element, words: string): Answer {
  const { type } = element
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: optionOf(element, words) }
    case 'checkboxes':
      return { type, selected_options: words === '' ? [] : words.split(', ').map((word) => optionOf(element, word)) }
    case 'datepicker':
      return { type, selected_date: words }
    case 'users_select':
      return { type, selected_user: words }
    default:
      return { type, value: words === '' ? null : words }
  }
}

/** What Slack sends for an input that nobody touched: the initial value, if it has one. */
export function offeredIn(element: Element): Answer | undefined {
  const { type, initial_value, initial_option, initial_options, initial_date, initial_user } = element
  if (initial_value !== undefined) return { type, value: initial_value }
  if (initial_option !== undefined) return { type, selected_option: initial_option }
  if (initial_options !== undefined) return { type, selected_options: initial_options }
  if (initial_date !== undefined) return { type, selected_date: initial_date }
  if (initial_user !== undefined) return { type, selected_user: initial_user }
  return undefined
}

function optionOf(element: Element, words: string): Option {
  const found = element.options?.find((option) => option.text.text === words)
  if (found === undefined) {
    const offered = (element.options ?? []).map((option) => option.text.text).join(', ')
    throw new Error(`"${words}" is not offered; there is: ${offered}`)
  }
  return found
}
