// The form on top of a person's screen, as a test wants to look at it.
import type { OpenView } from '../desk.ts'
import { optionsOf, type Values } from '../form-state.ts'
import type { Block } from '../limits/blocks.ts'
import type { Reader } from '../mrkdwn.ts'
import { words } from '../render-inputs.ts'
import { inputsOf } from './filling.ts'

export interface OpenForm {
  readonly id: string
  readonly callbackId: string
  readonly privateMetadata: string
  readonly title: string
  readonly submit: string | undefined
  readonly close: string | undefined
  readonly blocks: readonly Block[]
  /** state.values as Slack would send it. */
  readonly state: Values
  /** What the inputs hold, in words, by label. */
  readonly values: Readonly<Record<string, string>>
  /** What the menus and radio buttons offer, by label. */
  readonly options: Readonly<Record<string, readonly string[]>>
  readonly errors: Readonly<Record<string, string>>
  readonly trouble: string | undefined
}

export function openForm(view: OpenView, reader: Pick<Reader, 'nameOf'>): OpenForm {
  const { content } = view
  const inputs = inputsOf(content.blocks).map((input) => ({ ...input, block: input.block_id ?? '' }))
  const byLabel = <T>(read: (input: (typeof inputs)[number]) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      inputs.flatMap((input) => {
        const value = read(input)
        return value === undefined ? [] : [[input.label.text, value]]
      }),
    )
  return {
    id: view.id,
    callbackId: content.callback_id ?? '',
    privateMetadata: content.private_metadata ?? '',
    title: content.title.text,
    submit: content.submit?.text,
    close: content.close?.text,
    blocks: content.blocks,
    state: view.values,
    values: byLabel(({ block, element }) => words(view.values[block]?.[element.action_id ?? ''], reader)),
    options: byLabel(({ element }) => {
      const options = optionsOf(element).map((option) => option.text.text)
      return options.length > 0 ? options : undefined
    }),
    errors: byLabel(({ block }) => view.errors[block]),
    trouble: view.trouble,
  }
}
