// Buttons, and which elements may stand where, with Slack's limits on them.
import { z } from 'zod'
import { confirm, id } from './attributes.ts'
import { emailInput, numberInput, plainTextInput, urlInput } from './fields.ts'
import {
  checkboxes,
  conversationsSelect,
  datePicker,
  dateTimePicker,
  multiStaticSelect,
  multiUsersSelect,
  overflow,
  radioButtons,
  staticSelect,
  timePicker,
  usersSelect,
} from './menus.ts'
import { chars, plain } from './texts.ts'

// button-element: text 75, value 2000, url 3000
export const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  value: chars(2000).optional(),
  url: chars(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: chars(75).optional(),
  ...id,
  ...confirm,
})

export const image = z.strictObject({ type: z.literal('image'), image_url: chars(3000), alt_text: chars(2000) })

/** What may stand in an actions block (reference/block-kit/blocks/actions-block). */
export const actionElement = z.discriminatedUnion('type', [
  button,
  staticSelect,
  radioButtons,
  checkboxes,
  overflow,
  usersSelect,
  conversationsSelect,
  datePicker,
  timePicker,
  dateTimePicker,
])

/** What may stand at the right of a section (section-block: accessory). */
export const accessory = z.discriminatedUnion('type', [
  button,
  image,
  staticSelect,
  multiStaticSelect,
  radioButtons,
  checkboxes,
  overflow,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  datePicker,
  timePicker,
])

/** What may stand in an input block (input-block: element). */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  numberInput,
  emailInput,
  urlInput,
  staticSelect,
  multiStaticSelect,
  radioButtons,
  checkboxes,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  datePicker,
  timePicker,
  dateTimePicker,
])

export type Button = z.infer<typeof button>
export type Interactive = z.infer<typeof actionElement> | z.infer<typeof inputElement>
export type Accessory = z.infer<typeof accessory>
