// The changes that are made to a file, and that what is accepted of them is still there.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { accepted, describes } from './accepted-mutants.ts'
import { withEndingLoops } from './ending-loops.ts'
import { mutantsOf } from './mutants.ts'
import { ROOT, testsReaching } from './reaching-tests.ts'

describe('a mutant', () => {
  test.each([
    ['const most = 3', ['const most = 2', 'const most = 4']],
    ['const least = 0', ['const least = 1']],
    ['let half = 0.5', ['let half = 1']],
    ['const is = true', ['const is = false']],
    ['x = a < b', ['x = a <= b']],
    ['x = a >= b', ['x = a > b']],
    ['x = a === b', ['x = a !== b']],
    ['x = a + b', ['x = a - b']],
    ['x = a + `b`', []],
    ['x = (a || b) && c', ['x = (a || b)', 'x = c', 'x = (a) && c', 'x = (b) && c']],
    ['x = a ?? 1', ['x = a', 'x = 1', 'x = a ?? 0', 'x = a ?? 2']],
    ['x = a[b] ?? 0', ['x = 0']],
    ['x = a ? b : c', ['x = b', 'x = c']],
    ['x = !a', ['x = a']],
    ['x = { ...(a && { b }) }', ['x = { ...(a) }']],
    ['if (a) b = c', ['if (true) b = c', 'if (false) b = c', 'if (a) ;']],
    ['x = a.filter(b).some(c)', ['x = a.filter(b).every(c)', 'x = a.some(c)']],
    ['x = Math.min(a, b)', ['x = Math.max(a, b)']],
    ["x = ['a', 'b'].includes(c)", ["x = ['b'].includes(c)", "x = ['a'].includes(c)"]],
    ["const kinds = ['a', 'b'] as const", []],
    [
      'x = /^a{2,3}$/u',
      ['x = /a{2,3}$/u', 'x = /^a{2,3}/u', ...['1,3', '3,3', '2,2', '2,4'].map((one) => `x = /^a{${one}}$/u`)],
    ],
    ["import { a } from 'b'\ntype C = 1 | true", []],
    [
      'const f = (a: 1, b = 1 as 2) => {\n  a += b\n}',
      ['const f = (a: 1, b = 0 as 2) => {', 'const f = (a: 1, b = 2 as 2) => {', 'a -= b', ';'],
    ],
  ])('of `%s`', (source, changes) => {
    expect(
      mutantsOf(source)
        .map(({ is }) => is)
        .sort(),
    ).toEqual([...changes].sort())
  })

  test('says where it is, and is the whole file', () => {
    expect(mutantsOf('// “One” line.\nexport const a = 0\n')).toEqual([
      {
        line: 2,
        was: 'export const a = 0',
        is: 'export const a = 1',
        text: '// “One” line.\nexport const a = 1\n',
        probe: undefined,
      },
    ])
  })

  test('comes with the file in which the function around it throws', () => {
    const probes = mutantsOf('function a() {\n  return [1].map((b) => !b)\n}').map(({ probe }) => probe)
    expect(new Set(probes)).toEqual(new Set(["function a() { throw new Error('reached') }"]))
  })
})

test('a loop without end throws', () => {
  const source = withEndingLoops('for (;;) if (once) break\nwhile (true) {}')
  expect(() => new Function('once', source)(true)).toThrow('A loop without end')
  expect(() => new Function('once', source)(false)).toThrow('A loop without end')
})

test('the tests of a file are those that import it, then those that import what does', () => {
  const tests = testsReaching('src/core/requests/review.ts')
  // Two import it themselves.
  expect(tests.slice(0, 2)).toContain('test/core/requests/review.test.ts')
  expect(tests).not.toContain('test/core/secret.test.ts')
  expect(testsReaching('src/core/time/duration.ts').length).toBeGreaterThan(15)
})

describe('what is accepted', () => {
  test.each(Object.entries(accepted))('in %s is still there', (file, mutants) => {
    const path = join(ROOT, file)
    const all = existsSync(path) ? mutantsOf(readFileSync(path, 'utf8')) : []
    expect(mutants.filter((one) => !all.some((mutant) => describes(one, mutant)))).toEqual([])
  })
})
