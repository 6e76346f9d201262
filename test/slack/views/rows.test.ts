// The rows of lists: one control at the end of each, and a name of its own for screen readers.
import { describe, expect, test } from 'vitest'
import { buttons } from '../../../src/slack/action-catalog.ts'
import { actionHandlerOf } from '../../../src/slack/handlers/registry.ts'
import { clickIn } from '../../../src/slack/values.ts'
import { button } from '../../../src/slack/views/block-kit.ts'
import { about, overflowMenu, row, subjects } from '../../../src/slack/views/rows.ts'
import { english } from '../../../src/words/words.ts'
import { read } from '../reading.ts'

const TOKEN = 'ffffffff-1111-4111-8111-111111111111'

describe('an overflow menu', () => {
  const menu = overflowMenu(english, [
    [buttons.rotateToken, TOKEN],
    [buttons.revokeToken, TOKEN],
  ])

  test('offers buttons by their labels, within Slack’s limits', () => {
    const text = 'A row of a list'
    expect(read({ text, blocks: [row(text, menu)] })).toBe(
      `${text}   [ … ${english.labels.buttons.rotate} | ${english.labels.buttons.revoke} ]`,
    )
  })

  test('does what the chosen button does', () => {
    for (const [index, { id }] of [buttons.rotateToken, buttons.revokeToken].entries()) {
      const action = { type: 'overflow', action_id: menu?.action_id, selected_option: menu?.options[index] }
      expect(clickIn(action as never)).toEqual({ id, value: TOKEN })
      expect(actionHandlerOf(clickIn(action as never)?.id ?? '')).toBeTypeOf('function')
    }
  })

  test('of nothing is no menu', () => {
    expect(overflowMenu(english, [])).toBeUndefined()
    expect(row('text', undefined)).not.toHaveProperty('accessory')
  })
})

describe('what screen readers say', () => {
  test('differs also where somebody called a token as a second one would be called', () => {
    expect(subjects(['tableau', 'tableau (2)', 'tableau'])).toEqual(['tableau', 'tableau (2)', 'tableau (3)'])
    expect(subjects(['tableau', 'tableau', 'tableau (2)'])).toEqual(['tableau', 'tableau (2)', 'tableau (2) (2)'])
  })

  test('has the words on the button, then what it is about', () => {
    const named = about(english, 'tableau', button(english, buttons.revokeToken, TOKEN))
    expect(named.accessibility_label).toBe('Revoke: tableau')
    const long = about(english, 'x'.repeat(150), button(english, buttons.howToConnect, TOKEN))
    expect(long.accessibility_label).toHaveLength(75)
  })

  test.each([
    [[], []],
    [
      ['tableau', 'dbt'],
      ['tableau', 'dbt'],
    ],
    [
      ['tableau', 'dbt', 'tableau', 'tableau'],
      ['tableau', 'dbt', 'tableau (2)', 'tableau (3)'],
    ],
    [
      ['x'.repeat(150), 'x'.repeat(149)],
      [`${'x'.repeat(44)}…`, `${'x'.repeat(44)}… (2)`],
    ],
  ])('of %j is %j', (labels, names) => {
    expect(subjects(labels)).toEqual(names)
  })
})
