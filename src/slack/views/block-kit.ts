// The building blocks of messages and forms: escaped, cut to Slack's limits, with times in the reader's zone.
import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
  StaticSelect,
  UsersSelect,
} from '@slack/types'
import { cleanLine, cleanText } from '../../core/clean-text.ts'
import { DAY } from '../../core/time/duration.ts'
import type { Words } from '../../words/words.ts'
import type { CatalogButton, DrawnButton, DrawnForm } from '../action-catalog.ts'

// Limits: https://docs.slack.dev/reference/block-kit/blocks and .../block-elements, read 2026-11.
export const LONGEST_SECTION = 3_000
export const LONGEST_FIELD = 2_000
export const LONGEST_HEADER = 150
export const LONGEST_BUTTON = 75
export const LONGEST_OPTION = 75
export const LONGEST_PLACEHOLDER = 150
export const MOST_OPTIONS = 100
export const LONGEST_TITLE = 24
export const LONGEST_META = 3_000
const LONGEST_CONFIRMATION_TITLE = 100
const LONGEST_CONFIRMATION = 300
const LONGEST_CONFIRMATION_BUTTON = 30
/** Of a button: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const LONGEST_VALUE = 2_000

/** Escapes only the three characters that Slack requires: https://docs.slack.dev/messaging/formatting-message-text */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Cuts between whole characters and appends an ellipsis. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > most - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Cuts a sentence after a whole word, where one ends in its second half. */
function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = cut(text, most).slice(0, -1)
  const end = kept.search(/\s+\S*$/)
  return `${end > most / 2 ? kept.slice(0, end) : kept}…`
}

/** The same for formatted text: no link, mention or date is cut in two, and no code stays open. */
function cutFormatted(text: string, most: number): string {
  if (text.length <= most) return text
  const fence = '```'
  const kept = cutAtWord(text, most - fence.length)
    .slice(0, -1)
    .replace(/<[^>]*$|&[a-z]*$/, '')
    .trimEnd()
  const isOpen = kept.split(fence).length % 2 === 0
  return isOpen ? `${kept}…${fence}` : `${kept}…`
}

/**
 * A person's text for use inside formatted text: cleaned, escaped, on one line, and without characters that start or end
 * bold or code. What was stored before it was cleaned, or comes from Dremio, is clean here at the latest.
 */
