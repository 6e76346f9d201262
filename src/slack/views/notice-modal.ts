// A form without fields: something to read, perhaps a link, and a button to close it.
import type { KnownBlock, ModalView } from '@slack/types'
import { type DrawnForm, notice } from '../action-catalog.ts'
import type { Message } from '../interaction.ts'
import { LONGEST_TITLE, plain, section } from './block-kit.ts'

/** Shown in the place of a form, under its title. */
export function noticeModal({ title }: DrawnForm, text: string, ...more: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: notice.id,
    title: plain(title, LONGEST_TITLE),
    close: plain(notice.close, LONGEST_TITLE),
    blocks: [section(text), ...more],
  }
}

/** Shows a message. */
export function noticeModalOf(form: DrawnForm, { text, blocks = [section(text)] }: Message): ModalView {
  return { ...noticeModal(form, text), blocks }
}

/** What is on the screen while a form's content is looked up: it has to be opened within three seconds. */
export function waitingModal(form: DrawnForm): ModalView {
  return noticeModal(form, 'One moment …')
}
