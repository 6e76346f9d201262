// What many elements have alike: ids, placeholders, focus, a question before the deed.
import { z } from 'zod'
import { chars, confirmDialog, plain } from './texts.ts'

// reference/block-kit/block-elements: action_id 255, placeholder 150
export const id = { action_id: chars(255).optional() }
export const placeholder = { placeholder: plain(150).optional() }
export const focus = { focus_on_load: z.boolean().optional() }
export const confirm = { confirm: confirmDialog.optional() }
