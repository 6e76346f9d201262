// The demo as people run it: it ends well, and fits on a few screens.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** More than a few screens nobody reads. */
const MOST_LINES = 250

test('the demo tells its story in fewer than 250 lines, with its proof, and ends well', {
  timeout: 180_000,
}, async () => {
  const demo = spawn(process.execPath, ['--import', 'tsx', 'test/playground/demo.ts'], { cwd: root })
  let told = ''
  let wrong = ''
  demo.stdout.on('data', (data: Buffer) => {
    told += data.toString()
  })
  demo.stderr.on('data', (data: Buffer) => {
    wrong += data.toString()
  })
  const [code] = await once(demo, 'close')
  expect(wrong).toBe('')
  expect(code).toBe(0)
  expect(told).toContain('was in one ephemeral message to Ana, and nowhere else')
  expect(told.split('\n').length).toBeLessThan(MOST_LINES)
})
