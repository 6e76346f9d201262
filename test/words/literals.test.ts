// The law of words: what people read stands in the catalogue, and nowhere else in the code.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { literalsIn, type Strictness, type Subject } from './literals.ts'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))

/** The first two rooms speak to people; the others only make facts. */
const rooms: Record<string, Strictness> = {
  slack: 'everything',
  web: 'everything',
  core: 'sentences',
  operations: 'sentences',
  procedures: 'sentences',
  alarms: 'sentences',
}

/** A health check speaks to operators only, and a connection snippet is another program's. */
function subjectOf(path: string): Subject | undefined {
  if (path.startsWith('connect/')) return 'snippets'
  return /^health-check[a-z-]*\.ts$/.test(path) ? 'health checks' : undefined
}

describe('what people read', () => {
  test.each(Object.entries(rooms))('is not written in src/%s (%s)', (room, strictness) => {
    const files = readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' })
    const paths = files.filter((path) => path.endsWith('.ts'))
    expect(paths.length).toBeGreaterThan(5)
    const found = paths.flatMap((path) => {
      const literals = literalsIn(readFileSync(join(SRC, room, path), 'utf8'), strictness, subjectOf(path))
      return literals.map(({ line, text }) => `src/${room}/${path}:${line}: ${JSON.stringify(text)}`)
    })
    expect(found).toEqual([])
  })
})

/** `#{…}` stands for what is filled in. */
const filled = (source: string) => source.replaceAll('#{', '$' + '{')

describe('the law notices', () => {
  test.each([
    "const message = { text: 'Your token is ready.' }",
    "header('Approved')",
    "plain('Until')",
    "const label = { id: 'x', label: 'Show token' }",
    'section(`Hello #{name}, your token is ready`)',
    'section(`#{sentence} by a bot admin`)',
    "const draw = (words) => isOver ? 'It is over' : words.open",
    "answer({ text: sentence + ' Try again.' })",
    "const titles = { approved: 'Approved' }",
    "await respond({ ...message, text: ['No tokens', rest].join(' ') })",
    "slackFailure('read a group', error, 'Ask somebody else')",
    "throw new BotError('slack_unavailable', { operation: 'Read a group', reason: 'x' })",
    "log.info({ text: 'x' }, 'fine'); section('Not fine')",
    "sendPage(words, response, 200, { title: 'Wrong account' })",
  ])('%s', (source) => {
    expect(literalsIn(filled(source), 'everything')).toHaveLength(1)
  })

  test.each([
    "throw new BotError('ask_invalid', { fields: { lifetime: `Choose #{least} or longer.` } })",
    "const decide = () => ({ verdict: 'deny', because: 'No rule allows this token.' })",
    "const NO_SECRETS = 'That looks like a token. Don’t paste tokens here.'",
  ])('in a room that makes facts: %s', (source) => {
    expect(literalsIn(filled(source), 'sentences')).toHaveLength(1)
  })

  test.each([
    ['snippets', "const tool = { notes: ['Ask a Dremio admin first.'] }"],
    ['health checks', "client.chat.postMessage({ text: 'A check. Nothing has happened.' })"],
  ] as const)('among %s: %s', (subject, source) => {
    expect(literalsIn(filled(source), 'everything', subject)).toHaveLength(1)
  })

  test('the line', () => {
    expect(literalsIn("\n\nsection('Not here')", 'everything')).toEqual([{ line: 3, text: 'Not here' }])
  })
})

describe('the law leaves alone', () => {
  test.each([
    "log.warn({ reason }, 'Slack does not answer')",
    "throw new Error('There is no such view')",
    "if (kind === 'claim reminder') settle()",
    "switch (kind) { case 'owner must revoke': settle() }",
    "askSlack('open a form', call)",
    "throw new BotError('x', { because: 'linked to another' })",
    "const kinds = ['review reminder', 'leak report'] as const",
    "response.setHeader('Content-Type', 'text/html; charset=utf-8')",
    "const routes = { 'GET /dremio/callback': handle }",
    'page(html`<p>#{text} <b>bold</b></p>`)',
    'const moment = (at) => `<!date^#{at}^{date_short} at {time}|later>`',
    "const finding = { remedy: 'Name another one.' }",
    'writeAuditEntry({ note: `in the place of #{tid}` })',
    "import { x } from './some words.ts'",
    "const id = 'request-card.show-token'",
    'const line = () => `#{label} · #{id}`',
  ])('%s', (source) => {
    expect(literalsIn(filled(source), 'everything')).toEqual([])
  })
})
