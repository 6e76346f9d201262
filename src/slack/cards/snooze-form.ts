// The form `Snooze reminder`: for how long a token is not spoken of, never past its end.
import type { ModalView } from '@slack/types'
import { counted, DAY, lifetimeInWords } from '../../core/time/duration.ts'
import type { SnoozeOffer } from '../../operations/reminders/open-snooze.ts'
import type { Fields, Form, Interaction } from '../interaction.ts'
import { hint, LONGEST_TITLE, labelText, plain, relativeTime, section } from '../views/block-kit.ts'
import { noteView, waitingView } from '../views/notice-modal.ts'

const TITLE = 'Snooze reminder'

/** What the form was opened for. `length` in milliseconds: fields that were not touched may arrive empty from some clients. */
interface About {
  tid: string
  length: number
}

export const snoozeForm: Form = {
  id: 'snooze-form',
  async submit({ operations, actor, fields, meta }) {
    const { tid, length } = readSnooze(fields, meta)
    await operations.snoozeReminder(actor, tid, length)
  },
}

/** `tid` is the token's id. */
export async function openSnoozeForm(asked: Interaction, tid: string): Promise<void> {
  const form = await asked.open(waitingView(TITLE))
  try {
    await form.update(snoozeView(tid, await asked.operations.openSnooze(asked.actor, tid), asked.now()))
  } catch (error) {
    await form.update(noteView(TITLE, asked.explain(error)))
  }
}

export function snoozeView(tid: string, { label, expiresAt, lengths, snoozes }: SnoozeOffer, now: number): ModalView {
  const [shortest = DAY] = lengths
  const about: About = { tid, length: shortest }
  const before =
    snoozes === 0 ? '' : ` You have snoozed it ${snoozes === 1 ? 'once' : counted(snoozes, 'time')} so far.`
  return {
    type: 'modal',
    callback_id: snoozeForm.id,
    title: plain(TITLE, LONGEST_TITLE),
    submit: plain('Snooze', LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    private_metadata: JSON.stringify(about),
    blocks: [
      section(`${labelText(label)} ends ${relativeTime(now, expiresAt)}.${before}`),
      {
        type: 'input',
        block_id: 'until',
        label: plain('Until'),
        element: {
          type: 'static_select',
          action_id: 'value',
          options: lengths.map(option),
          initial_option: option(shortest),
        },
      },
      hint('I come back to it at your usual hour, and on its last day in any case.'),
    ],
  }
}

function option(length: number) {
  return { text: plain(length === 7 * DAY ? '1 week' : lifetimeInWords(length)), value: `${length}` }
}

function readSnooze(fields: Fields, meta: string): About {
  const about = JSON.parse(meta) as About
  return { tid: about.tid, length: fields.until === undefined ? about.length : Number(fields.until) }
}
