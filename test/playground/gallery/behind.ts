// What blocks show only at a click, or only to a screen reader: options, confirmations, labels.
import { type Block, elementsOf } from '../../world/slack/limits/blocks.ts'
import type { ConfirmDialog, Option } from '../../world/slack/limits/texts.ts'
import { type Reader, renderText } from '../../world/slack/render.ts'

/** One line each. Options that are the same in several menus of one message are told once. */
export function behind(blocks: readonly Block[], reader: Reader): string[] {
  const lines = blocks.flatMap((block) =>
    elementsOf(block).flatMap((element) => {
      const name = nameOf(block, element)
      return [
        ...('confirm' in element && element.confirm ? [`${name} asks: ${asked(element.confirm, reader)}`] : []),
        ...('accessibility_label' in element && element.accessibility_label
          ? [`${name} is read out as “${element.accessibility_label}”`]
          : []),
        ...(isMenu(element) ? [`${name} offers: ${offered(element.options ?? [], reader)}`] : []),
      ]
    }),
  )
  return [...new Set(lines)]
}

type Element = ReturnType<typeof elementsOf>[number]

/** Radio buttons and checkboxes show their options anyway. */
function isMenu(element: Element): element is Element & { options?: readonly Option[] } {
  return ['static_select', 'multi_static_select', 'overflow'].includes(element.type)
}

function nameOf(block: Block, element: Element): string {
  if (block.type === 'input') return block.label.text
  if (element.type === 'button') return `[ ${element.text.text} ]`
  return element.type === 'overflow' ? '[ ... ]' : 'The menu'
}

/** A long list is told by its beginning and end, as with the hours of a day. */
function offered(options: readonly Option[], reader: Reader): string {
  const all = options.map(({ text }) => renderText(text, reader))
  const shown = all.length > 12 ? [...all.slice(0, 4), '…', ...all.slice(-2)] : all
  return shown.join(' · ')
}

function asked({ title, text, confirm, deny }: ConfirmDialog, reader: Reader): string {
  return `${title.text} / ${renderText(text, reader)} [ ${confirm.text} ] [ ${deny.text} ]`
}
