// What the pages say against the code: words, variables, ways to act at Dremio, examples, scopes, tests and files.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/config.ts'
import { authMethods } from '../../src/core/sessions/session.ts'
import { capabilityTable } from '../../src/dremio/capability-table.ts'
import { readPolicy } from '../../src/policy-file.ts'
import { subcommands } from '../../src/slack/subcommands/list.ts'
import { configurationPage } from './configuration-page.ts'
import { notificationsPage } from './notifications-page.ts'
import { examplesIn, pages, ROOT, read, rowsIn, sectionOf } from './pages.ts'

const roles = ['using', 'approving', 'administering'].map((name) => read(`docs/${name}.md`)).join('\n')
const deploying = read('docs/deploying.md')
const security = read('docs/security.md')

test('docs/configuration.md is what npm run docs writes', () => {
  expect(read('docs/configuration.md')).toBe(configurationPage())
})

test('docs/notifications.md is what npm run docs writes', () => {
  expect(read('docs/notifications.md')).toBe(notificationsPage())
})

test('every word that can be typed is on a page of whoever types it', () => {
  const typed = (word: string) => (word === '' ? '`/dremio-pat`' : `\`/dremio-pat ${word}`)
  const missing = subcommands.filter(({ word }) => !new RegExp(`${typed(word)}(?!\\w)`).test(roles))
  expect(missing.map(({ word }) => word)).toEqual([])
  expect(subcommands.length).toBeGreaterThan(10)
})

test('every page opens with one sentence that says who it is for', () => {
  const openings = pages
    .filter((page) => page.startsWith('docs/'))
    .map((page) => [page, read(page).split('\n\n')[1]?.replaceAll('\n', ' ') ?? ''] as const)
  expect(openings.filter(([, opening]) => !/^For [^.]+\.( |$)/.test(opening))).toEqual([])
})

describe('docs/deploying.md', () => {
  test('shows what each way can do, as the ways state it themselves', () => {
    expect(deploying).toContain(capabilityTable())
  })

  test('leads to every way', () => {
    const questions = sectionOf(deploying, 'Which way is yours')
    expect(authMethods.filter((way) => !questions.includes(`[\`${way}\`](#${way})`))).toEqual([])
  })

  /** As somebody fills them in: what is left open gets a value of its kind. */
  function settings(lines: string): Record<string, string> {
    const values = { ENCRYPTION_KEYS: Buffer.alloc(32, 1).toString('base64') }
    return Object.fromEntries(
      lines
        .trim()
        .split('\n')
        .map((line) => {
          const [name = '', value = ''] = line.split(/=(.*)/s)
          return [name, value || (values[name as keyof typeof values] ?? 'filled-in')]
        }),
    )
  }
  const [common = ''] = examplesIn(sectionOf(deploying, '4. Environment'), 'ini')

  test.each(authMethods)('has what %s needs, to copy and paste', (way) => {
    const [lines = ''] = examplesIn(sectionOf(deploying, `\`${way}\``), 'ini')
    const config = readConfig({ NODE_ENV: 'production', ...settings(common), ...settings(lines) })
    expect(config.dremio.auth.method).toBe(way)
  })
})

describe('docs/policy.md and docs/reminders.md', () => {
  test('show policy files that are right', () => {
    const examples = ['policy', 'reminders'].flatMap((name) => examplesIn(read(`docs/${name}.md`), 'yaml'))
    expect(examples.length).toBe(3)
    for (const example of examples)
      expect(readPolicy(example, { edition: 'cloud', approvers: [] })).not.toHaveProperty('problems')
    expect(readPolicy(examples[0] ?? '', { edition: 'cloud', approvers: [] })).toMatchObject({
      policy: { rules: [{ then: 'deny' }, { then: 'approve' }, { quorum: { people: 2 } }, {}] },
    })
  })
})

describe('docs/security.md', () => {
  test('says what each scope of the manifest is for, and which may be left out', () => {
    const manifest = parse(read('manifest.yml')) as {
      oauth_config: { scopes: { bot: string[]; bot_optional: string[] } }
    }
    const { bot, bot_optional: optional } = manifest.oauth_config.scopes
    const rows = rowsIn(sectionOf(security, 'Slack scopes, and why'))
    expect(rows.map(([scope]) => scope?.replaceAll('`', '')).sort()).toEqual([...bot].sort())
    const leftOut = rows.filter(([, , without]) => without !== 'required').map(([scope]) => scope?.replaceAll('`', ''))
    expect(leftOut.sort()).toEqual([...optional].sort())
  })

  test('names tests that exist, by their titles', () => {
    const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts') && !path.startsWith('documentation'))
      .map((path) => ({ path: `../test/${path}`, text: readFileSync(join(ROOT, 'test', path), 'utf8') }))
    const table = sectionOf(security, 'Threats, and the tests that show them')
    const named = rowsIn(table).flatMap(([threat, , shown = '']) => {
      expect(shown, threat).toMatch(/“/)
      // Titles belong to the file that was linked before them, if one was.
      return shown.split('; ').flatMap((part) => {
        const [, file] = /\]\(([^)]+)\)/.exec(part) ?? []
        return [...part.matchAll(/“(.+?)”/g)].map(([, title = '']) => ({ file, title }))
      })
    })
    expect(named.length).toBeGreaterThan(20)
    const unknown = named.filter(
      ({ file, title }) => !tests.some(({ path, text }) => (file ?? path) === path && begins(text, title)),
    )
    expect(unknown).toEqual([])
  })

  /** A title may go on, by what a table puts in. */
  function begins(text: string, title: string): boolean {
    return ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}`))
  }
})

// The layout that docs/developing.md draws has this room.
describe.skipIf(!existsSync(join(ROOT, 'src/procedures')))('files that pages name', () => {
  test.each(pages)('%s', (page) => {
    const named = [...read(page).matchAll(/`((?:src|test|docs)\/[\w./-]*\w\/?)`/g)].map(([, path = '']) => path)
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})
