// Describes what needs a real Redis server, and says so where there is none.
import { describe } from 'vitest'
import { noServer } from './server.ts'

export function describeWithServer(name: string, tests: () => void): void {
  if (noServer === undefined) describe(name, tests)
  else describe.skip(`${name} (skipped: ${noServer})`, tests)
}
