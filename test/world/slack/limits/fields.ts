// Fields that people write into, with Slack's limits on them.
import { z } from 'zod'
import { focus, id, placeholder } from './attributes.ts'

const dispatch = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
}
// plain-text-input-element: max_length and min_length at most 3000
export const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...id,
  ...placeholder,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  ...dispatch,
  ...focus,
})
export const numberInput = z.strictObject({
  type: z.literal('number_input'),
  is_decimal_allowed: z.boolean(),
  ...id,
  ...placeholder,
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  ...dispatch,
  ...focus,
})
export const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...id,
  ...placeholder,
  initial_value: z.string().optional(),
  ...dispatch,
  ...focus,
})
export const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...id,
  ...placeholder,
  initial_value: z.string().optional(),
  ...dispatch,
  ...focus,
})
