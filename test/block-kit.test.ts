// Cards and forms as HTML: every kind of block and element that the bot uses is drawn, and whatever people wrote is escaped.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { html } from '../src/web/html.ts'
import { drawBlocks } from './playground/block-kit/blocks.ts'
import { drawPage } from './playground/block-kit/page.ts'
import { drawForm, drawMessage, type Said } from './playground/block-kit/surfaces.ts'
import { type Block, elementsOf, messageBlocks, viewBlocks } from './world/slack/limits/blocks.ts'
import { readModal } from './world/slack/limits/views.ts'
import type { Reader } from './world/slack/mrkdwn.ts'

const NOW = Date.parse('2026-12-01T08:40:00Z')
const reader: Reader = {
  timeZone: 'Europe/Berlin',
  now: NOW,
  nameOf: (id) => ({ UANA: 'Ana', S0DATA: 'data' })[id] ?? id,
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text })
const option = (text: string) => ({ text: plain(text), value: text })
const options = [option('one'), option('two')]

/** What is drawn, and what must be in it. */
const samples: [block: Block, ...expected: string[]][] = [
  [{ type: 'header', text: plain('A title') }, 'class="block header">A title<'],
  [{ type: 'divider' }, '<hr>'],
  [{ type: 'section', text: mrkdwn('*bold* _slanted_ ~gone~') }, '<b>bold</b> <i>slanted</i> <s>gone</s>'],
  [{ type: 'section', text: plain('*not bold*') }, '*not bold*'],
  [{ type: 'section', fields: [mrkdwn('*Label*\ntableau'), plain('30 days')] }, '<b>Label</b><br>tableau', '>30 days<'],
  [
    { type: 'section', text: plain('text'), accessory: { type: 'button', text: plain('Review') } },
    '<div class="accessory"><span class="button plain">Review',
  ],
  [{ type: 'context', elements: [mrkdwn('`code`'), plain('beside')] }, '<code>code</code>', '>beside<'],
  [
    {
      type: 'actions',
      elements: [
        { type: 'button', text: plain('Approve'), style: 'primary', action_id: 'a' },
        { type: 'button', text: plain('Deny'), style: 'danger', action_id: 'b' },
        { type: 'button', text: plain('Sign in'), url: 'https://acme.test/', action_id: 'c' },
        { type: 'overflow', options, action_id: 'd' },
        { type: 'static_select', placeholder: plain('Which tool?'), options, action_id: 'e' },
      ],
    },
    'class="button primary">Approve',
    'class="button danger">Deny',
    'class="button plain">Sign in<svg',
    'class="button overflow"',
    'class="placeholder">Which tool?',
  ],
  [
    {
      type: 'input',
      block_id: 'label',
      label: plain('Label'),
      hint: plain('A hint'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'v', initial_value: 'tableau', multiline: true },
    },
    'class="label">Label <span class="optional">(optional)',
    'class="field multiline"><span>tableau<',
    'class="hint">A hint<',
  ],
  [
    {
      type: 'input',
      block_id: 'radio',
      label: plain('Decision'),
      element: { type: 'radio_buttons', action_id: 'v', options, initial_option: option('two') },
    },
    'class="radio off"></span><span>one<',
    'class="radio on"></span><span>two<',
  ],
  [
    {
      type: 'input',
      block_id: 'boxes',
      label: plain('How long before'),
      element: { type: 'checkboxes', action_id: 'v', options, initial_options: [option('one')] },
    },
    'class="checkbox on"><svg',
    'class="checkbox off"></span><span>two<',
  ],
  [
    {
      type: 'input',
      block_id: 'several',
      label: plain('Several'),
      element: { type: 'multi_static_select', action_id: 'v', options, initial_options: options },
    },
    'class="select"><span>one, two<',
  ],
  [
    {
      type: 'input',
      block_id: 'person',
      label: plain('Delegate'),
      element: { type: 'users_select', action_id: 'v', initial_user: 'UANA' },
    },
    'class="select"><span>@Ana<',
  ],
  [
    {
      type: 'input',
      block_id: 'until',
      label: plain('Until'),
      element: { type: 'datepicker', action_id: 'value', initial_date: '2026-12-09' },
    },
    'class="select"><span>Dec 9, 2026<',
  ],
  [{ type: 'alert', level: 'error', text: plain('Not now') }, 'class="error">Not now<'],
  [{ type: 'markdown', text: 'as it is' }, '>as it is<'],
  [{ type: 'image', image_url: 'https://acme.test/a.png', alt_text: 'A chart' }, 'role="img">A chart<'],
  [
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'see ', style: { bold: true } },
            { type: 'user', user_id: 'UANA' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'item' }] }],
        },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a\n b' }] },
      ],
    },
    '<b>see </b><span class="mention">@Ana</span>',
    '<ul><li><div>item</div></li></ul>',
    '<pre>a<br> b</pre>',
  ],
]
const blocks = samples.map(([block]) => block)
const draw = (...drawn: Block[]) => String(drawBlocks(drawn, reader))
const section = (text: string) => draw({ type: 'section', text: mrkdwn(text) })

