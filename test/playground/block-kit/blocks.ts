// Blocks as HTML, each as Slack's own client lays it out; a type that is not known here is an error, not a gap.
import { type Html, html, joined } from '../../../src/web/html.ts'
import { initialValues, type Values } from '../../world/slack/form-state.ts'
import type { Block } from '../../world/slack/limits/blocks.ts'
import type { Reader } from '../../world/slack/mrkdwn.ts'
import { drawElement, type Element } from './elements.ts'
import { drawText, withBreaks } from './mrkdwn.ts'
import { drawRichText } from './rich-text.ts'

/** What stands in the inputs, and what is wrong with it, by block id. */
export interface Filled {
  readonly values: Values
  readonly errors?: Readonly<Record<string, string>>
}

/** `filled` is what people did; without it everything holds its initial value. */
export function drawBlocks(blocks: readonly Block[], reader: Reader, filled?: Filled): Html {
  const state = filled ?? { values: initialValues(blocks) }
  return joined(blocks.map((block) => html`<div class="block ${block.type}">${drawBlock(block, reader, state)}</div>`))
}

function drawBlock(block: Block, reader: Reader, { values, errors = {} }: Filled): Html {
  const id = block.block_id ?? ''
  const element = (one: Element) =>
    drawElement(one, 'action_id' in one ? values[id]?.[one.action_id ?? ''] : undefined, reader)
  switch (block.type) {
    case 'header':
      return html`${block.text.text}`
    case 'divider':
      return html`<hr>`
    case 'section': {
      const text = block.text ? html`<div>${drawText(block.text, reader)}</div>` : ''
      const fields = joined((block.fields ?? []).map((field) => html`<div>${drawText(field, reader)}</div>`))
      const beside = block.accessory ? html`<div class="accessory">${element(block.accessory)}</div>` : ''
      return html`<div class="words">${text}${block.fields ? html`<div class="fields">${fields}</div>` : ''}</div>${beside}`
    }
    case 'context':
      return joined(
        block.elements.map((part) =>
          part.type === 'image'
            ? html`<span class="image" role="img">${part.alt_text}</span>`
            : html`<div>${drawText(part, reader)}</div>`,
        ),
      )
    case 'actions':
      return joined(block.elements.map(element))
    case 'input': {
      const error = errors[id]
      const optional = block.optional ? html` <span class="optional">(optional)</span>` : ''
      const below = [
        ...(error === undefined ? [] : [html`<div class="error">${error}</div>`]),
        ...(block.hint ? [html`<div class="hint">${block.hint.text}</div>`] : []),
      ]
      return html`<div class="label">${block.label.text}${optional}</div><div class="${error === undefined ? 'filled' : 'filled wrong'}">${element(block.element)}</div>${joined(below)}`
    }
    case 'image':
      return html`<div class="label">${block.title?.text ?? ''}</div><span class="image" role="img">${block.alt_text}</span>`
    case 'markdown':
      return withBreaks(block.text)
    case 'alert':
      return html`<div class="${block.level ?? 'default'}">${drawText(block.text, reader)}</div>`
    case 'rich_text':
      return drawRichText(block.elements, reader)
    default:
      throw new Error(`There is no way to draw a block of type "${(block as { type: string }).type}"`)
  }
}
