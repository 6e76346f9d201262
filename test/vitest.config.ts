// How the tests are run: against the built bot, a few files at a time, on one Redis, the slowest files first.
import { statSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What has its own command, `npm run test:long`: crashes, browsers, other Redis deployments, a platform's build. */
export const long = [
  'test/crashes/**',
  'test/processes/**',
  'test/playground/**',
  'test/redis-deployments/**',
  'test/deployment/**',
]

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

export default defineConfig({
  test: {
    root,
    include: process.env.TEST_LONG ? long.map((folder) => `${folder}/*.test.ts`) : ['test/**/*.test.ts'],
    exclude: process.env.TEST_LONG ? [] : long,
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
