// Where blocks stand, as HTML: a message in a conversation, one that a single person sees, and a form.
import { type Html, html, joined } from '../../../src/web/html.ts'
import { formatDate } from '../../world/slack/dates.ts'
import type { Block } from '../../world/slack/limits/blocks.ts'
import type { HomeContent, ModalContent } from '../../world/slack/limits/views.ts'
import type { Reader } from '../../world/slack/mrkdwn.ts'
import { drawBlocks, type Filled } from './blocks.ts'
import { drawMrkdwn } from './mrkdwn.ts'

export interface Said {
  readonly from: string
  readonly isApp: boolean
  /** Milliseconds since 1970. */
  readonly at: number
  /** Shown only where there are no blocks, as in Slack. */
  readonly text: string
  readonly blocks: readonly Block[]
  /** Only the reader sees it. */
  readonly ephemeral: boolean
  readonly edited?: boolean
  /** Names of files below it. */
  readonly files?: readonly string[]
}

export function drawMessage(said: Said, reader: Reader, filled?: Filled): Html {
  const { from, isApp, at, text, blocks, ephemeral, edited = false, files = [] } = said
  const body =
    blocks.length > 0 ? drawBlocks(blocks, reader, filled) : html`<div class="block">${drawMrkdwn(text, reader)}</div>`
  return html`<article class="message ${ephemeral ? 'ephemeral' : 'kept'}">
    ${ephemeral ? html`<div class="only">${EYE}Only visible to you</div>` : ''}
    <div class="avatar ${isApp ? 'app' : 'person'}">${isApp ? KEY : from.slice(0, 1)}</div>
    <div class="said">
      <div class="byline"><b>${from}</b>${isApp ? html`<span class="badge">APP</span>` : ''}<time>${formatDate('{time}', at, reader.timeZone, reader.now)}</time></div>
      ${body}
      ${joined(files.map((name) => html`<div class="file">${SHEET}<b>${name}</b></div>`))}
      ${edited ? html`<span class="edited">(edited)</span>` : ''}
    </div>
  </article>`
}

export function drawForm(form: ModalContent, reader: Reader, filled?: Filled): Html {
  const submit = form.submit ? html`<span class="button primary">${form.submit.text}</span>` : ''
  return html`<article class="form">
    <div class="title">${form.title.text}</div>
    <div class="cross">${CROSS}</div>
    <div class="body">${drawBlocks(form.blocks, reader, filled)}</div>
    <div class="foot"><span class="button plain">${form.close?.text ?? 'Cancel'}</span>${submit}</div>
  </article>`
}

export function drawHome(home: HomeContent, reader: Reader): Html {
  return html`<article class="home">
    <div class="tabs"><b>${KEY} dremio-pat</b><span class="tab chosen">Home</span><span class="tab">Messages</span></div>
    <div class="body">${drawBlocks(home.blocks, reader)}</div>
  </article>`
}

/** What people see of an app with no icon of its own. */
const KEY = html`<svg viewBox="0 0 36 36"><circle cx="13" cy="18" r="5" /><path d="M18 18h11M25 18v5M29 18v4" /></svg>`
const EYE = html`<svg class="icon" viewBox="0 0 20 20"><path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z" /><circle cx="10" cy="10" r="2.5" /></svg>`
const SHEET = html`<svg class="icon" viewBox="0 0 20 20"><path d="M5 2h7l4 4v12H5zM12 2v4h4" /></svg>`
const CROSS = html`<svg class="icon" viewBox="0 0 20 20"><path d="M5 5l10 10M15 5L5 15" /></svg>`
