// Reads clicked, chosen and typed values from Slack's payloads.
import type { BlockAction } from '@slack/bolt'
import { cleanText } from '../core/clean-text.ts'
import type { Fields } from './interaction.ts'

/**
 * The value of a button, or of the chosen option of a menu; undefined for other elements, which the bot never draws.
 */
export function valueIn(action: BlockAction['actions'][number]): string | undefined {
  if (action.type === 'button') return action.value ?? ''
  return action.type === 'static_select' ? action.selected_option?.value : undefined
}

interface Input {
  type: string
  value?: string | null
  selected_option?: { value?: string } | null
  selected_user?: string | null
  selected_options?: { value?: string }[]
}

type Values = Record<string, Record<string, Input>>

/** By block id: every input of the bot's forms is alone in its block. What people typed is cleaned here. */
export function fieldsOf(values: unknown): Fields {
  return Object.fromEntries(
    Object.entries(values as Values).map(([block, inputs]) => {
      const [input] = Object.values(inputs)
      const several = input?.selected_options?.map(({ value }) => value ?? '').join(',')
      const typed = typeof input?.value === 'string' ? cleanText(input.value) : undefined
      return [block, typed ?? input?.selected_option?.value ?? input?.selected_user ?? (several || undefined)]
    }),
  )
}
