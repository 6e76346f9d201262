// Menus, radio buttons, checkboxes and pickers with Slack's limits on them.
import { z } from 'zod'
import { confirm, focus, id, placeholder } from './attributes.ts'
import { chars, plain, plainOption, richOption } from './texts.ts'

// select-menu-element: 100 options, 100 groups of them
const menuOptions = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z
    .array(z.strictObject({ label: plain(75), options: z.array(plainOption).min(1).max(100) }))
    .min(1)
    .max(100)
    .optional(),
}

export const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...id,
  ...placeholder,
  ...menuOptions,
  initial_option: plainOption.optional(),
  ...confirm,
  ...focus,
})
export const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...id,
  ...placeholder,
  ...menuOptions,
  initial_options: z.array(plainOption).min(1).optional(),
  max_selected_items: z.number().int().min(1).optional(),
  ...confirm,
  ...focus,
})
// radio-button-group-element and checkboxes-element: 10 options
export const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...id,
  options: z.array(richOption).min(1).max(10),
  initial_option: richOption.optional(),
  ...confirm,
  ...focus,
})
export const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...id,
  options: z.array(richOption).min(1).max(10),
  initial_options: z.array(richOption).min(1).optional(),
  ...confirm,
  ...focus,
})
// overflow-menu-element: 5 options
export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...id,
  options: z.array(plainOption).min(1).max(5),
  ...confirm,
})

export const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...id,
  ...placeholder,
  initial_user: chars(255).optional(),
  ...confirm,
  ...focus,
})
export const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...id,
  ...placeholder,
  initial_users: z.array(chars(255)).optional(),
  max_selected_items: z.number().int().min(1).optional(),
  ...confirm,
  ...focus,
})
export const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...id,
  ...placeholder,
  initial_conversation: chars(255).optional(),
  default_to_current_conversation: z.boolean().optional(),
  ...confirm,
  ...focus,
})

export const datePicker = z.strictObject({
  type: z.literal('datepicker'),
  ...id,
  ...placeholder,
  initial_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  ...confirm,
  ...focus,
})
export const timePicker = z.strictObject({
  type: z.literal('timepicker'),
  ...id,
  ...placeholder,
  initial_time: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .optional(),
  timezone: z.string().optional(),
  ...confirm,
  ...focus,
})
export const dateTimePicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...id,
  // datetimepicker-element: "ten digits of a UNIX timestamp in seconds"
  initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
  ...confirm,
  ...focus,
})
