// The policy file of the demo, as an administrator writes it and changes it while the bot runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bea, carl } from './acme.ts'

export interface DemoPolicy {
  path: string
  /** Writes the file anew, with these times instead of the usual ones; the bot reads it on SIGHUP. */
  says(times: Partial<Times>): void
  remove(): void
}

/** Durations as policy files write them. */
export interface Times {
  lapseAfter: string
  chaseAfter: string
  revokeAfter: string
  grace: string
}

const usual: Times = { lapseAfter: '3d', chaseAfter: '1h', revokeAfter: '1d', grace: '1d' }

export function demoPolicy(): DemoPolicy {
  const folder = mkdtempSync(join(tmpdir(), 'dremio-pat-demo-'))
  const path = join(folder, 'policy.yml')
  const policy: DemoPolicy = {
    path,
    says: (times) => writeFileSync(path, content({ ...usual, ...times })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  policy.says({})
  return policy
}

const content = ({ lapseAfter, chaseAfter, revokeAfter, grace }: Times) => `version: 1
request: { lapseAfter: ${lapseAfter} }
receipt: { chaseAfter: ${chaseAfter}, revokeAfter: ${revokeAfter} }
rotation: { grace: ${grace} }
rules:
  - name: interns use the shared dashboards
    when: { label: '^intern' }
    then: deny
    because: Ask for the dashboard instead.
  - name: renewals need no review
    when: { rotation: true, lifetimeUpTo: 30d }
    then: approve
  - name: everybody asks the data team
    when: { lifetimeUpTo: 90d }
    then: review
    approvers: ['user:${bea.id}', 'user:${carl.id}']
`
