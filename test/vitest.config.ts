// How the tests are run: against the built bot, a few files at a time, each with servers of its own.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Spawned Redis servers and bots share two cores in CI; more at once only makes them wait for one another.
    maxWorkers: 2,
  },
})
