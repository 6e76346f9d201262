// Reads `.env`: NAME=value lines, for running the bot locally; variables of the real environment take precedence.
import { readFileSync } from 'node:fs'

type Environment = Readonly<Record<string, string | undefined>>

/** What is wrong with the file, one line for each problem; never with a value. */
export class EnvFileError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.name = 'EnvFileError'
    this.problems = problems
  }
}

/** Adds the file's variables to `environment`. A missing file adds nothing. Throws `EnvFileError`. */
export function withEnvFile(environment: Environment, path: string): { env: Environment; fromFile: readonly string[] } {
  const text = textOf(path)
  if (text === undefined) return { env: environment, fromFile: [] }
  const parsed = readEnvFile(text)
  if ('problems' in parsed) throw new EnvFileError(parsed.problems)
  // A variable with an empty value counts as set, so that a person can unset a variable of the file for one run.
  const added = Object.entries(parsed.values).filter(([name]) => environment[name] === undefined)
  return { env: { ...environment, ...Object.fromEntries(added) }, fromFile: added.map(([name]) => name) }
}

function textOf(path: string): string | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no code'
    if (code === 'ENOENT') return undefined
    // In some containers `.env` is a folder, created by a mount of a file that does not exist.
    throw new EnvFileError([`it cannot be read (${code})`])
  }
  // Tools on Windows write UTF-16 by default.
  if (bytes.includes(0)) throw new EnvFileError(['it is not UTF-8 text: save it again as UTF-8'])
  return bytes.toString('utf8')
}

const ENTRY = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=[^\S\n]*/
/** Names in quotes with commas between them are one value: the variable reads the quotes. */
const LISTED =
  /^((?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`)[^\S\n]*(?:,[^\S\n]*(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[^"'`,\s]+)[^\S\n]*)+,?)(?:\s#.*)?$/
const QUOTED = /^(["'`])((?:(?!\1)[\s\S])*)\1[^\S\n]*(?:#[^\n]*)?(?:\n|$)/

/**
 * Like Node's `util.parseEnv`, but it reports unreadable lines instead of dropping them or joining them to the next
 * name, and keeps a `#` without a space before it, because passwords contain them. A quoted value may span several
 * lines.
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
      const bare = line.slice(before.length).trim()
      const [, listed] = LISTED.exec(bare) ?? []
      if (listed === undefined && /^["'`]/.test(bare))
        problems.push(`line ${number} (${name}): the quotation marks do not fit`)
      values[name] = (listed ?? bare.replace(/(^|\s)#.*$/, '')).trim()
    } else if (!/^\s*(#|$)/.test(line)) problems.push(`line ${number} is not NAME=value`)
  }
  return problems.length > 0 ? { problems } : { values }
}
