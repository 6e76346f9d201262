// Finds sentences and labels that are written in the code instead of the catalogue, by parsing it.
import { type Node, visit } from '../mutation/syntax.ts'

export interface Literal {
  readonly line: number
  readonly text: string
}

/** `everything`: labels and parts of sentences too. `sentences`: only what begins like one. */
export type Strictness = 'everything' | 'sentences'

/** What a file is about, where that says what its texts are. */
export type Subject = 'health checks' | 'snippets'

/** Two words, or one that begins like a label. `…` stands for what is filled in. */
const ANY_WORDS = /[A-Za-z’']{2,}[,;:.)”]* [(“]?[A-Za-z]|^[^A-Za-z]*[A-Z][a-z]+/
const SENTENCE = /^[A-Z][\w’']* .*[a-z]|^[A-Z][\w’',; ]+[.?!]$/

export function literalsIn(source: string, strictness: Strictness, subject?: Subject): Literal[] {
  const found: Literal[] = []
  const isWords = strictness === 'everything' ? ANY_WORDS : SENTENCE
  visit(source, (node) => {
    const text = textOf(node)
    if (text === undefined || !isWords.test(text) || allowed.some((kind) => kind(node, text, subject))) return
    found.push({ line: source.slice(0, node.start).split('\n').length, text })
  })
  return found
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral') return undefined
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
}

// What may be written in the code, by kind.
type Kind = (node: Node, text: string, subject: Subject | undefined) => boolean

/** A line of the log, and an error that only developers see. */
const forDevelopers: Kind = (node) =>
  isArgumentOf(node, /(^|\.)(log|logger)(\.(debug|info|warn|error)|\[x\])$/) ||
  isArgumentOf(node, /^(Error|TypeError|RangeError)$/)

/** What `doctor` and the log tell operators. A `text` is posted, so people read it. */
const forOperators: Kind = (node, _text, subject) =>
  subject === 'health checks' ? !within(node, /^text$/) : within(node, /^(remedy|cures)$/)

/** The policy file's schema: what a setting means, and what is wrong with one when the bot starts. */
const forAuthorsOfPolicies: Kind = (node) => isArgumentOf(node, /(^|\.)describe$/) || within(node, /^(error|meta)$/)

/** A word that the program compares: a kind, a reason, what was wanted of Slack. It is never shown. */
const CODE = /^[a-z][a-z:, -]*( Slack)?$/
const CODE_PROPERTIES = /^(because|kind|as|event|operation|reason|state|verdict|what|value|method|endedFor|late)$/
const CODE_CALLS =
  /^(askSlack|lookUp|readPerson|slackFailure|deliver|delivered|onTrouble|inWorkspace|refuse|onRefused|finish|Set|organization|workspace\.get|notificationOf)$/
const code: Kind = (node, text) =>
  CODE.test(text) &&
  (isCompared(node) ||
    isInConstant(node) ||
    isArgumentOf(node, CODE_CALLS) ||
    within(node, CODE_PROPERTIES) ||
    within(node, /^[A-Z_]+$/))

/** The name of a property, such as a header’s, is no text. */
const propertyName: Kind = (node) => node.parent?.type === 'Property' && node.parent.key === node

/** Names and values of headers, and routes. */
const http: Kind = (node, text) =>
  isArgumentOf(node, /\.(setHeader|writeHead)$/) ||
  /^[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)+$|^(GET|HEAD|POST) \/|^(public|private), /.test(text) ||
  /^([a-z]+-src|base-uri|form-action|frame-ancestors) /.test(text)

/** HTML and CSS, and Slack's own syntax for a date or a link. */
const markup: Kind = (node, text) =>
  node.parent?.type === 'TaggedTemplateExpression' || /^\s*[<:]/.test(text) || /\{ [a-z-]+: .*\}/.test(text)

/** What other programs call their fields and how their files are written: never a whole sentence. */
const ofOtherPrograms: Kind = (_node, text, subject) => subject === 'snippets' && !/[.?!]$/.test(text)

/** A note of the audit log, which is stored: the audit channel's line puts it into words. */
const storedNote: Kind = (node) => within(node, /^note$/)

const allowed = [
  ...[forDevelopers, forOperators, forAuthorsOfPolicies, code, propertyName, http, markup],
  ...[ofOtherPrograms, storedNote],
]

/** Its call, or that of an array or condition that holds it, is of a function of such a name. */
function isArgumentOf(node: Node, name: RegExp): boolean {
  for (let at = node.parent, child = node; at; child = at, at = at.parent) {
    if (/^(Call|New)Expression$/.test(at.type) && at.callee !== child) return name.test(nameOf(at.callee))
    if (!/^(Array|Conditional|Logical|Object)Expression$|^(TemplateLiteral|Property|SpreadElement)$/.test(at.type))
      return false
  }
  return false
}

/** It is the value of a property or variable of such a name, or in a condition, array or object there. */
function within(node: Node, name: RegExp): boolean {
  for (let at = node.parent, child = node; at; child = at, at = at.parent) {
    if (at.type === 'Property' && at.value === child && name.test(nameOf(at.key))) return true
    if (at.type === 'VariableDeclarator') return name.test(nameOf(at.id))
    // `[…].join(', ')` is still the value.
    const isJoined = at.type === 'CallExpression' && at.callee === child
    if (!isJoined && /Function|CallExpression|NewExpression|Statement/.test(at.type)) return false
  }
  return false
}

function isCompared({ parent }: Node): boolean {
  return /^(BinaryExpression|SwitchCase|MemberExpression)$/.test(parent?.type ?? '')
}

/** `['a b', 'c d'] as const`, and the members of a table that satisfies a type. */
function isInConstant(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (/^TS(As|Satisfies)Expression$/.test(at.type)) return true
    if (/Function|Statement/.test(at.type)) return false
  }
  return false
}

function nameOf(node: unknown): string {
  const { name, value, object, property, computed } = node as Record<string, unknown>
  if (typeof name === 'string') return name
  if (typeof value === 'string') return value
  if (object === undefined) return ''
  return computed ? `${nameOf(object)}[x]` : [nameOf(object), nameOf(property)].filter(Boolean).join('.')
}
