// `.env`: what counts in it, that the environment wins, that it is named when it is wrong, and that tests see nobody's own.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readEnvFile, withEnvFile } from '../src/env-file.ts'
import { NO_ENV_FILE } from './world/bot-process.ts'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

function folderWith(content?: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'pat-env-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  if (content !== undefined) writeFileSync(join(folder, '.env'), content)
  return folder
}

function run(cwd: string, words: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...words], { env, cwd }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

const filledIn = example
  .replace(/^SLACK_BOT_TOKEN=.*$/m, 'SLACK_BOT_TOKEN="xoxb-1-of-the-file"')
  .replace(/^SLACK_SIGNING_SECRET=$/m, 'SLACK_SIGNING_SECRET=8f742231b10e8888abcd99badc0ffee1 # of the app')
  .replace(/^#DREMIO_TOKEN=$/m, 'DREMIO_TOKEN=a-token')
  .replace(/^ALLOWED_EMAIL_DOMAINS=.*$/m, 'ALLOWED_EMAIL_DOMAINS=acme.com')
  .replace(/^#APPROVERS=.*$/m, 'APPROVERS=U0123456789')

describe('a file .env', () => {
  const valuesOf = (text: string) => {
    const read = readEnvFile(text)
    return 'values' in read ? read.values : read.problems
  }

  test('is read as Node reads one, where that is plain', () => {
    expect(valuesOf(filledIn)).toEqual({ ...parseEnv(filledIn) })
    const plain = 'A=1 # c\nB="x # y"\nexport C=\'q\'\n#D=1\n  F = spaced  \nG=\nH=a$b\nI="two\nlines"\nJ=a\\nb\n'
    expect(valuesOf(plain)).toEqual({ ...parseEnv(plain) })
  })

  test('keeps a # within a value, reads Windows line ends and a byte order mark', () => {
    expect(valuesOf('\ufeffREDIS_URL=redis://:a#b@host:1\r\nPORT=1 #c\r\n')).toEqual({
      REDIS_URL: 'redis://:a#b@host:1',
      PORT: '1',
    })
  })

  test('names every line that cannot be read, and no value', () => {
    expect(valuesOf('A=1\nPORT: 3000\n\nB="xoxb-canary\nC=2\nD="x" y\n')).toEqual([
      'line 2 is not NAME=value',
      'line 4 (B): the quotation marks do not fit',
      'line 6 (D): the quotation marks do not fit',
    ])
  })

  test.each([
    [`A="Jane Doe", 'Ops #1', plain`, `"Jane Doe", 'Ops #1', plain`],
    [`A='Jane Doe',"x" # a comment`, `'Jane Doe',"x"`],
    ['A=["Jane Doe","x"]', '["Jane Doe","x"]'],
    ['A=plain, "Jane Doe"', 'plain, "Jane Doe"'],
  ])('keeps a list of names in quotes as it is: %s', (line, value) => {
    expect(valuesOf(`${line}\nB=1\n`)).toEqual({ A: value, B: '1' })
  })

  test.each([`A="Jane Doe", 'x`, `A="Jane Doe" x, y`, `A="Jane", "Doe`])('but not %s', (line) => {
    expect(valuesOf(`${line}\n`)).toEqual(['line 1 (A): the quotation marks do not fit'])
  })

  test('adds what the environment does not say, and changes nothing that it says, be it empty', () => {
    const folder = folderWith('A=file\nB=file\nC=file\n')
    expect(withEnvFile({ A: 'shell', B: '' }, join(folder, '.env'))).toEqual({
      env: { A: 'shell', B: '', C: 'file' },
      fromFile: ['C'],
    })
    expect(withEnvFile({ A: 'shell' }, join(folder, 'nowhere'))).toEqual({ env: { A: 'shell' }, fromFile: [] })
  })

  test.each<[string, Buffer | undefined, string]>([
    ['in another encoding', Buffer.from('\ufeffPORT=1\n', 'utf16le'), 'it is not UTF-8 text: save it again as UTF-8'],
    ['that is a folder', undefined, 'it cannot be read (EISDIR)'],
  ])('%s is named', (_what, content, message) => {
    const folder = folderWith(content)
    if (content === undefined) mkdirSync(join(folder, '.env'))
    expect(() => withEnvFile({}, join(folder, '.env'))).toThrow(message)
  })
})

describe('the built bot', () => {
  test('finds a filled-in copy of .env.example complete, and warns of what Node reads before any file', async () => {
    const folder = folderWith(`${filledIn}\nNODE_EXTRA_CA_CERTS=/ca.pem\n`)
    const { code, stdout, stderr } = await run(folder, ['doctor', '--release'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('complete: Slack by HTTP, Dremio cloud by token')
    expect(stdout).toContain('NODE_EXTRA_CA_CERTS stands in .env, where it has no effect')
  })

  test.each([['worker'], ['doctor']])('reads it as %s', async (word) => {
    // Everything else in it is right, so what is told can only come from there.
    const { code, stdout, stderr } = await run(folderWith(`${filledIn}\nLOG_LEVEL=loud\n`), [word])
    expect(code).toBe(1)
    expect(stdout + stderr).toContain('LOG_LEVEL must be debug, info, warn or error')
    expect(stdout + stderr).not.toMatch(/is missing|xoxb/)
  })

  test('says what is wrong with the file, and not what is in it', async () => {
    const { code, stdout, stderr } = await run(folderWith('SLACK_BOT_TOKEN xoxb-canary\n'), [])
    expect([code, stdout, stderr]).toEqual([1, '', 'The file .env is not right:\n  - line 1 is not NAME=value\n'])
  })
})

describe('tests, demo and playground', () => {
  const TEST = fileURLToPath(new URL('.', import.meta.url))

  test('start the bot where no .env is', () => {
    expect(readdirSync(NO_ENV_FILE.cwd)).not.toContain('.env')
    const starting = readdirSync(TEST, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => ({ path, text: readFileSync(join(TEST, path), 'utf8') }))
      .filter(({ text }) => /dist\/main\.js', import\.meta\.url/.test(text) && /\b(spawn|execFile)\(/.test(text))
    expect(starting.length).toBeGreaterThan(3)
    expect(starting.filter(({ text }) => !/NO_ENV_FILE|\bcwd\b/.test(text)).map(({ path }) => path)).toEqual([])
  })
})
