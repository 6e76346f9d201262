// What was pressed, chosen and typed, read out of what Slack sends.
import type { BlockAction } from '@slack/bolt'
import type { Fields } from './interaction.ts'

/** What stands behind a button, or behind what was chosen in a menu; undefined for whatever else we never put anywhere. */
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

/** Every input of ours is alone in its block. */
export function fieldsOf(values: unknown): Fields {
  return Object.fromEntries(
    Object.entries(values as Values).map(([block, inputs]) => {
      const [input] = Object.values(inputs)
      const several = input?.selected_options?.map(({ value }) => value ?? '').join(',')
      return [block, input?.value ?? input?.selected_option?.value ?? input?.selected_user ?? (several || undefined)]
    }),
  )
}
