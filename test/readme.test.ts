// The README against the code: its table of variables, its words, and the two commands it begins with.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { capabilityTable } from '../src/dremio/capability-table.ts'
import { environmentSchema } from '../src/environment.ts'
import { readPolicy } from '../src/policy-file.ts'
import { subcommands } from '../src/slack/subcommands/list.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const scripts = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { scripts: object })
  .scripts

test('names every variable that is read, and no other', () => {
  const table = readme.slice(readme.indexOf('### Configuration'), readme.indexOf('### Running it'))
  const named = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) => [...(cell ?? '').matchAll(/`(\w+)`/g)])
  expect(named.map(([, name]) => name).sort()).toEqual(Object.keys(environmentSchema.shape).sort())
})

test('shows what each way can do, as the ways state it themselves', () => {
  expect(readme).toContain(capabilityTable())
})

test('names every word that can be typed', () => {
  const missing = subcommands.filter(({ word }) => !new RegExp(`\`(/dremio-pat )?${word}\\b`).test(readme))
  expect(missing.map(({ word }) => word)).toEqual([])
})

test('begins with one command for the demo and one for the tests', () => {
  const commands = [...readme.matchAll(/^```sh\n([^\n]+)\n```$/gm)].map(([, command]) => command)
  expect(commands.slice(0, 2)).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
})

test('shows a policy file that is right', () => {
  const [, example = ''] = /^```yaml\n(.+?)^```$/ms.exec(readme) ?? []
  const read = readPolicy(example, { edition: 'cloud', approvers: [] })
  expect(read).not.toHaveProperty('problems')
  expect(read).toMatchObject({
    policy: { rules: [{ then: 'deny' }, { then: 'approve' }, { quorum: { people: 2 } }, {}] },
  })
})

test('names only scripts that exist', () => {
  const named = [...readme.matchAll(/\bnpm (?:run )?(start|test|[a-z:]+)\b/g)].map(([, name]) => name ?? '')
  expect([...new Set(named)].filter((name) => !['ci', ...Object.keys(scripts)].includes(name))).toEqual([])
})
