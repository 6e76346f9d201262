// Which tests see a source file, directly or through what they import.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const ROOT = new URL('../..', import.meta.url).pathname

/** Tests of the rules, and of the steps and the file that they are used by. */
const OF_RULES = /^test\/(core\/.*|procedures\/.*|policy-file)\.test\.ts$/

/** Paths from the root; first those that import the file themselves. */
export function testsReaching(file: string): string[] {
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => `test/${path}`)
    .filter((path) => OF_RULES.test(path) && reaches(path, file))
    .sort()
  const isNear = (path: string) => importsOf(path).includes(file)
  return [...tests.filter(isNear), ...tests.filter((path) => !isNear(path))]
}

/** Whether it runs the file when it is imported; a file reaches itself. */
export function reaches(path: string, file: string): boolean {
  return path === file || reachedFrom(path).has(file)
}

const reached = new Map<string, ReadonlySet<string>>()

function reachedFrom(path: string): ReadonlySet<string> {
  const before = reached.get(path)
  if (before) return before
  const imports = importsOf(path)
  const found = new Set(imports.flatMap((imported) => [imported, ...reachedFrom(imported)]))
  reached.set(path, found)
  return found
}

const known = new Map<string, string[]>()

/** Files that are ours; what only names types does not run. */
function importsOf(path: string): string[] {
  const before = known.get(path)
  if (before) return before
  const text = readFileSync(join(ROOT, path), 'utf8')
  const found = [...text.matchAll(/^(?:import|export)(?! type)[^'"]*?from '(\.[^']+\.ts)'/gm)]
  const imports = found.map(([, specifier = '']) => join(dirname(path), specifier))
  known.set(path, imports)
  return imports
}
