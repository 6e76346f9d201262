// state.values: what stands in the inputs of a form or message, in the shape in which Slack sends it.
import { type Block, elementsOf } from './limits/blocks.ts'
import type { Interactive } from './limits/elements.ts'
import type { Option } from './limits/texts.ts'

/** `{ type, value }`, `{ type, selected_option }` and so on, as in the payload of view_submission. */
export type Answer = { readonly type: string } & Readonly<Record<string, unknown>>
export type Values = Record<string, Record<string, Answer>>

/** The key under which Slack sends what an element holds; elements without one (button, overflow) hold nothing. */
const keys: Readonly<Record<string, string>> = {
  plain_text_input: 'value',
  number_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  static_select: 'selected_option',
  radio_buttons: 'selected_option',
  checkboxes: 'selected_options',
  multi_static_select: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
}

export const keyOf = (type: string): string | undefined => keys[type]

export const answerOf = (type: string, held: unknown): Answer => ({ type, [keys[type] ?? 'value']: held })

export const held = (answer: Answer): unknown => answer[keys[answer.type] ?? 'value']

export function isEmpty(answer: Answer): boolean {
  const value = held(answer)
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** What the elements hold before anybody touches them: initial values count as values. */
export function initialValues(blocks: readonly Block[]): Values {
  const values: Values = {}
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const key = keys[element.type]
      if (!key || block.block_id === undefined || element.action_id === undefined) continue
      const initial = (element as Record<string, unknown>)[
        key === 'value' ? 'initial_value' : key.replace('selected', 'initial')
      ]
      const empty = key === 'selected_options' || key === 'selected_users' ? [] : null
      values[block.block_id] = {
        ...values[block.block_id],
        [element.action_id]: answerOf(element.type, initial === '' ? null : (initial ?? empty)),
      }
    }
  }
  return values
}

/**
 * What the form holds after the bot changed its blocks. As in Slack, an input keeps what it holds, touched or not, if
 * block_id and action_id are the same (facts C2): a new initial_value needs new ids to be seen.
 */
export function carriedOver(before: Values, blocks: readonly Block[]): Values {
  const values = initialValues(blocks)
  for (const [block, actions] of Object.entries(values)) {
    for (const [action, answer] of Object.entries(actions)) {
      const old = before[block]?.[action]
      if (old?.type === answer.type) actions[action] = old
    }
  }
  return values
}

export function optionsOf(element: Interactive): readonly Option[] {
  const flat = 'options' in element ? (element.options ?? []) : []
  const grouped = 'option_groups' in element ? (element.option_groups ?? []).flatMap((group) => group.options) : []
  return [...flat, ...grouped]
}