describe('a block', () => {
  const named = samples.map(([block, ...expected]) => ({ kind: block.type, expected, block }))
  test.each(named)('$kind with $expected', ({ block, expected }) => {
    for (const part of expected) expect(draw(block)).toContain(part)
  })

  test('of this test is one that Slack takes', () => {
    expect(messageBlocks.parse(blocks.filter(({ type }) => type !== 'alert')).length).toBeGreaterThan(10)
    expect(viewBlocks.parse(blocks.filter(({ type }) => type !== 'markdown')).length).toBeGreaterThan(10)
  })

  test('of every kind that the bot uses is among these', () => {
    const slack = fileURLToPath(new URL('../src/slack', import.meta.url))
    const code = readdirSync(slack, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(`${slack}/${path}`, 'utf8'))
    // Texts, views, messages and shortcuts have a type too.
    const noBlocks = ['plain_text', 'mrkdwn', 'modal', 'home', 'ephemeral', 'image', 'global', 'message']
    const used = [...code.join('\n').matchAll(/\btype: '([a-z_]+)'/g)].map(([, kind = '']) => kind)
    const drawn: string[] = blocks.flatMap((block) => [block.type, ...elementsOf(block).map(({ type }) => type)])
    expect(used.length).toBeGreaterThan(10)
    expect(used.filter((kind) => ![...drawn, ...noBlocks].includes(kind))).toEqual([])
  })

  test('of a kind that is not known is an error', () => {
    const unknown = (type: string) => () => draw({ type } as unknown as Block)
    expect(unknown('carousel')).toThrow('a block of type "carousel"')
    const element = { type: 'file_input' } as never
    expect(() => draw({ type: 'actions', elements: [element] })).toThrow('an element of type "file_input"')
    expect(() => draw({ type: 'rich_text', elements: [{ type: 'color' }] })).toThrow('rich text of type "color"')
  })

  test('never lets anybody’s words become part of the page', () => {
    const hostile = `<script>alert(1)</script>"'&`
    const escapedForSlack = hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    const kept = [
      'type',
      'style',
      'block_id',
      'action_id',
      'level',
      'image_url',
      'url',
      'user_id',
      'initial_user',
      'initial_date',
    ]
    const text = JSON.stringify(blocks, function (this: { type?: string }, key, value) {
      if (typeof value !== 'string' || kept.includes(key)) return value
      return this.type === 'mrkdwn' ? escapedForSlack : hostile
    })
    const drawn = draw(...(JSON.parse(text) as Block[]))
    expect(drawn).not.toContain('<script')
    expect(drawn.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39;&amp;/g)?.length).toBeGreaterThan(30)
  })
})

