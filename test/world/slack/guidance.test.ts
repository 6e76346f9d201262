// What the simulated Slack warns of, though the real one would take it.
import { expect, test } from 'vitest'
import { readMessage } from './limits/messages.ts'

test('Slack’s guidance warns of several emphasized buttons, and of buttons that screen readers cannot tell apart', () => {
  const button = (text: string, more: object) => ({
    type: 'button',
    action_id: text,
    text: { type: 'plain_text', text },
    ...more,
  })
  const warnedOf = (...elements: object[]) => {
    const warnings: string[] = []
    readMessage({ text: 'x', blocks: elements.map((one) => ({ type: 'actions', elements: [one] })) }, (warning) =>
      warnings.push(warning),
    )
    return warnings
  }
  const primary = { style: 'primary' }
  expect(warnedOf(button('A', primary), button('B', {}))).toEqual([])
  expect(warnedOf(button('A', primary), button('B', { style: 'danger' }))).toEqual([
    'a message has several emphasized buttons: A, B',
  ])
  const named = (name: string) => ({ accessibility_label: name })
  expect(warnedOf(button('A', named('A: one')), button('A', named('A: two')))).toEqual([])
  expect(warnedOf(button('A', {}), button('A', {}))).toEqual(['a message has two buttons that screen readers call “A”'])
  expect(warnedOf(button('A', named('one')))).toEqual(['a button is called “one”, which is not its text'])
})
