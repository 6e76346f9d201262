// A policy file for one test, in a folder of its own that goes with the test.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { stringify } from 'yaml'

/** Its path, for POLICY_FILE. `content` is the file as data; what is not said has its default. */
export function policyFile({ onTestFinished }: Pick<TestContext, 'onTestFinished'>, content: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'policy.yml')
  writeFileSync(path, stringify({ version: 1, ...content }))
  return path
}

/** The same content, whose reminders to approvers come at any hour of any day. */
export function remindingAlways(content: object): object {
  const { request } = content as { request?: object }
  return { ...content, request: { nudgeHours: 'any', nudgeDays: 'all', ...request } }
}
