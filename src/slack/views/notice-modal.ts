// A form without fields: one thing to read, perhaps a link, and a button to close it.
import type { KnownBlock, ModalView } from '@slack/types'
import type { Message } from '../interaction.ts'
import { LONGEST_TITLE, plain, section } from './block-kit.ts'

export function noteView(title: string, text: string, ...more: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'note',
    title: plain(title, LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    blocks: [section(text), ...more],
  }
}

/** What a message says, as a form. */
export function noteOf(title: string, { text, blocks = [section(text)] }: Message): ModalView {
  return { ...noteView(title, text), blocks }
}

/** What is on the screen while a form's content is looked up: it has to be opened within three seconds. */
export function waitingView(title: string): ModalView {
  return noteView(title, 'One moment …')
}
