// Reads `.env`: NAME=value lines, for people who run the bot on their own machine; what the environment says itself wins.
import { readFileSync } from 'node:fs'

type Environment = Readonly<Record<string, string | undefined>>

/** What is wrong with the file, one line each; never with a value. */
export class EnvFileError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.name = 'EnvFileError'
    this.problems = problems
  }
}

/** `environment` with what the file adds to it. A file that isn't there adds nothing. Throws `EnvFileError`. */
export function withEnvFile(environment: Environment, path: string): { env: Environment; fromFile: readonly string[] } {
  const text = textOf(path)
  if (text === undefined) return { env: environment, fromFile: [] }
  const read = readEnvFile(text)
  if ('problems' in read) throw new EnvFileError(read.problems)
  // A variable that is set to nothing is set: that is how somebody takes one away for once.
  const added = Object.entries(read.values).filter(([name]) => environment[name] === undefined)
  return { env: { ...environment, ...Object.fromEntries(added) }, fromFile: added.map(([name]) => name) }
}

function textOf(path: string): string | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no code'
    if (code === 'ENOENT') return undefined
    // In some containers `.env` is a folder: a mount of a file that was not there.
    throw new EnvFileError([`it cannot be read (${code})`])
  }
  // What Windows' own tools write when they are not told otherwise.
  if (bytes.includes(0)) throw new EnvFileError(['it is not UTF-8 text: save it again as UTF-8'])
  return bytes.toString('utf8')
}

const ENTRY = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=[^\S\n]*/
const QUOTED = /^(["'`])((?:(?!\1)[\s\S])*)\1[^\S\n]*(?:#[^\n]*)?(?:\n|$)/

/**
 * Like Node's `util.parseEnv`, but it says what it can't read instead of dropping it or taking it into the next name, and
 * keeps a `#` that no space comes before: passwords hold them. A value in quotes may go over several lines.
 */
export function readEnvFile(text: string): { values: Record<string, string> } | { problems: string[] } {
  const values: Record<string, string> = {}
  const problems: string[] = []
  const source = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  let at = 0
  while (at < source.length) {
    const number = source.slice(0, at).split('\n').length
    const line = /^[^\n]*/.exec(source.slice(at))?.[0] ?? ''
    const [before = '', name] = ENTRY.exec(line) ?? []
    const quoted = name !== undefined && QUOTED.exec(source.slice(at + before.length))
    at += quoted ? before.length + quoted[0].length : line.length + 1
    if (quoted) {
      const [, quote, value = ''] = quoted
      values[name] = quote === '"' ? value.replaceAll('\\n', '\n') : value
    } else if (name !== undefined) {
      const bare = line.slice(before.length)
      if (/^["'`]/.test(bare)) problems.push(`line ${number} (${name}): the quotation marks do not fit`)
      values[name] = bare.replace(/(^|\s)#.*$/, '').trim()
    } else if (!/^\s*(#|$)/.test(line)) problems.push(`line ${number} is not NAME=value`)
  }
  return problems.length > 0 ? { problems } : { values }
}
