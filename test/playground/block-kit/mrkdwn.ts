// Slack's mrkdwn as HTML: marks, links, mentions by name, dates in the reader's zone; all that people wrote is escaped.
import { type Html, html, joined } from '../../../src/web/html.ts'
import { formatDate } from '../../world/slack/dates.ts'
import type { TextObject } from '../../world/slack/limits/texts.ts'
import { pair, type Reader, unescaped } from '../../world/slack/mrkdwn.ts'

export function drawText(text: TextObject, reader: Reader): Html {
  return text.type === 'mrkdwn' ? drawMrkdwn(text.text, reader) : withBreaks(text.text)
}

export function drawMrkdwn(text: string, reader: Reader): Html {
  const tokens: Html[] = []
  const apart = (drawn: Html) => `${OPEN}${tokens.push(drawn) - 1}${CLOSE}`
  // Code and tokens are taken out first: a mark inside of either is part of it, and code may stand within a quote.
  const rest = text
    .replaceAll(/```[\s\S]*?```|`[^`\n]+`/g, (part) => apart(code(part)))
    .replace(/<([^<>]+)>/g, (_, token: string) => apart(drawToken(token, reader)))
  return joined(
    quotesApart(rest).map(({ quoted, lines }) => {
      const body = marked(lines, tokens)
      return quoted ? html`<blockquote>${body}</blockquote>` : body
    }),
  )
}

// Noncharacters: the bot lets none of them through.
const OPEN = '\uFDD0'
const CLOSE = '\uFDD1'

function code(part: string): Html {
  const [, fenced] = /^```\n?([\s\S]*?)\n?```$/.exec(part) ?? []
  if (fenced !== undefined) return html`<pre>${unescaped(fenced)}</pre>`
  return html`<code>${unescaped(part.slice(1, -1))}</code>`
}

/** Lines that begin with `>` are a quote; Slack sends what people typed as `&gt;`. */
function quotesApart(text: string): { quoted: boolean; lines: string }[] {
  const groups: { quoted: boolean; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?/.test(line)
    const shown = quoted ? line.replace(/^(?:&gt;|>) ?/, '') : line
    const last = groups.at(-1)
    if (last?.quoted === quoted) last.lines.push(shown)
    else groups.push({ quoted, lines: [shown] })
  }
  return groups.map(({ quoted, lines }) => ({ quoted, lines: lines.join('\n') }))
}

const marks = [
  { mark: pair('*'), draw: (inner: Html) => html`<b>${inner}</b>` },
  { mark: pair('_'), draw: (inner: Html) => html`<i>${inner}</i>` },
  { mark: pair('~'), draw: (inner: Html) => html`<s>${inner}</s>` },
]

/** The mark that begins first is the outer one. */
function marked(text: string, tokens: readonly Html[]): Html {
  const found = marks
    .flatMap(({ mark, draw }) => {
      const match = new RegExp(mark.source).exec(text)
      return match ? [{ match, draw }] : []
    })
    .sort((one, other) => one.match.index - other.match.index)[0]
  if (!found) return plain(text, tokens)
  const [whole, before = '', inner = ''] = found.match
  const start = found.match.index + before.length
  return joined([
    plain(text.slice(0, start), tokens),
    found.draw(marked(inner, tokens)),
    marked(text.slice(found.match.index + whole.length), tokens),
  ])
}

function plain(text: string, tokens: readonly Html[]): Html {
  const parts = text.split(new RegExp(`${OPEN}(\\d+)${CLOSE}`))
  return joined(
    parts.map((part, index) => (index % 2 === 1 ? (tokens[Number(part)] ?? html``) : withBreaks(unescaped(part)))),
  )
}

export function withBreaks(text: string): Html {
  return joined(text.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`)))
}

function drawToken(token: string, reader: Reader): Html {
  const bar = token.indexOf('|')
  const target = bar < 0 ? token : token.slice(0, bar)
  const label = bar < 0 ? undefined : unescaped(token.slice(bar + 1))
  if (target.startsWith('@')) return mention(`@${reader.nameOf(target.slice(1))}`)
  if (target.startsWith('#')) return mention(`#${reader.nameOf(target.slice(1))}`)
  if (target.startsWith('!subteam^')) return mention(`@${reader.nameOf(target.slice('!subteam^'.length))}`)
  if (target.startsWith('!date^')) return dated(target, label, reader)
  if (target.startsWith('!')) return mention(`@${target.slice(1)}`)
  const address = unescaped(target)
  return link(address, label ?? address.replace(/^mailto:/, ''))
}

export function mention(name: string): Html {
  return html`<span class="mention">${name}</span>`
}

/** A picture is not clicked on, and a gallery must lead nowhere by surprise: only what a browser may open is a link. */
export function link(address: string, label: string): Html {
  if (!/^(?:https?:|mailto:)/.test(address)) throw new Error(`A link leads to ${address}`)
  return html`<a href="${address}" rel="noreferrer">${label}</a>`
}

function dated(target: string, fallback: string | undefined, reader: Reader): Html {
  const [, seconds = '', format, address] = target.split('^')
  if (!format || !/^\d+$/.test(seconds)) return html`${fallback ?? target}`
  const words = formatDate(format, Number(seconds) * 1_000, reader.timeZone, reader.now)
  return address ? link(unescaped(address), words) : html`${words}`
}
