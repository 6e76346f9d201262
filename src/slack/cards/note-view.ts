// A form without fields: one thing to read, and a button to close it.
import type { ModalView } from '@slack/types'
import { LONGEST_TITLE, plain, section } from './text.ts'

export function noteView(title: string, text: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'note',
    title: plain(title, LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    blocks: [section(text)],
  }
}

/** What is on the screen while a form's content is looked up: it has to be opened within three seconds. */
export function waitingView(title: string): ModalView {
  return noteView(title, 'One moment …')
}
