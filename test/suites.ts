// Which test files each command runs: `npm test` what people run all day, `test:all` all that isn't long, `test:long` what is.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = new URL('..', import.meta.url).pathname

/** Crashes, several processes, browsers, Redis deployments, a platform's build. */
const long = /^test\/(crashes|processes|playground|redis-deployments|deployment)\//

/** One flow of each subject is quick; the others wait for `npm run test:all`. */
const quickFlows = [
  'main-job',
  'asking',
  'deciding',
  'policy-changes',
  'claiming',
  'receipt',
  'rotating',
  'revoking',
  'leaked',
  'reminders',
  'time',
  'home',
  'signing-in',
]

/** What is slow or seldom touched: servers that are started and cut off, key pairs, the simulators' own tests. */
const slow = [
  new RegExp(`^test/flows/(?!(${quickFlows.join('|')})\\.test)`),
  /^test\/redis\/(sentinel|tls|cluster|refusals|outage)\.test/,
  /^test\/dremio\/(idp|issuer-keys)\.test/,
  /^test\/(world|mutation)\//,
  /^test\/env-file\.test/,
]

/** Every test file is in one of them. */
export function suiteOf(file: string): 'quick' | 'rest' | 'long' {
  if (long.test(file)) return 'long'
  return slow.some((pattern) => pattern.test(file)) ? 'rest' : 'quick'
}

/** `all` is quick and rest; without a suite it is every file. Paths from the root. */
export function filesOf(suite: string | undefined): string[] {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file}`)
  if (suite === undefined) return files
  return files.filter((file) => suite === suiteOf(file) || (suite === 'all' && suiteOf(file) !== 'long'))
}
