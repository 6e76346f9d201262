// The law of the house, as code: who may import whom, what stands where, and that nothing is an orphan.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { buttons, forms, menus } from '../src/slack/action-catalog.ts'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

interface SourceFile {
  path: string
  text: string
  /** What it imports: paths from `src`, or package names. */
  imports: string[]
}

const files: SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8')
    return { path, text, imports: importsOf(path, text) }
  })

function importsOf(path: string, text: string): string[] {
  const found = text.matchAll(/^(?:import|export)\b[^'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm)
  return [...found].map(([, from, bare, lazy]) => {
    const specifier = from ?? bare ?? lazy ?? ''
    return specifier.startsWith('.') ? relative(SRC, join(SRC, dirname(path), specifier)) : specifier
  })
}

const anyOf =
  (...shapes: RegExp[]) =>
  (imported: string) =>
    shapes.some((shape) => shape.test(imported))

/** An import of more than types from an operation's file. */
const IMPORTS_OPERATION = /^import (?!type )[^']*from '[^']*\boperations\//m

/** The first row whose folder a file lies in says what it may import. */
const law: { files: RegExp; may: (imported: string, path: string) => boolean }[] = [
  { files: /^core\/policy\/pattern\.ts$/, may: anyOf(/^re2js$/) },
  { files: /^core\//, may: anyOf(/^core\//, /^zod$/) },
  { files: /^procedures\//, may: anyOf(/^procedures\//, /^core\//) },
  { files: /^operations\/list\.ts$/, may: anyOf(/^operations\//, /^procedures\//, /^core\//) },
  {
    files: /^operations\//,
    // A verb knows its own subject; what subjects share is a procedure.
    may: (imported, path) => anyOf(/^procedures\//, /^core\//)(imported) || dirname(imported) === dirname(path),
  },
  { files: /^alarms\//, may: anyOf(/^alarms\//, /^procedures\//, /^core\//) },
  {
    files: /^slack\/views\//,
    // What is drawn knows nothing of what happens when it is pressed.
    may: anyOf(
      /^slack\/(views|connect)\//,
      /^slack\/(action-catalog|failure|interaction)\.ts$/,
      /^words\/words\.ts$/,
      /^core\//,
      /^operations\//,
      /^@slack\/types$/,
    ),
  },
  {
    files: /^slack\/handlers\//,
    may: anyOf(
      /^slack\/(handlers|views|connect)\//,
      /^slack\/(action-catalog|failure|interaction|suggested-word)\.ts$/,
      /^words\/words\.ts$/,
      /^core\//,
    ),
  },
  {
    files: /^slack\//,
    may: anyOf(/^slack\//, /^core\//, /^words\/words\.ts$/, /^operations\//, /^@slack\//, /^node:http$/),
  },
  { files: /^words\//, may: anyOf(/^words\//, /^core\//) },
  {
    files: /^dremio\//,
    may: anyOf(/^dremio\//, /^core\//, /^ofetch$/, /^openid-client$/, /^jose$/, /^zod$/, /^node:/),
  },
  { files: /^redis\//, may: anyOf(/^redis\//, /^core\//, /^ioredis$/, /^zod$/, /^node:/) },
  {
    files: /^web\//,
    may: anyOf(/^web\//, /^core\//, /^words\/words\.ts$/, /^operations\//, /^node:(http|net|crypto)$/),
  },
  {
    files: /^config\.ts$/,
    may: anyOf(
      /^core\/(secret|sessions\/session)\.ts$/,
      /^environment(\/[a-z-]+)?\.ts$/,
      /^redis\/address\.ts$/,
      /^zod$/,
    ),
  },
  {
    files: /^environment\.ts$/,
    may: anyOf(
      /^core\/(secret|sessions\/session)\.ts$/,
      /^environment\/(pasted|listed-names)\.ts$/,
      /^log\.ts$/,
      /^redis\/(address|certificates)\.ts$/,
      /^zod$/,
    ),
  },
  { files: /^environment\//, may: anyOf(/^environment\//, /^core\/nearest-word\.ts$/, /^node:net$/) },
  { files: /^env-file\.ts$/, may: anyOf(/^node:fs$/) },
  { files: /^start-failure\.ts$/, may: anyOf(/^core\/errors\.ts$/) },
  { files: /^public-address\.ts$/, may: anyOf(/^core\//, /^node:/) },
  { files: /^ids\.ts$/, may: anyOf(/^core\/ports\.ts$/, /^node:crypto$/) },
  { files: /^log\.ts$/, may: anyOf(/^pino$/) },
  { files: /^manifest\.ts$/, may: anyOf(/^yaml$/, /^node:/) },
  { files: /^policy-file\.ts$/, may: anyOf(/^core\//, /^yaml$/, /^node:/) },
  { files: /^policy-schema\.ts$/, may: anyOf(/^core\/policy\/evaluate\.ts$/, /^zod$/, /^node:/) },
  {
    files: /^health\.ts$/,
    may: anyOf(/^core\//, /^alarms\/late-alarms\.ts$/, /^(dremio\/dremio|redis\/redis|slack\/connection)\.ts$/),
  },
  { files: /^jobs\.ts$/, may: anyOf(/^alarms\//, /^core\//, /^procedures\//, /^log\.ts$/, /^node:timers\/promises$/) },
  { files: /^bot\.ts$/, may: (imported) => imported !== 'main.ts' },
  {
    files: /^startup\.ts$/,
    may: anyOf(
      /^core\//,
      /^web\//,
      /^(config|jobs|log)\.ts$/,
      /^operations\/list\.ts$/,
      /^(dremio\/(dremio|startup-checks)|redis\/(redis|startup-checks)|slack\/(app|audit-channel|connection|guard|token-watch))\.ts$/,
    ),
  },
  {
    files: /^main\.ts$/,
    may: anyOf(
      /^(audit-command|bot|config|doctor|env-file|ids|log|policy-command|policy-file|process-errors|sign-records|start-failure)\.ts$/,
    ),
  },
  {
    files: /^sign-records\.ts$/,
    may: anyOf(/^core\//, /^alarms\/rebuild-alarms\.ts$/, /^config\.ts$/, /^redis\/(redis|stored-records)\.ts$/),
  },
  {
    files: /^audit-command\.ts$/,
    may: anyOf(
      /^core\//,
      /^config\.ts$/,
      /^procedures\/records\/find-story\.ts$/,
      /^redis\/redis\.ts$/,
      /^slack\/views\/administration\/story-text\.ts$/,
      /^words\/words\.ts$/,
    ),
  },
  {
    files: /^policy-command\.ts$/,
    may: anyOf(
      /^core\//,
      /^(config|policy-file)\.ts$/,
      /^procedures\/policy\/preview-policy\.ts$/,
      /^redis\/redis\.ts$/,
      /^slack\/(client|directory|installation|web-api-clients)\.ts$/,
      /^slack\/views\/policy\/preview-file\.ts$/,
      /^words\/words\.ts$/,
      /^node:util$/,
    ),
  },
  { files: /^process-errors\.ts$/, may: anyOf(/^core\//) },
  {
    files: /^doctor\.ts$/,
    may: anyOf(
      /^core\//,
      /^alarms\/late-alarms\.ts$/,
      /^config\.ts$/,
      /^environment\/(unusual|unread-names)\.ts$/,
      /^(manifest|policy-file|public-address)\.ts$/,
      /^(dremio|redis)\/\1\.ts$/,
      /^slack\/(health-checks|client)\.ts$/,
      /^node:/,
    ),
  },
]

function breaksTheLaw({ path, imports }: Pick<SourceFile, 'path' | 'imports'>): string[] {
  const row = law.find((one) => one.files.test(path))
  if (!row) return [`${path} lies in no room`]
  return imports.filter((imported) => !row.may(imported, path)).map((imported) => `${path} imports ${imported}`)
}

describe('the import law', () => {
  test('holds for every file', () => {
    expect(files.flatMap(breaksTheLaw)).toEqual([])
    expect(files.length).toBeGreaterThan(60)
  })

  test.each([
    ['core/x.ts', 'node:fs'],
    ['procedures/people/x.ts', 'operations/tokens/list-tokens.ts'],
    ['operations/tokens/x.ts', 'operations/claims/claim-token.ts'],
    ['alarms/x.ts', 'operations/claims/claim-token.ts'],
    ['operations/x.ts', 'redis/client.ts'],
    ['operations/x.ts', '@slack/web-api'],
    ['slack/x.ts', 'dremio/client.ts'],
    ['slack/x.ts', 'config.ts'],
    ['slack/views/tokens/x.ts', 'slack/handlers/tokens/revoke.ts'],
    ['slack/views/tokens/x.ts', 'slack/subcommands/list.ts'],
    ['slack/views/x.ts', 'slack/suggested-word.ts'],
    ['slack/handlers/tokens/x.ts', 'slack/subcommands/list.ts'],
    ['dremio/x.ts', 'ioredis'],
    ['redis/x.ts', 'slack/app.ts'],
    ['web/x.ts', 'redis/redis.ts'],
    ['main.ts', 'slack/app.ts'],
    ['somewhere/x.ts', 'core/token.ts'],
  ])('would notice %s importing %s', (path, imported) => {
    expect(breaksTheLaw({ path, imports: [imported] })).toHaveLength(1)
  })

  test('lets Slack’s room know the operations by their types only: they are bound elsewhere', () => {
    const bound = files.filter(({ path, text }) => path.startsWith('slack/') && IMPORTS_OPERATION.test(text))
    expect(bound.map(({ path }) => path)).toEqual([])
    expect(IMPORTS_OPERATION.test("import { x } from '../operations/x.ts'")).toBe(true)
    expect(IMPORTS_OPERATION.test("import {\n  type X,\n  y,\n} from '../../operations/x/y.ts'")).toBe(true)
    expect(IMPORTS_OPERATION.test("import { z } from 'z'\nimport type { X } from '../operations/x.ts'")).toBe(false)
  })

  test('sees every way to write an import', () => {
    const text =
      "import type { A } from './a.ts'\nimport {\n  b,\n} from '../b.ts'\nexport { c } from 'c'\nimport 'd'\nlet e = import('e')"
    expect(importsOf('room/file.ts', text)).toEqual(['room/a.ts', 'b.ts', 'c', 'd', 'e'])
  })

  test('knows no circles of files', () => {
    expect(circlesIn(new Map(files.map(({ path, imports }) => [path, imports])))).toEqual([])
  })

  test('knows no circles of folders that stand beside each other', () => {
    const folders = new Map<string, string[]>()
    for (const { path, imports } of files) {
      for (const imported of imports.filter((one) => files.some((file) => file.path === one))) {
        const [from, to] = [dirname(path), dirname(imported)]
        // A folder and the one that holds it are one subject: its files and its parts use each other.
        if (from === to || from.startsWith(`${to}/`) || to.startsWith(`${from}/`) || to === '.' || from === '.')
          continue
        folders.set(from, [...(folders.get(from) ?? []), to])
      }
    }
    expect(folders.size).toBeGreaterThan(20)
    expect(circlesIn(folders)).toEqual([])
  })

  test('would notice a circle', () => {
    expect(
      circlesIn(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a', 'd']],
        ]),
      ),
    ).toEqual(['a -> b -> c -> a'])
  })
})

/** Each way that leads back to where it began. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (node: string, trail: string[]) => {
    if (trail.includes(node)) circles.push([...trail.slice(trail.indexOf(node)), node].join(' -> '))
    if (done.has(node) || trail.includes(node)) return
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node])
    done.add(node)
  }
  for (const node of graph.keys()) visit(node, [])
  return circles
}

/** What may stand in these files only. Comments do not count. */
const only: [what: RegExp, where: string[]][] = [
  [/\bprocess\.env\b/, ['main.ts']],
  [/\bconsole\./, ['log.ts']],
  [
    /\bprocess\.stdout\b/,
    [
      'log.ts',
      'manifest.ts',
      'doctor.ts',
      'policy-schema.ts',
      'sign-records.ts',
      'audit-command.ts',
      'policy-command.ts',
    ],
  ],
  [
    /\bDate\.now\(|\bnew Date\(\)/,
    [
      'main.ts',
      'bot.ts',
      'doctor.ts',
      'log.ts',
      'sign-records.ts',
      'startup.ts',
      'audit-command.ts',
      'policy-command.ts',
    ],
  ],
  // How busy this process is has nothing to do with what time it is.
  [/\bperformance\.now\(/, ['slack/ack-first-queue.ts', 'startup.ts']],
  [/\bMath\.random\(|\brandomUUID\(|\brandomInt\(|\brandomBytes\(/, ['ids.ts', 'bot.ts', 'redis/encryption.ts']],
  // Where a secret is shown, recognised, authorizes a call, is encrypted, and where adapters are made from the configuration.
  [
    /\.reveal\(\)/,
    [
      ...['slack/deliver.ts', 'slack/message-texts.ts', 'dremio/client.ts', 'dremio/token-endpoint.ts'],
      ...['redis/encryption.ts', 'bot.ts', 'doctor.ts', 'sign-records.ts', 'audit-command.ts', 'policy-command.ts'],
    ],
  ],
  // private-replies.ts never has a secret: what it says comes from operations, none of which returns one.
  [/\bpostEphemeral\b/, ['slack/deliver.ts', 'slack/private-replies.ts']],
]

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

describe('what stands in one place', () => {
  test.each(only)('%s', (what, where) => {
    const found = files.filter(({ text }) => what.test(withoutComments(text))).map(({ path }) => path)
    expect(found.filter((path) => !where.includes(path))).toEqual([])
  })
})

describe('every file', () => {
  test('opens with one sentence that says what it knows or does', () => {
    const bad = files.filter(({ text }) => !/^\/\/ \S.{15,}[.?]$/.test(text.split('\n', 1)[0] ?? ''))
    expect(bad.map(({ path }) => path)).toEqual([])
  })

  test('has a name that says more than "things"', () => {
    const vague = /(^|\/)(utils?|helpers?|common|types|constants|shared|misc|index)\.ts$|(Manager|Service|Impl)/
    expect(files.filter(({ path }) => vague.test(path)).map(({ path }) => path)).toEqual([])
  })

  test('stays small enough to be read at once', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 260).map(({ path }) => path)).toEqual([])
  })

  test('leaves nothing for later without saying what would settle it', () => {
    expect(files.filter(({ text }) => /\b(TODO|FIXME|XXX)\b/.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('is reached from main, or from a command of its own', () => {
    const reached = new Set<string>()
    const visit = (path: string) => {
      if (reached.has(path)) return
      reached.add(path)
      for (const imported of files.find((file) => file.path === path)?.imports ?? []) visit(imported)
    }
    visit('main.ts')
    visit('manifest.ts')
    visit('policy-schema.ts')
    expect(files.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([])
  })
})

describe('lists', () => {
  const inList = (list: string) => files.find(({ path }) => path === list)?.imports ?? []

  test('name every subcommand', () => {
    const words = files.map(({ path }) => path).filter((path) => /^slack\/subcommands\/(?!list|admin\/)/.test(path))
    expect(words.filter((path) => !inList('slack/subcommands/list.ts').includes(path))).toEqual([])
    const forAdmins = files
      .map(({ path }) => path)
      .filter((path) => /^slack\/subcommands\/admin\/(?!list\.ts|named-person)/.test(path))
    expect(forAdmins.length).toBeGreaterThan(3)
    expect(forAdmins.filter((path) => !inList('slack/subcommands/admin/list.ts').includes(path))).toEqual([])
  })

  // That each has a handler, the compiler sees to.
  test('name every button, menu and form, and none that is drawn nowhere', () => {
    const others = files.filter(({ path }) => path.startsWith('slack/') && path !== 'slack/action-catalog.ts')
    const literal = /\b(?:action_id|callback_id): '(?!value')/
    expect(others.filter(({ text }) => literal.test(text)).map(({ path }) => path)).toEqual([])
    const drawn = others.filter(({ path }) => !path.startsWith('slack/handlers/')).map(({ text }) => text)
    const isDrawn = (name: string) => drawn.some((text) => new RegExp(`\\b${name}\\b`).test(text))
    const names = Object.entries({ buttons, menus, forms }).flatMap(([kind, entries]) =>
      Object.keys(entries).map((name) => `${kind}.${name}`),
    )
    expect(names.filter((name) => !isDrawn(name.replace('.', '\\.')))).toEqual([])
  })

  test('name every kind of alarm', () => {
    const kinds = files
      .map(({ path }) => path)
      .filter((path) => /^alarms\/(?!list|watch|retry|lease|late-alarms)/.test(path))
    expect(kinds.filter((path) => !inList('alarms/list.ts').includes(path))).toEqual([])
  })
})