describe('formatted text', () => {
  test.each([
    ['a &lt;b&gt; &amp;amp; c', 'a &lt;b&gt; &amp;amp; c'],
    ['<@UANA> and <!subteam^S0DATA>', '<span class="mention">@Ana</span> and <span class="mention">@data</span>'],
    ['*<@UANA>*', '<b><span class="mention">@Ana</span></b>'],
    ['<https://acme.test/a_b_c|the page>', '<a href="https://acme.test/a_b_c" rel="noreferrer">the page</a>'],
    ['`*as it is*` and ```two\nlines```', '<code>*as it is*</code> and <pre>two\nlines</pre>'],
    ['snake_case_word', 'snake_case_word'],
    ['*_both_*', '<b><i>both</i></b>'],
    ['&gt; said before\nsaid now', '<blockquote>said before</blockquote>said now'],
    [
      '> *a* `*b*` c\n> &lt;d&gt;\nsaid now',
      '<blockquote><b>a</b> <code>*b*</code> c<br>&lt;d&gt;</blockquote>said now',
    ],
  ])('%s', (text, expected) => {
    expect(section(text)).toContain(`<div>${expected}</div>`)
  })

  test('tells moments in the zone of whoever reads', () => {
    const at = `<!date^${NOW / 1_000}^{date_short_pretty} at {time}|then>`
    expect(section(at)).toContain('today at 9:40 AM')
    const inIndia = { ...reader, timeZone: 'Asia/Kolkata' }
    expect(String(drawBlocks([{ type: 'section', text: mrkdwn(at) }], inIndia))).toContain('today at 2:10 PM')
  })

  test('leads nowhere but to pages', () => {
    expect(() => section('<javascript:alert(1)|here>')).toThrow('javascript:')
  })
})

describe('what blocks stand on', () => {
  const said: Said = {
    from: 'dremio-pat',
    isApp: true,
    at: NOW,
    text: 'only for notifications',
    blocks,
    ephemeral: false,
  }

  test('a message says who said it and when', () => {
    const drawn = String(drawMessage(said, reader))
    expect(drawn).toContain('<b>dremio-pat</b><span class="badge">APP</span><time>9:40 AM</time>')
    expect(drawn).not.toContain('only for notifications')
    expect(drawn).not.toContain('Only visible to you')
  })

  test('a message without blocks is its text', () => {
    expect(String(drawMessage({ ...said, blocks: [], text: '*now*' }, reader))).toContain('<b>now</b>')
  })

  test('one that a single person sees says so', () => {
    expect(String(drawMessage({ ...said, ephemeral: true }, reader))).toContain('Only visible to you')
  })

  test('a form has its title and buttons, what was typed, and what is wrong with it', () => {
    const input: Block = {
      type: 'input',
      block_id: 'label',
      label: plain('Label'),
      element: { type: 'plain_text_input', action_id: 'value' },
    }
    const read = readModal({
      type: 'modal',
      title: plain('New Dremio token'),
      submit: plain('Request'),
      blocks: [input],
    })
    if (!('content' in read)) throw new Error(read.messages.join())
    const typed = { label: { value: { type: 'plain_text_input', value: 't!' } } }
    const drawn = String(drawForm(read.content, reader, { values: typed, errors: { label: 'Too short.' } }))
    expect(drawn).toContain('class="title">New Dremio token<')
    expect(drawn).toContain('class="button plain">Cancel<')
    expect(drawn).toContain('class="button primary">Request<')
    expect(drawn).toContain('class="filled wrong"><span class="field"><span>t!<')
    expect(drawn).toContain('class="error">Too short.<')
  })

  test('a page needs nothing from elsewhere', () => {
    const page = drawPage('Cards & forms', [html`<p>one</p>`], 'phone')
    expect(page).toContain('<title>Cards &amp; forms</title>')
    expect(page).toContain('<main class="phone"><p>one</p></main>')
    expect(page).not.toMatch(/<script|<link|src=|url\(|@import/)
  })
})
