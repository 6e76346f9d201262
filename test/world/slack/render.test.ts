// What people read is what Slack would show them.
import { describe, expect, test } from 'vitest'
import { initialValues } from './form-state.ts'
import { type Reader, renderMessage, renderView } from './render.ts'

const reader: Reader = {
  timeZone: 'America/New_York',
  now: Date.UTC(2025, 10, 24, 12),
  nameOf: (id) => ({ UANA: 'Ana', S0DATA: 'data', C0: 'general' })[id] ?? id,
}
const read = (text: string) => renderMessage({ text, blocks: [] }, reader)
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (text: string) => ({ text: plain(text), value: text })

describe('text', () => {
  test.each([
    ['<@UANA> asks <!subteam^S0DATA> in <#C0>', '@Ana asks @data in #general'],
    ['<https://x.test/a?b=1&amp;c=2|the page>', 'the page (https://x.test/a?b=1&c=2)'],
    ['<https://x.test>', 'https://x.test'],
    [
      '*bold* and _slanted_ and ~gone~, not snake_case_words or 2*3*4',
      'bold and slanted and gone, not snake_case_words or 2*3*4',
    ],
    ['a &lt;b&gt; &amp;lt;', 'a <b> &lt;'],
    ['<!date^1764000000^{date_short_pretty} at {time}|fallback>', 'today at 11:00 AM'],
    ['<!date^1764086400^{date_short_pretty}|fallback>', 'tomorrow'],
    ['<!date^1766000000^{date_num} {date_long}|fallback>', '2025-12-17 Wednesday, December 17, 2025'],
    ['<!date^1766000000^{date_pretty}, {date_short}|fallback>', 'December 17, Dec 17, 2025'],
    ['```a *b* &amp; c```', '```\na *b* & c\n```'],
    ['the `$token_a` hint', 'the `$token_a` hint'],
    ['<@UANA>:\n> one &gt; two\n> \n> `code` &lt;x&gt;\nends', '@Ana:\n> one > two\n> \n> `code` <x>\nends'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))
})

test('a message is read line by line', () => {
  const text = renderMessage(
    {
      text: 'for notifications',
      blocks: [
        { type: 'header', text: plain('A request') },
        { type: 'section', fields: [{ type: 'mrkdwn', text: '*Label*\ntableau' }] },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'tableau' },
          accessory: { type: 'button', text: plain('Rotate') },
        },
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'rule _short_' }] },
        {
          type: 'actions',
          elements: [
            { type: 'button', text: plain('Approve') },
            { type: 'button', text: plain('Sign in'), url: 'https://x.test' },
          ],
        },
      ],
    },
    reader,
  )
  expect(text).toBe(
    '# A request\nLabel: tableau\ntableau   [ Rotate ]\n  rule short\n[ Approve ]  [ Sign in ] (https://x.test)',
  )
})

test('a form shows what its inputs hold, what they hint and what is wrong', () => {
  const blocks = [
    {
      type: 'input' as const,
      block_id: 'a',
      label: plain('Label'),
      hint: plain('Three letters at least'),
      element: { type: 'plain_text_input' as const, action_id: 'a', placeholder: plain('tableau') },
    },
    {
      type: 'input' as const,
      block_id: 'b',
      label: plain('Lifetime'),
      element: {
        type: 'static_select' as const,
        action_id: 'b',
        options: [option('1 day'), option('7 days')],
        initial_option: option('7 days'),
      },
    },
    {
      type: 'input' as const,
      block_id: 'c',
      label: plain('Decision'),
      optional: true,
      element: {
        type: 'radio_buttons' as const,
        action_id: 'c',
        options: [option('Approve'), option('Deny')],
        initial_option: option('Deny'),
      },
    },
  ]
  const view = { type: 'modal' as const, title: plain('Review'), submit: plain('Decide'), blocks }
  expect(renderView(view, { values: initialValues(blocks), errors: { a: 'Too short' } }, reader)).toBe(
    [
      '== Review ==',
      'Label: [tableau]',
      '  Three letters at least',
      '  ! Too short',
      'Lifetime: [7 days v]',
      'Decision (optional): ( ) Approve  (o) Deny',
      '[ Decide ]  [ Cancel ]',
    ].join('\n'),
  )
})
