// Reads the policy file: YAML to a policy, or to the list of its problems, each with its line and path.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import { builtInPolicy, type Policy, type PolicyPlace, policySchema } from './core/policy/evaluate.ts'
import type { PolicyReading } from './core/policy/policy-reading.ts'
import { pathInWords, plainWords, problemsOf } from './core/policy/problems.ts'

/** What is wrong with the policy file, one line for each problem. */
export class PolicyFileError extends Error {
  readonly problems: string[]
  /** The file could not be read at all, so its content is not the problem. */
  readonly unreadable: boolean

  constructor(problems: string[], unreadable = false) {
    super(problems.join('\n'))
    this.name = 'PolicyFileError'
    this.problems = problems
    this.unreadable = unreadable
  }
}

export interface OpenPolicy {
  now(): Policy
  /** Reads the file again. Throws `PolicyFileError`; the old policy then stays in force. */
  reload(): Policy
}

/** The settings that determine the policy. */
export interface PolicySource {
  /** `POLICY_FILE`; without it the built-in policy is used. */
  policyFile: string | undefined
  approvers: readonly string[]
  dremio: { edition: PolicyPlace['edition'] }
}

/** Throws `PolicyFileError`. */
export function openPolicy(source: PolicySource): OpenPolicy {
  const {
    policyFile,
    approvers,
    dremio: { edition },
  } = source
  const read = () => (policyFile === undefined ? builtInPolicy(approvers, edition) : policyIn(policyFile, source))
  let policy = read()
  return {
    now: () => policy,
    reload() {
      policy = read()
      return policy
    },
  }
}

/** The policy in this file, whether or not it is the one in use. Throws `PolicyFileError`. */
export function policyIn(file: string, { approvers, dremio: { edition } }: PolicySource): Policy {
  const parsed = readPolicy(textOf(file), { approvers, edition })
  if ('policy' in parsed) return parsed.policy
  throw new PolicyFileError(
    parsed.problems.map(
      ({ line, column, path, message }) => `line ${line}, column ${column}: ${`${path} ${message}`.trim()}`,
    ),
  )
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new PolicyFileError([`it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no code'})`], true)
  }
}

/** All problems at once, in the order of their lines. */
export function readPolicy(text: string, place: PolicyPlace): PolicyReading {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const broken = faultsOf(document).map(({ code, pos }) => ({
    ...at(pos[0] ?? 0),
    path: '',
    message: syntaxInWords[code] ?? 'here is something that is not YAML',
  }))
  // Only the first problem of each line is reported, because the others usually follow from it.
  const firstOfEachLine = broken.filter(
    ({ line }, index) => broken.findIndex((problem) => problem.line === line) === index,
  )
  if (firstOfEachLine.length > 0) return { problems: firstOfEachLine }
  const content = contentOf(document)
  if (content === undefined) return { problems: [{ ...at(0), path: '', message: 'aliases unfold to far too much' }] }
  if (content === null) return { problems: [{ ...at(0), path: '', message: 'the file is empty' }] }
  const parsed = policySchema(place).safeParse(content, { error: plainWords })
  if (parsed.success) return { policy: { ...parsed.data, version: versionOf(content) } }
  const problems = parsed.error.issues.flatMap(problemsOf).map(({ path, key, message }) => {
    const offset = offsetOf(document, path, key)
    return { ...at(offset), path: pathInWords(path), message }
  })
  return { problems: problems.sort((one, other) => one.line - other.line || one.column - other.column) }
}

/** The syntax errors, including unknown aliases, which yaml itself reports only when it resolves them. */
function faultsOf(document: Document): { code: string; pos: readonly number[] }[] {
  const faults: { code: string; pos: readonly number[] }[] = [...document.errors, ...document.warnings]
  visit(document, {
    Alias(_key, alias) {
      if (!alias.resolve(document)) faults.push({ code: 'BAD_ALIAS', pos: alias.range ?? [] })
    },
  })
  return faults.sort(({ pos: [one = 0] }, { pos: [other = 0] }) => one - other)
}

/** Undefined if the aliases expand to more than yaml's own limit. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS() as unknown
  } catch {
    return undefined
  }
}

/**
 * The version depends on the content, not on the text: comments, spaces, quotes and the order of keys do not change it.
 */
function versionOf(content: unknown): string {
  const sorted = (_key: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value
  return createHash('sha256').update(JSON.stringify(content, sorted)).digest('hex').slice(0, 12)
}

/** yaml's own messages quote the file. It may be the wrong file, with secrets in it, so they are replaced. */
const syntaxInWords: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'an alias (*) has no anchor (&) before it',
  BAD_INDENT: 'the indentation does not fit, or a bracket before this is not closed',
  BLOCK_AS_IMPLICIT_KEY: 'a value must stand on a line of its own, or a colon is one too many',
  DUPLICATE_KEY: 'this key is there twice',
  MISSING_CHAR: 'something is not closed, or a comma or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a colon is missing behind a key',
  MULTIPLE_DOCS: 'there must be one document only',
  NON_STRING_KEY: 'keys must be text',
  TAB_AS_INDENT: 'tabs cannot indent',
  TAG_RESOLVE_FAILED: 'tags (!) are not known here',
  UNEXPECTED_TOKEN: 'here is something that does not belong here',
}

/** The position of the node at the path, or of its nearest existing parent. */
function offsetOf(document: Document, path: PropertyKey[], key: boolean): number {
  let found: Node | null = document.contents
  let offset = found?.range?.[0] ?? 0
  for (const [index, step] of path.entries()) {
    if (isAlias(found)) found = found.resolve(document) ?? null
    let next: unknown
    if (isMap(found)) {
      const pair = found.items.find((entry) => isScalar(entry.key) && String(entry.key.value) === String(step))
      next = key && index === path.length - 1 ? pair?.key : (pair?.value ?? pair?.key)
    } else if (isSeq(found)) next = found.items[Number(step)]
    if (!isNode(next)) break
    found = next
    offset = found.range?.[0] ?? offset
  }
  return offset
}
