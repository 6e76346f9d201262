// What a form holds before and after the bot changes it.
import { expect, test } from 'vitest'
import { carriedOver, initialValues } from './form-state.ts'
import type { Block } from './limits/blocks.ts'

const field = (action_id: string, initial_value?: string): Block => ({
  type: 'input',
  block_id: 'b',
  label: { type: 'plain_text', text: 'Label' },
  element: { type: 'plain_text_input', action_id, ...(initial_value !== undefined && { initial_value }) },
})

test('an initial value counts as a value, and an empty input is null', () => {
  expect(initialValues([field('a', 'x')])).toEqual({ b: { a: { type: 'plain_text_input', value: 'x' } } })
  expect(initialValues([field('a')])).toEqual({ b: { a: { type: 'plain_text_input', value: null } } })
})

test('an input keeps what it holds while its ids stay, and takes a new initial value with new ids', () => {
  const before = initialValues([field('a', 'old')])
  expect(carriedOver(before, [field('a', 'new')])).toEqual(before)
  expect(carriedOver(before, [field('a2', 'new')])).toEqual({ b: { a2: { type: 'plain_text_input', value: 'new' } } })
})
