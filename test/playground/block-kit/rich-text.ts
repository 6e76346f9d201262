// Rich text as HTML: what people write, and lists, quotes and preformatted text in it.
import { type Html, html, joined } from '../../../src/web/html.ts'
import { formatDate } from '../../world/slack/dates.ts'
import type { Reader } from '../../world/slack/mrkdwn.ts'
import { link, mention, withBreaks } from './mrkdwn.ts'

/** Fields of reference/block-kit/blocks/rich-text-block, all parts together. */
interface Part {
  type?: string
  text?: string
  url?: string
  user_id?: string
  usergroup_id?: string
  channel_id?: string
  range?: string
  name?: string
  timestamp?: number
  format?: string
  style?: 'ordered' | 'bullet' | { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean }
  elements?: readonly unknown[]
}

export function drawRichText(parts: readonly unknown[], reader: Reader): Html {
  return joined(parts.map((part) => drawPart(part as Part, reader)))
}

function drawPart(part: Part, reader: Reader): Html {
  const inside = () => drawRichText(part.elements ?? [], reader)
  switch (part.type) {
    case 'rich_text_section':
      return html`<div>${inside()}</div>`
    case 'rich_text_preformatted':
      return html`<pre>${inside()}</pre>`
    case 'rich_text_quote':
      return html`<blockquote>${inside()}</blockquote>`
    case 'rich_text_list': {
      const items = joined((part.elements ?? []).map((item) => html`<li>${drawPart(item as Part, reader)}</li>`))
      return part.style === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`
    }
    default:
      return styled(drawInline(part, reader), part.style)
  }
}

function drawInline(part: Part, reader: Reader): Html {
  switch (part.type) {
    case 'text':
      return withBreaks(part.text ?? '')
    case 'link':
      return link(part.url ?? '', part.text ?? part.url ?? '')
    case 'user':
      return mention(`@${reader.nameOf(part.user_id ?? '')}`)
    case 'usergroup':
      return mention(`@${reader.nameOf(part.usergroup_id ?? '')}`)
    case 'channel':
      return mention(`#${reader.nameOf(part.channel_id ?? '')}`)
    case 'broadcast':
      return mention(`@${part.range}`)
    case 'emoji':
      return html`:${part.name ?? ''}:`
    case 'date':
      return html`${formatDate(part.format ?? '', (part.timestamp ?? 0) * 1_000, reader.timeZone, reader.now)}`
    default:
      throw new Error(`There is no way to draw rich text of type "${part.type}"`)
  }
}

function styled(inner: Html, style: Part['style']): Html {
  if (style === undefined || typeof style === 'string') return inner
  let drawn = inner
  if (style.code) drawn = html`<code>${drawn}</code>`
  if (style.strike) drawn = html`<s>${drawn}</s>`
  if (style.italic) drawn = html`<i>${drawn}</i>`
  if (style.bold) drawn = html`<b>${drawn}</b>`
  return drawn
}
