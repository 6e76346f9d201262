// How the tests are run: against the built bot, a few files at a time, on one Redis, the slowest files first.
import { statSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { filesOf } from './suites.ts'

/** Flows take longest, and of those the longest files: begun last they would run alone at the end. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification) => {
      const slow = [/\/crashes\//, /\/(deployment|processes)\//, /\/flows\//].findIndex((folder) =>
        folder.test(moduleId),
      )
      return statSync(moduleId).size * 10 ** (slow < 0 ? 0 : 9 - 3 * slow)
    }
    return [...files].sort((one, other) => weight(other) - weight(one))
  }
}

const root = new URL('..', import.meta.url).pathname
// A test that is named on the command line runs whichever suite it belongs to.
const isNamed = process.argv
  .slice(2)
  .some((word) => /^test\/|\.test(\.ts)?$/.test(word) && !word.endsWith('vitest.config.ts'))

export default defineConfig({
  test: {
    root,
    include: filesOf(isNamed ? undefined : process.env.TEST_SUITE),
    globalSetup: 'test/world/shared-redis.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Nothing that a test does outlives it, so files may share what they import: that is half of the time.
    isolate: false,
    // Two cores, and tests that wait for one another's messages a third of the time.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
  },
})
