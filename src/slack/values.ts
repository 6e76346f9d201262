// Reads clicked, chosen and typed values from Slack's payloads.
import type { BlockAction } from '@slack/bolt'
import { cleanText } from '../core/clean-text.ts'
import { readOverflowValue } from './action-catalog.ts'
import type { Fields } from './interaction.ts'

/** The id of a button or menu of the catalog, and the button's value or the chosen one. */
export interface Click {
  id: string
  value: string
}

/**
 * What was clicked, where a button in an overflow menu is the same as the button itself. Undefined for other elements,
 * which the bot never draws.
 */
export function clickIn(action: BlockAction['actions'][number]): Click | undefined {
  switch (action.type) {
    case 'button':
      return { id: action.action_id, value: action.value ?? '' }
    case 'static_select':
      return action.selected_option && { id: action.action_id, value: action.selected_option.value }
    case 'users_select':
      return { id: action.action_id, value: action.selected_user }
    case 'overflow':
      return action.selected_option && readOverflowValue(action.selected_option.value)
    default:
      return undefined
  }
}

interface Input {
  type: string
  value?: string | null
  selected_option?: { value?: string } | null
  selected_user?: string | null
  selected_date?: string | null
  selected_options?: { value?: string }[]
}

type Values = Record<string, Record<string, Input>>

/**
 * By block id: every input of the bot's forms is alone in its block. What people typed is cleaned here, but for the blocks
 * in `verbatim`.
 */
export function fieldsOf(values: unknown, verbatim: readonly string[] = []): Fields {
  return Object.fromEntries(
    Object.entries(values as Values).map(([block, inputs]) => {
      const [input] = Object.values(inputs)
      const several = input?.selected_options?.map(({ value }) => value ?? '').join(',')
      const typed =
        typeof input?.value === 'string' ? (verbatim.includes(block) ? input.value : cleanText(input.value)) : undefined
      const chosen = input?.selected_option?.value ?? input?.selected_user ?? input?.selected_date
      return [block, typed ?? chosen ?? (several || undefined)]
    }),
  )
}
