// Blocks with Slack's limits on them, as one schema for each surface.
import { z } from 'zod'
import { accessory, actionElement, image, inputElement } from './elements.ts'
import { chars, eitherText, mrkdwn, plain } from './texts.ts'

// reference/block-kit/blocks: block_id 255
const id = { block_id: chars(255).optional() }

// section-block: text 3000, ten fields of 2000
const section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: eitherText(3000).optional(),
    fields: z.array(eitherText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text || block.fields, { message: 'missing required field: text' })

const divider = z.strictObject({ type: z.literal('divider'), ...id })
// header-block: plain_text only, 150
const header = z.strictObject({ type: z.literal('header'), ...id, text: plain(150) })
// context-block: 10 elements
const context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z
    .array(z.discriminatedUnion('type', [plain(3000), mrkdwn(3000), image]))
    .min(1)
    .max(10),
})
// actions-block: 25 elements
const actions = z.strictObject({
  type: z.literal('actions'),
  ...id,
  elements: z.array(actionElement).min(1).max(25),
})
// input-block: label and hint 2000
const input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plain(2000),
  element: inputElement,
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
})
const picture = z.strictObject({
  type: z.literal('image'),
  ...id,
  image_url: chars(3000),
  alt_text: chars(2000),
  title: plain(2000).optional(),
})
const richText = z.strictObject({ type: z.literal('rich_text'), ...id, elements: z.array(z.unknown()).min(1) })
// markdown-block: messages only, 12,000
const markdown = z.strictObject({ type: z.literal('markdown'), ...id, text: chars(12_000) })
// alert-block: modals only (blocks.json)
const alert = z.strictObject({
  type: z.literal('alert'),
  ...id,
  text: eitherText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
})

const everywhere = [section, divider, header, context, actions, input, picture, richText] as const
const inMessage = z.discriminatedUnion('type', [...everywhere, markdown])
const inView = z.discriminatedUnion('type', [...everywhere, alert])

export type Block = z.infer<typeof inMessage> | z.infer<typeof inView>

/** surfaces/messages: 50 blocks. */
export const messageBlocks = z.array(inMessage).max(50).superRefine(consistent)
/** surfaces/modals: 100 blocks. */
export const viewBlocks = z.array(inView).max(100).superRefine(consistent)

/** The interactive elements of a block, whichever corner they stand in. */
export function elementsOf(block: Block) {
  if (block.type === 'actions') return block.elements
  if (block.type === 'input') return [block.element]
  if (block.type === 'section' && block.accessory && block.accessory.type !== 'image') return [block.accessory]
  return []
}

/** What no single block can know: ids that repeat, initial values that the element would not accept. */
function consistent(blocks: readonly Block[], ctx: z.RefinementCtx): void {
  const seen = new Set<string>()
  const complain = (message: string, ...path: (string | number)[]) => ctx.addIssue({ code: 'custom', message, path })
  let focused = 0
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined && seen.has(block.block_id)) complain('block_id already exists', index, 'block_id')
    if (block.block_id !== undefined) seen.add(block.block_id)
    const actions = new Set<string>()
    for (const element of elementsOf(block)) {
      if (element.action_id !== undefined && actions.has(element.action_id))
        complain('`action_id` already exists for other action', index, 'elements')
      if (element.action_id !== undefined) actions.add(element.action_id)
      if ('focus_on_load' in element && element.focus_on_load && ++focused > 1)
        complain('focus_on_load may be true for one element only', index)
      const wrong = wrongWithin(element)
      if (wrong) complain(wrong, index)
    }
  }
}

function wrongWithin(element: ReturnType<typeof elementsOf>[number]): string | undefined {
  if (element.type === 'plain_text_input') {
    const length = element.initial_value?.length ?? 0
    if (element.max_length !== undefined && length > element.max_length) return 'initial_value exceeds max_length'
    if (element.min_length !== undefined && element.max_length !== undefined && element.min_length > element.max_length)
      return 'min_length exceeds max_length'
  }
  if (element.type === 'static_select' || element.type === 'multi_static_select') {
    if (!element.options === !element.option_groups) return 'exactly one of options and option_groups is required'
  }
  // "An option object that exactly matches one of the options": Slack answers invalid_blocks otherwise.
  const options = 'options' in element ? (element.options ?? []) : []
  const groups = 'option_groups' in element ? (element.option_groups ?? []).flatMap((group) => group.options) : []
  const known = new Set([...options, ...groups].map((option) => JSON.stringify([option.text.text, option.value])))
  const initial = [
    ...('initial_option' in element && element.initial_option ? [element.initial_option] : []),
    ...('initial_options' in element && element.initial_options ? element.initial_options : []),
  ]
  return initial.every((option) => known.has(JSON.stringify([option.text.text, option.value])))
    ? undefined
    : 'initial_option is not one of the options'
}
