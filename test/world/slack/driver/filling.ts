// Fills the inputs of a form by their labels, and checks before submitting what Slack's own client checks.
import { type Answer, answerOf, held, isEmpty, keyOf, optionsOf, type Values } from '../form-state.ts'
import type { Block } from '../limits/blocks.ts'
import type { Interactive } from '../limits/elements.ts'
import type { World } from '../world.ts'

/** Text, an option's text, a person's name or id; several for what takes several; null or '' for nothing. */
export type Entry = string | number | null | readonly string[]

export type InputBlock = Extract<Block, { type: 'input' }>

export const inputsOf = (blocks: readonly Block[]): readonly InputBlock[] =>
  blocks.filter((block): block is InputBlock => block.type === 'input')

export function inputLabelled(blocks: readonly Block[], label: string): InputBlock {
  const inputs = inputsOf(blocks)
  const found = inputs.find((input) => input.label.text === label)
  if (found) return found
  throw new Error(
    `No input "${label}". There is: ${inputs.map((input) => `"${input.label.text}"`).join(', ') || 'none'}`,
  )
}

/** What the element holds once the person entered that; throws if the element does not offer it. */
export function entered(world: World, element: Interactive, entry: Entry): Answer {
  const key = keyOf(element.type)
  const several = Array.isArray(entry) ? entry : entry === null || entry === '' ? [] : [String(entry)]
  switch (key) {
    case 'selected_option':
      return answerOf(element.type, several[0] === undefined ? null : option(element, several[0]))
    case 'selected_options':
      return answerOf(
        element.type,
        several.map((text) => option(element, text)),
      )
    case 'selected_user':
      return answerOf(element.type, several[0] === undefined ? null : personId(world, several[0]))
    case 'selected_users':
      return answerOf(
        element.type,
        several.map((name) => personId(world, name)),
      )
    case 'selected_date':
      return answerOf(element.type, several[0] === undefined ? null : day(several[0]))
    case 'selected_date_time':
      return answerOf(element.type, typeof entry === 'number' ? entry : seconds(several[0]))
    case undefined:
      throw new Error(`Nothing can be entered into a ${element.type}`)
    default:
      return answerOf(element.type, several[0] ?? null)
  }
}

function option(element: Interactive, text: string) {
  const options = optionsOf(element)
  const found = options.find((one) => one.text.text === text)
  if (found) return found
  throw new Error(`No option "${text}". There is: ${options.map((one) => `"${one.text.text}"`).join(', ')}`)
}

function personId(world: World, name: string): string {
  const wanted = name.replace(/^@/, '').toLowerCase()
  const found = [...world.people.values()].find(
    (person) => person.id === name || person.name.toLowerCase() === wanted || person.realName.toLowerCase() === wanted,
  )
  if (!found) throw new Error(`Nobody is called "${name}"`)
  return found.id
}

/** A calendar offers days that there are, and no others. */
function day(text: string): string {
  const at = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) throw new Error(`There is no day "${text}"`)
  return text
}

const seconds = (date: string | undefined) => (date === undefined ? null : Math.floor(Date.parse(date) / 1000))

/** Throws what Slack's client would say instead of sending the form. */
export function mustBeSubmittable(blocks: readonly Block[], values: Values): void {
  for (const input of inputsOf(blocks)) {
    const answer = values[input.block_id ?? '']?.[input.element.action_id ?? '']
    const wrong = answer && !isEmpty(answer) ? wrongWith(input.element, String(held(answer))) : missing(input)
    if (wrong) throw new Error(`Slack would not submit: ${input.label.text} ${wrong}`)
  }
}

const missing = (input: InputBlock) => (input.optional ? undefined : 'is empty')

function wrongWith(element: Interactive, text: string): string | undefined {
  if (element.type === 'plain_text_input') {
    // block-elements/plain-text-input-element: 3000 is also what a field without max_length takes.
    if (text.length > (element.max_length ?? 3000)) return `is longer than ${element.max_length ?? 3000} characters`
    if (text.length < (element.min_length ?? 0)) return `is shorter than ${element.min_length} characters`
  }
  if (element.type === 'number_input') {
    const number = Number(text)
    if (!Number.isFinite(number) || (!element.is_decimal_allowed && !Number.isInteger(number))) return 'is no number'
    if (number < Number(element.min_value ?? '-Infinity')) return `is less than ${element.min_value}`
    if (number > Number(element.max_value ?? 'Infinity')) return `is more than ${element.max_value}`
  }
  if (element.type === 'email_text_input' && !/^\S+@\S+$/.test(text)) return 'is no e-mail address'
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'is no URL'
  return undefined
}
