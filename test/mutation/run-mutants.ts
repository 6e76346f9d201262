// Runs tests against mutants of one file: all of them in one worker, each with its own copies of the modules that use it.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createVitest, type Vitest } from 'vitest/node'
import { withEndingLoops } from './ending-loops.ts'
import { ROOT, reaches } from './reaching-tests.ts'

/** Copies stay in memory until their worker ends. */
const MOST_AT_ONCE = 100
const COPY = /\?mutant=(\d+)-\d+$/

export interface MutantRunner {
  /** Of these versions of the file, by index, those that pass this test file. Paths from the root. */
  passing(test: string, file: string, versions: readonly string[]): Promise<Set<number>>
  close(): Promise<void>
}

export async function openMutantRunner(): Promise<MutantRunner> {
  let mutated: { file: string; versions: readonly string[] } = { file: '', versions: [] }
  let runs = 0

  const sourceOf = (path: string, index: number) =>
    relative(ROOT, path) === mutated.file ? (mutated.versions[index] ?? '') : readFileSync(path, 'utf8')

  const vitest: Vitest = await createVitest(
    'test',
    {
      root: ROOT,
      config: false,
      watch: false,
      include: ['test/**/*.test.ts'],
      setupFiles: ['test/mutation/seeded.ts'],
      isolate: false,
      maxWorkers: 1,
      pool: 'threads',
      reporters: [{}],
      silent: true,
    },
    {
      plugins: [
        {
          name: 'mutants',
          enforce: 'pre',
          // What a copy imports is a copy of the same number, where it leads to the file; the rest is the same for all.
          async resolveId(specifier, importer, options) {
            const [copy] = COPY.exec(importer ?? '') ?? []
            if (copy === undefined || !specifier.startsWith('.')) return undefined
            const found = await this.resolve(specifier, importer?.slice(0, -copy.length), {
              ...options,
              skipSelf: true,
            })
            return found && reaches(relative(ROOT, found.id), mutated.file) ? found.id + copy : found
          },
          load(id) {
            const [copy, index] = COPY.exec(id) ?? []
            return copy === undefined ? undefined : withEndingLoops(sourceOf(id.slice(0, -copy.length), Number(index)))
          },
        },
      ],
    },
  )

  async function passingOf(test: string, indexes: number[]): Promise<number[]> {
    runs += 1
    const project = vitest.getRootProject()
    const path = join(ROOT, test)
    const specifications = indexes.map((index) => project.createSpecification(`${path}?mutant=${index}-${runs}`))
    vitest.state.filesMap.clear()
    const { testModules } = await vitest.runTestSpecifications(specifications)
    return testModules.filter((one) => one.ok()).map(({ moduleId }) => Number(COPY.exec(moduleId)?.[1]))
  }

  return {
    async passing(test, file, versions) {
      mutated = { file, versions }
      const passed = new Set<number>()
      for (let from = 0; from < versions.length; from += MOST_AT_ONCE) {
        const indexes = [...versions.keys()].slice(from, from + MOST_AT_ONCE)
        for (const index of await passingOf(test, indexes)) passed.add(index)
      }
      return passed
    },
    close: () => vitest.close(),
  }
}
