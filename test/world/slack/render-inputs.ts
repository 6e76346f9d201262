// Menus, radio buttons and fields as text, with what they hold.
import { type Answer, held, optionsOf } from './form-state.ts'
import type { Accessory, Button, Interactive } from './limits/elements.ts'
import type { Option } from './limits/texts.ts'
import { dim, type Reader } from './mrkdwn.ts'

type Holder = Exclude<Interactive | Accessory, Button | { type: 'image' }>

export function renderInput(element: Holder, answer: Answer | undefined, reader: Reader): string {
  const value = answer ? held(answer) : undefined
  const said = words(answer, reader)
  switch (element.type) {
    case 'radio_buttons':
      return choices(element, [value], '(o)', '( )', reader)
    case 'checkboxes':
      return choices(element, Array.isArray(value) ? value : [], '[x]', '[ ]', reader)
    case 'overflow':
      return `[ … ${element.options.map((option) => option.text.text).join(' | ')} ]`
    case 'static_select':
    case 'multi_static_select':
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
      return `[${said || placeholder(element, reader)} v]`
    default:
      return `[${said || placeholder(element, reader)}]`
  }
}

function choices(element: Holder, chosen: readonly unknown[], on: string, off: string, reader: Reader): string {
  const values = chosen.map((option) => (option as Option | null | undefined)?.value)
  return optionsOf(element)
    .map((option) => {
      const more = option.description ? dim(` (${option.description.text})`, reader) : ''
      return `${values.includes(option.value) ? on : off} ${option.text.text}${more}`
    })
    .join('  ')
}

/** What is held, in words: text as it is, options by their text, people and channels by name. */
export function words(answer: Answer | undefined, reader: Pick<Reader, 'nameOf'>): string {
  const value = answer ? held(answer) : undefined
  const isId = answer !== undefined && /users|conversations/.test(answer.type)
  const one = (given: unknown): string => {
    if (given === null || given === undefined) return ''
    if (typeof given === 'object') return (given as Option).text.text
    return isId ? `@${reader.nameOf(String(given))}` : String(given)
  }
  return Array.isArray(value) ? value.map(one).join(', ') : one(value)
}

const placeholder = (element: Holder, reader: Reader): string =>
  'placeholder' in element && element.placeholder ? dim(element.placeholder.text, reader) : ''
