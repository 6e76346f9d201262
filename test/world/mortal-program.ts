// The program of a bot that is made to be killed, in one file: it starts in half the time, and is started hundreds of times.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ENTRY = fileURLToPath(new URL('mortal-bot-process.mjs', import.meta.url))
/** What CommonJS modules within it expect to find. */
const BANNER = `import { createRequire as requireFrom } from 'node:module'
import { dirname as folderOf } from 'node:path'
import { fileURLToPath as pathOf } from 'node:url'
const require = requireFrom(import.meta.url)
const __filename = pathOf(import.meta.url)
const __dirname = folderOf(__filename)`

let program: Promise<string> | undefined

/** Its path; bundled once, and gone when this process ends. */
export function mortalProgram(): Promise<string> {
  program ??= bundle()
  return program
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pat-bundle-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const outfile = join(folder, 'bot.mjs')
  const shape = { bundle: true, platform: 'node', format: 'esm', target: 'node20' } as const
  await build({ ...shape, entryPoints: [ENTRY], outfile, banner: { js: BANNER }, logLevel: 'error' })
  return outfile
}
