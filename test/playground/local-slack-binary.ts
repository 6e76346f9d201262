// Fetches the local-slack program at one pinned version, checks it, and keeps it in the user's cache folder.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

// npm's package is not a dependency of ours: 95 MB that only the playground needs. So the lock file cannot vouch for it
// and these two values do: the first is what npm's registry publishes for the tarball, the second the program inside.
const PACKAGE = 'local-slack-linux-x64'
const VERSION = '0.1.8'
const TARBALL_SHA512 = '2BCTKxKajjZNWCSCj66Jq5VDScUDNpGZ1lA3281I8RvpDE4/ULCwC26TlcW6/4sPbSTs02Q3KjTiltJp3ZBEvg=='
const PROGRAM_SHA256 = '3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f'

/** What stands in the way on this machine, in words for a person; undefined where local-slack runs. */
export function whyNoLocalSlack(): string | undefined {
  if (process.platform === 'linux' && process.arch === 'x64') return undefined
  return (
    `The playground's Slack (${PACKAGE}) runs on 64-bit Intel/AMD Linux only; this is ${process.platform} on ` +
    `${process.arch}. Run "npm run demo" instead, which tells the same story and works everywhere, or run ` +
    '"npm run playground" inside a Linux x64 container.'
  )
}

export function localSlackIsCached(): boolean {
  return existsSync(programIn(cacheFolder()))
}

/**
 * The path of the checked program; downloads it on first use (37 MB, with the machine's own npm and its settings).
 * Fails with a sentence for a person: wrong platform, no npm, no network, or a file that is not the pinned one.
 */
export async function fetchLocalSlack(): Promise<string> {
  const obstacle = whyNoLocalSlack()
  if (obstacle !== undefined) throw new Error(obstacle)

  const folder = cacheFolder()
  if (!localSlackIsCached()) await download(folder)

  const program = programIn(folder)
  if ((await digest('sha256', program)).toString('hex') !== PROGRAM_SHA256) {
    throw new Error(`${program} is not the program that was fetched. Delete the folder ${folder} and start again.`)
  }
  return program
}

async function download(folder: string): Promise<void> {
  const parent = join(folder, '..')
  await mkdir(parent, { recursive: true })
  // Beside its destination, because a rename is atomic within one file system only.
  const staging = await mkdtemp(join(parent, '.fetching-'))
  try {
    const tarball = join(staging, await pack(staging))
    if ((await digest('sha512', tarball)).toString('base64') !== TARBALL_SHA512) {
      throw new Error(
        `npm delivered a ${PACKAGE}@${VERSION} whose content is not the expected one; it was not unpacked.`,
      )
    }
    await run('tar', ['-xzf', tarball, '-C', staging])
    await rename(join(staging, 'package'), folder).catch((error: NodeJS.ErrnoException) => {
      // Somebody else was first; theirs is checked like ours would be.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function pack(into: string): Promise<string> {
  try {
    const { stdout } = await run('npm', ['pack', `${PACKAGE}@${VERSION}`, '--loglevel=error'], { cwd: into })
    return stdout.trim().split('\n').at(-1) ?? ''
  } catch (error) {
    throw new Error(`npm could not fetch ${PACKAGE}@${VERSION}; is npm there, and does its registry answer?`, {
      cause: error,
    })
  }
}

async function digest(algorithm: 'sha256' | 'sha512', file: string): Promise<Buffer> {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file), hash)
  return hash.digest()
}

function cacheFolder(): string {
  // The XDG rule: an empty value counts as unset.
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  return join(cache, 'dremio-pat', `local-slack-${VERSION}`)
}

function programIn(folder: string): string {
  return join(folder, 'bin', 'local-slack')
}
