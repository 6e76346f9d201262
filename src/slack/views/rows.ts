// The rows of a list: a text with one control at its end, and what screen readers say where several rows have the same.
import type { Button, Overflow, SectionBlock } from '@slack/types'
import { cleanLine } from '../../core/clean-text.ts'
import type { Words } from '../../words/words.ts'
import { type CatalogButton, type DrawnButton, overflow, overflowValue } from '../action-catalog.ts'
import { cut, LONGEST_BUTTON, LONGEST_OPTION, plain, section } from './block-kit.ts'

/** A button of the catalog without a confirmation, which a menu could not show, and the id that it acts on. */
export type Choice = readonly [button: Exclude<DrawnButton, { readonly confirm: string }>, value: string]

/** Undefined leaves the row without a control. */
export function row(text: string, control: Button | Overflow | undefined): SectionBlock {
  return control ? { ...section(text), accessory: control } : section(text)
}

/**
 * The menu with three dots, of at most five buttons. Slack asks nothing before it reports a choice. https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
 */
export function overflowMenu({ labels }: Words, choices: readonly Choice[]): Overflow | undefined {
  if (choices.length === 0) return undefined
  const options = choices.map(([button, value]) => {
    const { label }: CatalogButton = button
    return {
      text: plain(label ? labels.buttons[label] : value, LONGEST_OPTION),
      value: overflowValue(button, value),
    }
  })
  return { type: 'overflow', action_id: overflow.id, options }
}

/** Leaves room for the button's own words and a number. */
const LONGEST_SUBJECT = 45

/** What the rows are called where several have the same label: `tableau`, `tableau (2)`. A label may look like that too. */
export function subjects(labels: readonly string[]): string[] {
  const taken = new Set<string>()
  return labels.map((label) => {
    const short = cut(cleanLine(label), LONGEST_SUBJECT)
    let name = short
    for (let number = 2; taken.has(name); number += 1) name = `${short} (${number})`
    taken.add(name)
    return name
  })
}

/**
 * The button with the name that screen readers say, for a message in which several buttons have the same words on them.
 * https://docs.slack.dev/reference/block-kit/block-elements/button-element: at most 75 characters
 */
export function about({ labels }: Words, subject: string, button: Button): Button {
  const name = labels.about({ button: button.text.text, subject: cleanLine(subject) })
  return { ...button, accessibility_label: cut(name, LONGEST_BUTTON) }
}
