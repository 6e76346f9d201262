// Turns a message or a view into the text that a person would read on the screen.
import type { PostedFile } from './conversations.ts'
import { initialValues, type Values } from './form-state.ts'
import type { Block } from './limits/blocks.ts'
import type { Button } from './limits/elements.ts'
import type { TextObject } from './limits/texts.ts'
import type { HomeContent, ModalContent } from './limits/views.ts'
import { bold, cleaned, dim, type Reader } from './mrkdwn.ts'
import { renderInput } from './render-inputs.ts'

export type { Reader } from './mrkdwn.ts'

export interface Readable {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly edited?: boolean
  readonly files?: readonly PostedFile[]
}

/** With blocks, `text` is for notifications only and nobody reads it here. */
export function renderMessage(message: Readable, reader: Reader): string {
  const body = message.blocks.length > 0 ? renderBlocks(message.blocks, reader) : cleaned(message.text, reader)
  const files = (message.files ?? []).map(({ name, title }) => `[file ${name}${title === name ? '' : `: ${title}`}]`)
  return [body, ...files].join('\n')
}

export interface ViewState {
  readonly values: Values
  /** By block id. */
  readonly errors?: Readonly<Record<string, string>>
  readonly trouble?: string | undefined
}

export function renderView(view: ModalContent | HomeContent, state: ViewState, reader: Reader): string {
  const body = renderBlocks(view.blocks, reader, state)
  if (view.type === 'home') return body
  const buttons = [view.submit?.text, view.close?.text ?? 'Cancel'].filter(Boolean).map((text) => `[ ${text} ]`)
  return [
    bold(`== ${view.title.text} ==`, reader),
    body,
    ...(state.trouble ? [`  ! ${state.trouble}`] : []),
    buttons.join('  '),
  ].join('\n')
}

export function renderBlocks(blocks: readonly Block[], reader: Reader, state?: ViewState): string {
  const filled = state ?? { values: initialValues(blocks) }
  return blocks.map((block) => renderBlock(block, reader, filled)).join('\n')
}

function renderBlock(block: Block, reader: Reader, { values, errors = {} }: ViewState): string {
  const held = values[block.block_id ?? ''] ?? {}
  switch (block.type) {
    case 'header':
      return bold(`# ${block.text.text}`, reader)
    case 'divider':
      return dim('─'.repeat(24), reader)
    case 'section': {
      const lines = [...(block.text ? [renderText(block.text, reader)] : []), ...fields(block.fields ?? [], reader)]
      const beside = block.accessory ? renderElement(block.accessory, held, reader) : ''
      return [lines.join('\n'), beside].filter(Boolean).join(lines.join('\n').includes('\n') ? '\n' : '   ')
    }
    case 'context':
      return block.elements
        .map((element) => (element.type === 'image' ? `(${element.alt_text})` : renderText(element, reader)))
        .flatMap((text) => text.split('\n'))
        .map((line) => dim(`  ${line}`, reader))
        .join('\n')
    case 'actions':
      return block.elements.map((element) => renderElement(element, held, reader)).join('  ')
    case 'input': {
      const label = `${bold(block.label.text, reader)}${block.optional ? ' (optional)' : ''}`
      const error = errors[block.block_id ?? '']
      return [
        `${label}: ${renderElement(block.element, held, reader)}`,
        ...(block.hint ? [dim(`  ${block.hint.text}`, reader)] : []),
        ...(error ? [`  ! ${error}`] : []),
      ].join('\n')
    }
    case 'image':
      return `(${block.title?.text ?? block.alt_text})`
    case 'markdown':
      return block.text
    case 'alert':
      return `! ${renderText(block.text, reader)}`
    case 'rich_text':
      return richText(block.elements, reader)
  }
}

type Element = Parameters<typeof renderInput>[0] | { readonly type: 'image'; readonly alt_text: string }

function renderElement(element: Element | Button, held: Values[string], reader: Reader): string {
  if (element.type === 'image') return `(${element.alt_text})`
  if (element.type === 'button') return `[ ${element.text.text} ]${element.url ? ` (${element.url})` : ''}`
  return renderInput(element, held[element.action_id ?? ''], reader)
}

export const renderText = (text: TextObject, reader: Reader): string =>
  text.type === 'mrkdwn' ? cleaned(text.text, reader) : text.text

/** A field is mostly a bold name above a value, which reads better on one line. */
function fields(texts: readonly TextObject[], reader: Reader): string[] {
  return texts.map((text) =>
    renderText(
      text.type === 'mrkdwn' ? { ...text, text: text.text.replace(/^\*([^*\n]+?):?\*\n(?=[^\n]+$)/, '*$1:* ') } : text,
      reader,
    ),
  )
}

/** Only what a reader needs of rich text: its words, links and names, with preformatted text fenced. */
function richText(elements: readonly unknown[], reader: Reader): string {
  return elements
    .map((given) => {
      const part = given as { type?: string; text?: string; url?: string; user_id?: string; elements?: unknown[] }
      if (part.type === 'user') return `@${reader.nameOf(part.user_id ?? '')}`
      if (part.type === 'link') return part.text ? `${part.text} (${part.url})` : (part.url ?? '')
      const inner = part.text ?? richText(part.elements ?? [], reader)
      return part.type === 'rich_text_preformatted' ? `\`\`\`\n${inner}\n\`\`\`\n` : inner
    })
    .join('')
}
