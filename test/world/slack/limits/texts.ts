// Text objects, options and confirm dialogs with Slack's limits on them.
import { z } from 'zod'

/** Slack answers "must be more than 0 characters" for an empty string wherever a string is given at all. */
export const chars = (max: number) => z.string().min(1).max(max)

// docs.slack.dev/reference/block-kit/composition-objects/text-object: `emoji` belongs to plain_text, `verbatim` to mrkdwn.
export const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: chars(max), emoji: z.boolean().optional() })
export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: chars(max), verbatim: z.boolean().optional() })
export const eitherText = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)])

// composition-objects/option-object: text 75, value 150, description 75; mrkdwn only in radio buttons and checkboxes.
export const plainOption = z.strictObject({
  text: plain(75),
  value: chars(150),
  description: plain(75).optional(),
  url: chars(3000).optional(),
})
export const richOption = z.strictObject({
  text: eitherText(75),
  value: chars(150),
  description: eitherText(75).optional(),
})

// composition-objects/confirmation-dialog-object
export const confirmDialog = z.strictObject({
  title: plain(100),
  text: eitherText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
})

export type TextObject = z.infer<ReturnType<typeof eitherText>>
export type Option = z.infer<typeof richOption> | z.infer<typeof plainOption>
export type ConfirmDialog = z.infer<typeof confirmDialog>
