// What Slack accepts and advises against in a message: several emphasized buttons, and buttons that sound alike.
import { type Block, elementsOf } from './blocks.ts'

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element: "primary should be used sparingly". */
export function againstGuidance(blocks: readonly Block[]): string[] {
  const buttons = blocks.flatMap((block) => elementsOf(block).filter((element) => element.type === 'button'))
  const emphasized = buttons.filter(({ style }) => style !== undefined).map(({ text }) => text.text)
  const names = buttons.map(({ text, accessibility_label }) => accessibility_label ?? text.text)
  const alike = names.filter((name, index) => names.indexOf(name) !== index)
  const unlike = buttons.filter(
    ({ text, accessibility_label }) => accessibility_label !== undefined && !accessibility_label.includes(text.text),
  )
  return [
    ...(emphasized.length > 1 ? [`a message has several emphasized buttons: ${emphasized.join(', ')}`] : []),
    ...alike.map((name) => `a message has two buttons that screen readers call “${name}”`),
    // https://www.w3.org/WAI/WCAG22/Understanding/label-in-name: who speaks to their phone says what is on the button.
    ...unlike.map(({ accessibility_label }) => `a button is called “${accessibility_label}”, which is not its text`),
  ]
}
