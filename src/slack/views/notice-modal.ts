// A modal without fields: a text, perhaps a link, and a button to close it.
import type { KnownBlock, ModalView } from '@slack/types'
import type { Words } from '../../words/words.ts'
import { type DrawnForm, notice } from '../action-catalog.ts'
import type { Message } from '../interaction.ts'
import { LONGEST_TITLE, plain, section } from './block-kit.ts'

/** Shown in the place of a form, under its title. */
export function noticeModal({ labels }: Words, form: DrawnForm, text: string, ...more: KnownBlock[]): ModalView {
  return noticeCalled(labels, labels.forms[form.labels].title, [section(text), ...more])
}

/** Answers a form that was sent, under the title that it had. */
export function answerModal({ labels }: Words, title: string, { text, blocks = [section(text)] }: Message): ModalView {
  return noticeCalled(labels, title, blocks)
}

function noticeCalled(labels: Words['labels'], title: string, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: notice.id,
    title: plain(title, LONGEST_TITLE),
    close: plain(labels.closeNotice, LONGEST_TITLE),
    blocks,
  }
}

/** Shows a message in the place of a form. */
export function noticeModalOf(words: Words, form: DrawnForm, { text, blocks = [section(text)] }: Message): ModalView {
  return { ...noticeModal(words, form, text), blocks }
}

/** Shown while a form's content is looked up, because the form has to be opened within three seconds. */
export function waitingModal(words: Words, form: DrawnForm): ModalView {
  return noticeModal(words, form, words.forms.waiting)
}
