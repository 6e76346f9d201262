// Handles the buttons of a reminder: snoozes it in a form, or marks the token as not to be renewed.
import { isBotError } from '../../../core/errors.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { ButtonClick, Fields, FormHandler } from '../../interaction.ts'
import { button, date, labelText } from '../../views/block-kit.ts'
import { doNotRenewModal } from '../../views/reminders/do-not-renew-modal.ts'
import { type OfferedSnooze, snoozeModal } from '../../views/reminders/snooze-modal.ts'
import { openFilled } from '../open-filled.ts'

export async function snoozeReminder(click: ButtonClick): Promise<void> {
  const { actor, operations, now, words, value: tid } = click
  await openFilled(click, forms.snooze, async () =>
    snoozeModal(words, tid, await operations.openSnooze(actor, tid), now()),
  )
}

export const snoozeForm: FormHandler = {
  async submit({ operations, actor, fields, meta }) {
    const { tid, length } = readSnooze(fields, meta)
    await operations.snoozeReminder(actor, tid, length)
    return undefined
  },
  refused: ({ words }, error) =>
    isBotError(error, 'snooze_too_long') ? { until: words.reminders.snoozedTooLong } : undefined,
  reopen: ({ fields, meta, words }) => button(words, buttons.snoozeReminder, readSnooze(fields, meta).tid),
}

/** Where the reminder was pressed on an old copy, nothing else would tell the person that it was heard. */
export async function doNotRenew({ operations, actor, answer, value, words }: ButtonClick): Promise<void> {
  const { label, expiresAt, isShown } = await operations.doNotRenew(actor, value)
  if (isShown) return
  await answer({ text: words.reminders.notRenewed({ label: labelText(label), expires: date(expiresAt) }) })
}

/** Slack asks nothing before it reports a choice in an overflow menu, so this form does. */
export async function askNotToRenew(click: ButtonClick): Promise<void> {
  const { actor, operations, now, words, value: tid } = click
  await openFilled(click, forms.doNotRenew, async () =>
    doNotRenewModal(words, tid, await operations.openDoNotRenew(actor, tid), now()),
  )
}

export const doNotRenewForm: FormHandler = {
  async submit({ operations, actor, meta }) {
    await operations.doNotRenew(actor, meta)
    return undefined
  },
  reopen: ({ meta, words }) => button(words, buttons.askNotToRenew, meta),
}

function readSnooze(fields: Fields, meta: string): OfferedSnooze {
  const offered = JSON.parse(meta) as OfferedSnooze
  return { tid: offered.tid, length: fields.until === undefined ? offered.length : Number(fields.until) }
}
