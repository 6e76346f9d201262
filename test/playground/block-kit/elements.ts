// What can be pressed, chosen and filled in, as HTML, with what it holds.
import { type Html, html, joined } from '../../../src/web/html.ts'
import { formatDate } from '../../world/slack/dates.ts'
import { type Answer, held, optionsOf } from '../../world/slack/form-state.ts'
import type { Accessory, Button, Interactive } from '../../world/slack/limits/elements.ts'
import type { Option } from '../../world/slack/limits/texts.ts'
import type { Reader } from '../../world/slack/mrkdwn.ts'
import { words } from '../../world/slack/render-inputs.ts'
import { drawText } from './mrkdwn.ts'

export type Element = Interactive | Accessory

/** `answer` is what it holds now; undefined for what holds nothing. */
export function drawElement(element: Element, answer: Answer | undefined, reader: Reader): Html {
  switch (element.type) {
    case 'button':
      return drawButton(element)
    case 'image':
      return html`<span class="image" role="img">${element.alt_text}</span>`
    case 'overflow':
      return html`<span class="button overflow">${ICONS.dots}</span>`
    case 'radio_buttons':
      return choices('radio', optionsOf(element), [answer && held(answer)], reader)
    case 'checkboxes':
      return choices('checkbox', optionsOf(element), listed(answer), reader)
    case 'static_select':
    case 'multi_static_select':
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
      return field('select', words(answer, reader), element.placeholder?.text, ICONS.chevron)
    case 'datepicker': {
      const day = words(answer, reader)
      const shown = day && formatDate('{date_short}', Date.parse(day), 'UTC', reader.now)
      return field('select', shown, element.placeholder?.text, ICONS.chevron)
    }
    case 'timepicker':
      return field('select', words(answer, reader), element.placeholder?.text, ICONS.chevron)
    case 'datetimepicker':
      return field('select', words(answer, reader), undefined, ICONS.chevron)
    case 'plain_text_input':
      return field(element.multiline ? 'field multiline' : 'field', words(answer, reader), element.placeholder?.text)
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return field('field', words(answer, reader), element.placeholder?.text)
    default:
      throw new Error(`There is no way to draw an element of type "${(element as { type: string }).type}"`)
  }
}

function drawButton({ text, style, url }: Button): Html {
  return html`<span class="button ${style ?? 'plain'}">${text.text}${url === undefined ? '' : ICONS.leaves}</span>`
}

function field(kind: string, value: string, placeholder = '', icon: Html | string = ''): Html {
  const shown = value === '' ? html`<span class="placeholder">${placeholder}</span>` : html`<span>${value}</span>`
  return html`<span class="${kind}">${shown}${icon}</span>`
}

function choices(
  kind: 'radio' | 'checkbox',
  options: readonly Option[],
  chosen: readonly unknown[],
  reader: Reader,
): Html {
  const values = chosen.map((option) => (option as Option | null | undefined)?.value)
  return joined(
    options.map((option) => {
      const state = values.includes(option.value) ? 'on' : 'off'
      const more = option.description ? html`<span class="hint">${drawText(option.description, reader)}</span>` : ''
      const tick = kind === 'checkbox' && state === 'on' ? ICONS.tick : ''
      return html`<span class="choice"><span class="${kind} ${state}">${tick}</span><span>${drawText(option.text, reader)}${more}</span></span>`
    }),
  )
}

function listed(answer: Answer | undefined): readonly unknown[] {
  const value = answer && held(answer)
  return Array.isArray(value) ? value : []
}

const ICONS = {
  chevron: html`<svg class="icon" viewBox="0 0 20 20"><path d="M5 8l5 5 5-5" /></svg>`,
  leaves: html`<svg class="icon" viewBox="0 0 20 20"><path d="M11 4h5v5M16 4l-7 7M14 12v4H4V6h4" /></svg>`,
  dots: html`<svg class="icon" viewBox="0 0 20 20"><path d="M4 10h.01M10 10h.01M16 10h.01" /></svg>`,
  tick: html`<svg class="icon" viewBox="0 0 20 20"><path d="M4 10l4 4 8-8" /></svg>`,
}