export function inlineText(text: string, most = 150): string {
  return escaped(cut(cleanLine(text).replace(/[*`~]/g, "'"), most))
}

/** A label, set apart from the text around it. */
export function labelText(label: string): string {
  return `*${inlineText(label)}*`
}

export function mention(id: string): string {
  return `<@${id}>`
}

/**
 * A moment within some months, in the reader's own zone and without its year; clients without support for that show it
 * in UTC.
 */
export function moment(at: number): string {
  const utc = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return `<!date^${Math.floor(at / 1_000)}^{date_pretty} at {time}|${utc} UTC>`
}

/** The date of such a moment. */
export function date(at: number): string {
  return dated(at, '{date_pretty}')
}

/** A date that may be long ago, with its year. */
export function dateOfYear(at: number): string {
  return dated(at, '{date_short_pretty}')
}

function dated(at: number, format: string): string {
  return `<!date^${Math.floor(at / 1_000)}^${format}|${new Date(at).toISOString().slice(0, 10)}>`
}

/** The day, and the hour as well within two days: beyond that the hour matters to nobody. */
export function dayOrMoment(at: number, now: number): string {
  return Math.abs(at - now) < 2 * DAY ? moment(at) : date(at)
}

/**
 * Milliseconds until a moment, negative after it. What remains is rounded up slightly, so that a token made for 7 days a
 * moment ago ends "in 7 days".
 */
export function timeLeft(now: number, at: number): number {
  const remains = at - now
  return remains > 0 ? remains + remains / 500 : remains
}

export function plain(text: string, most = LONGEST_SECTION): PlainTextElement {
  return { type: 'plain_text', text: cutAtWord(text, most), emoji: false }
}

/** `verbatim`, because Slack would turn `@everyone`, `#channel` and addresses in people's texts into links. */
export function formatted(text: string, most = LONGEST_SECTION): MrkdwnElement {
  return { type: 'mrkdwn', text: cutFormatted(text, most), verbatim: true }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LONGEST_HEADER) }
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: formatted(text) }
}

/**
 * A person's own text at length, below the words that say whose it is. Each of its lines begins with Slack's sign for a
 * quotation, so none can pass for a line of the card. It is cut if it is longer than `most`, or becomes too long by
 * escaping. https://docs.slack.dev/messaging/formatting-message-text#block-quotes
 */
export function quotation(intro: string, text: string, most = LONGEST_SECTION): SectionBlock {
  let kept = cut(cleanText(text), most)
  const whole = () => `${intro}\n${quotedLines(kept)}`
  while (whole().length > LONGEST_SECTION) kept = cut(kept, Math.floor(kept.length * 0.9))
  return section(whole())
}

/** Three backticks would begin code that goes on over the ends of lines, outside of the quotation. */
function quotedLines(text: string): string {
  const lines = escaped(text).replace(/`{3,}/g, (marks) => "'".repeat(marks.length))
  return lines.replace(/^/gm, '> ')
}

export function hint(text: string): ContextBlock {
  return { type: 'context', elements: [formatted(text)] }
}

export function actions(...elements: (Button | StaticSelect | UsersSelect)[]): ActionsBlock {
  return { type: 'actions', elements }
}

/** `value` is an id. `style` is for a button whose style depends on the buttons beside it. */
export function button(
  words: Pick<Words, 'labels'>,
  action: DrawnButton,
  value: string,
  style?: 'primary' | 'danger',
): Button {
  const { id, label, confirm, ...always }: CatalogButton = action
  const shown = always.style ?? style
  return {
    type: 'button',
    action_id: id,
    text: plain(label ? words.labels.buttons[label] : value, LONGEST_BUTTON),
    value,
    ...(shown && { style: shown }),
    ...(confirm && { confirm: confirmation(words, confirm) }),
  }
}

/** Limits: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
function confirmation(
  { labels: { confirmations } }: Pick<Words, 'labels'>,
  name: keyof Words['labels']['confirmations'],
): ConfirmationDialog {
  const { title, text, confirm, deny } = confirmations[name]
  return {
    title: plain(title, LONGEST_CONFIRMATION_TITLE),
    text: plain(text, LONGEST_CONFIRMATION),
    confirm: plain(confirm, LONGEST_CONFIRMATION_BUTTON),
    deny: plain(deny, LONGEST_CONFIRMATION_BUTTON),
    style: 'danger',
  }
}

/** A form. `meta` is its private metadata: ids and the offered values, never a secret. */
export function modal(
  words: Pick<Words, 'labels'>,
  { id, labels }: DrawnForm,
  meta: string | undefined,
  blocks: KnownBlock[],
): ModalView {
  const { title, submit, close } = words.labels.forms[labels]
  return {
    type: 'modal',
    callback_id: id,
    title: plain(title, LONGEST_TITLE),
    submit: plain(submit, LONGEST_TITLE),
    close: plain(close, LONGEST_TITLE),
    ...(meta !== undefined && { private_metadata: meta }),
    blocks,
  }
}

/** Lines to be copied, without formatting. */
export function code(lines: readonly string[]): SectionBlock {
  return section(`\`\`\`${escaped(lines.join('\n'))}\`\`\``)
}

/** A link to a page. */
export function link(url: string, words: string): string {
  return `<${url}|${words}>`
}

/** Blocks that are only shown under a condition. */
export function blocksIf(condition: unknown, ...blocks: KnownBlock[]): KnownBlock[] {
  return condition ? blocks : []
}
