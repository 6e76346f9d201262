// The policy file of the demo, as an administrator writes it and changes it while the bot runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bea, carl } from './acme.ts'

export interface DemoPolicy {
  path: string
  /** Writes the file anew; the bot reads it on SIGHUP. */
  says(lapseAfter: string): void
  remove(): void
}

export function demoPolicy(): DemoPolicy {
  const folder = mkdtempSync(join(tmpdir(), 'dremio-pat-demo-'))
  const path = join(folder, 'policy.yml')
  const policy: DemoPolicy = {
    path,
    says: (lapseAfter) => writeFileSync(path, content(lapseAfter)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  policy.says('3d')
  return policy
}

const content = (lapseAfter: string) => `version: 1
request: { lapseAfter: ${lapseAfter} }
rules:
  - name: interns use the shared dashboards
    when: { label: '^intern' }
    then: deny
    because: Ask for the dashboard instead.
  - name: everybody asks the data team
    when: { lifetimeUpTo: 90d }
    then: review
    approvers: ['user:${bea.id}', 'user:${carl.id}']
`
