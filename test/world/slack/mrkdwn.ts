// Slack's mrkdwn as a person reads it: mentions by name, dates in their zone, links with their address, marks gone.
import { formatDate } from './dates.ts'

/** Who reads: the names and the clock that Slack's client would use for them. */
export interface Reader {
  readonly timeZone: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The name shown for a user, group or channel id, without the sign before it. */
  readonly nameOf: (id: string) => string
  /** Bold and dim by terminal codes; plain text if not said. */
  readonly ansi?: boolean
}

export const bold = (text: string, { ansi }: Reader) => (ansi ? `\u001b[1m${text}\u001b[22m` : text)
export const dim = (text: string, { ansi }: Reader) => (ansi ? `\u001b[2m${text}\u001b[22m` : text)

export function cleaned(mrkdwn: string, reader: Reader): string {
  return mrkdwn
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part) : prose(part, reader)))
    .join('')
}

/** Code is shown as it is: its fences stay, so that a reader sees where it begins and ends. */
function code(part: string): string {
  const fenced = /^```\n?([\s\S]*?)\n?```$/.exec(part)
  return unescaped(fenced ? `\`\`\`\n${fenced[1]}\n\`\`\`` : part)
}

function prose(text: string, reader: Reader): string {
  const marked = text
    .replace(pair('*'), (_, before: string, inner: string) => before + bold(inner, reader))
    .replace(pair('_'), '$1$2')
    .replace(pair('~'), '$1$2')
  return unescaped(marked.replace(/<([^<>]+)>/g, (_, token: string) => said(token, reader)))
}

/** A mark counts only where a word begins and ends, as in Slack: snake_case_words stay whole. */
export function pair(mark: '*' | '_' | '~'): RegExp {
  const m = `\\${mark}`
  return new RegExp(`(^|[^\\w${m}])${m}(?=\\S)([^${m}\\n]*?[^\\s${m}])${m}(?![\\w${m}])`, 'g')
}

function said(token: string, reader: Reader): string {
  const bar = token.indexOf('|')
  const target = bar < 0 ? token : token.slice(0, bar)
  const label = bar < 0 ? undefined : token.slice(bar + 1)
  if (target.startsWith('@')) return `@${reader.nameOf(target.slice(1))}`
  if (target.startsWith('#')) return `#${reader.nameOf(target.slice(1))}`
  if (target.startsWith('!subteam^')) return `@${reader.nameOf(target.slice('!subteam^'.length))}`
  if (target.startsWith('!date^')) return dated(target, label, reader)
  if (target.startsWith('!')) return `@${target.slice(1)}`
  const url = target.replace(/^mailto:/, '')
  return label === undefined || label === url ? url : `${label} (${url})`
}

function dated(target: string, fallback: string | undefined, reader: Reader): string {
  const [, seconds, format, link] = target.split('^')
  if (!format || !Number.isFinite(Number(seconds))) return fallback ?? target
  const words = formatDate(format, Number(seconds) * 1000, reader.timeZone, reader.now)
  return link ? `${words} (${link})` : words
}

/** Slack knows three entities and no others. */
export const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
