// Makes a folder as a platform makes one: the committed files, a production install, a build, and what a build needed pruned.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/**
 * The environment of somebody's shell: nothing that this run of the tests has set, and none of this repository's own
 * programs on the PATH, since a compiler that is found there would hide that a build has none.
 */
export function shellEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const ofTheRun =
    /^(npm_(?!config_(registry|cache|userconfig)$)|VITEST|TEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|SLACK_|DREMIO_|REDIS_)/
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !ofTheRun.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return { ...(Object.fromEntries(kept) as Record<string, string>), PATH: path.join(delimiter), ...more }
}

/** Runs one line in a shell, to its end. What it talks to may run in this process, so nothing here waits for it in between. */
export function sh(
  line: string,
  cwd: string,
  env: Readonly<Record<string, string>> = shellEnvironment(),
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile('sh', ['-c', line], { cwd, env, maxBuffer: 2 ** 26 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

/** The same; throws, with all that was said, unless it ends well. */
export async function mustRun(line: string, cwd: string, env?: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await sh(line, cwd, env)
  if (code !== 0) throw new Error(`${line}\nended with ${code}:\n${stdout}${stderr}`)
  return stdout
}

/** A folder of its own with the files that a commit of this tree would hold. */
export function freshClone(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'pat-clone-'))
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  for (const path of list
    .toString()
    .split('\0')
    .filter((name) => name !== '')) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    // One that was taken away, but not committed yet.
    cpSync(join(ROOT, path), join(folder, path), { force: true, errorOnExist: false })
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** What Render, Railway and Docker do, and then Heroku's prune. */
export const platformSteps = ['npm ci', 'npm run build', 'npm prune --omit=dev'] as const

export async function buildAsPlatform(folder: string): Promise<void> {
  for (const step of platformSteps) await mustRun(step, folder, shellEnvironment({ NODE_ENV: 'production' }))
}
