// The README against what it promises: one screen, the two commands that it begins with, and scripts that exist.
import { expect, test } from 'vitest'
import { pages, read } from './documentation/pages.ts'

const readme = read('README.md')
const scripts = (JSON.parse(read('package.json')) as { scripts: object }).scripts

test('begins with one command for the demo and one for the tests', () => {
  const commands = [...readme.matchAll(/^```sh\n([^\n]+)\n```$/gm)].map(([, command]) => command)
  expect(commands.slice(0, 2)).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
})

test('is one screen', () => {
  const words = readme.replace(/<img[^>]*>|\]\([^)]*\)|[|#*`[\]-]/g, ' ').match(/\S+/g) ?? []
  expect(words.length).toBeLessThan(450)
})

test.each(pages)('%s names only scripts that exist', (page) => {
  const named = [...read(page).matchAll(/\bnpm (?:run (?:--silent )?)?(start|test|[a-z:]+)\b/g)].map(
    ([, name]) => name ?? '',
  )
  expect([...new Set(named)].filter((name) => !['ci', 'prune', ...Object.keys(scripts)].includes(name))).toEqual([])
})
