// Every small change of a source file that a test should notice: another number, operator or condition, or a step left out.
import { type Node, visit } from './syntax.ts'

export interface Mutant {
  /** From 1. */
  line: number
  /** The lines that it changes, without their indentation and line breaks, before and after. */
  was: string
  is: string
  /** The whole file after the change. */
  text: string
  /** The whole file, in which the outermost function around the change throws; undefined for what runs on import. */
  probe: string | undefined
}

/** What is written instead of the source between `start` and `end`. */
interface Edit {
  start: number
  end: number
  text: string
}

type Mutator = (node: Node, source: string) => Edit[]

const operators: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '^': '&',
  '>>>': '<<',
}

/** Methods, and what is called instead; undefined for those without which the value stays as it is. */
const methods: Readonly<Record<string, string | undefined>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  filter: undefined,
  sort: undefined,
  reverse: undefined,
  slice: undefined,
  trim: undefined,
  toLowerCase: undefined,
  replace: undefined,
  replaceAll: undefined,
}

/** What is looked at in each kind of node. Texts are left alone: no test is to repeat them. */
const mutators: Readonly<Record<string, Mutator>> = {
  Literal: (node, source) => {
    if (node.parent && isForTypes(node.parent)) return []
    if (typeof node.value === 'number') return numbersBeside(node.value).map((one) => replaced(node, String(one)))
    if (typeof node.value === 'boolean') return [replaced(node, String(!node.value))]
    return node.regex === undefined ? [] : patternsBeside(source.slice(node.start, node.end), node)
  },
  BinaryExpression: (node, source) => (isText(node.left) || isText(node.right) ? [] : otherOperator(node, source)),
  AssignmentExpression: (node, source) => (isText(node.right) ? [] : otherOperator(node, source)),
  LogicalExpression: (node, source) => {
    const [left, right] = [node.left as Node, node.right as Node]
    // `...(known && { key })`: the key alone, holding undefined, is hardly ever something else.
    const isOptionalKey = node.parent?.type === 'SpreadElement' && node.operator === '&&'
    if (isForTypes(node)) return [replaced(node, alone(right, node, source))]
    return (isOptionalKey ? [left] : [left, right]).map((one) => replaced(node, alone(one, node, source)))
  },
  ConditionalExpression: (node, source) =>
    [node.consequent as Node, node.alternate as Node].map((one) => replaced(node, alone(one, node, source))),
  IfStatement: (node) => ['true', 'false'].map((one) => replaced(node.test as Node, one)),
  WhileStatement: (node) => [replaced(node.test as Node, 'false')],
  UnaryExpression: (node, source) =>
    node.operator === '!' || node.operator === '-' ? [replaced(node, alone(node.argument as Node, node, source))] : [],
  CallExpression: (node) => {
    const callee = node.callee as Node
    const name = callee.type === 'MemberExpression' ? ((callee.property as Node).name as string | undefined) : undefined
    if (name === undefined || !Object.hasOwn(methods, name)) return []
    const instead = methods[name]
    if (instead !== undefined) return [replaced(callee.property as Node, instead)]
    return [{ start: (callee.object as Node).end, end: node.end, text: '' }]
  },
  ExpressionStatement: (node) => (node.parent?.type === 'Program' ? [] : [replaced(node, ';')]),
  ContinueStatement: (node) => [replaced(node, ';')],
  ArrayExpression: (node) => {
    const elements = node.elements as (Node | null)[]
    if (elements.length < 2 || namesType(node) || !elements.every((one) => one?.type === 'Literal')) return []
    return (elements as Node[]).map((one, index) => {
      const before = elements[index - 1]
      return before
        ? { start: before.end, end: one.end, text: '' }
        : { start: one.start, end: elements[1]?.start ?? 0, text: '' }
    })
  },
}

/** `list[index] ?? 0`: mostly nothing but what the types want (`noUncheckedIndexedAccess`). */
function isForTypes({ operator, left, right }: Node): boolean {
  return operator === '??' && (left as Node).computed === true && (right as Node).type === 'Literal'
}

/** A list that is a type as well: the compiler notices what is missing. */
function namesType({ parent }: Node): boolean {
  if (parent?.type === 'TSAsExpression') return true
  const callee = parent?.type === 'CallExpression' ? (parent.callee as Node) : undefined
  return ['enum', 'literal'].includes(((callee?.property as Node | undefined)?.name as string | undefined) ?? '')
}

const replaced = ({ start, end }: Node, text: string): Edit => ({ start, end, text })

function numbersBeside(value: number): number[] {
  if (!Number.isInteger(value)) return [value * 2]
  return value === 0 ? [1] : [value - 1, value + 1]
}

/** Without its anchors, and with other counts. */
function patternsBeside(written: string, { start, end }: Node): Edit[] {
  const close = written.lastIndexOf('/')
  const [pattern, flags] = [written.slice(1, close), written.slice(close)]
  const others = [
    ...(pattern.startsWith('^') ? [pattern.slice(1)] : []),
    ...(/(^|[^\\])\$$/.test(pattern) ? [pattern.slice(0, -1)] : []),
    ...[...pattern.matchAll(/(?<=\{(?:\d+,)?)\d+(?=(?:,\d*)?\})/g)].flatMap(({ 0: count, index }) =>
      numbersBeside(Number(count)).map((one) => pattern.slice(0, index) + one + pattern.slice(index + count.length)),
    ),
  ]
  return others.filter((one) => one !== '').map((one) => ({ start, end, text: `/${one}${flags}` }))
}

/** In the place of an operator, which stands alone between its two sides. */
function otherOperator({ left, right, operator }: Node, source: string): Edit[] {
  const other = operators[operator as string]
  if (other === undefined) return []
  const start = source.indexOf(operator as string, (left as Node).end)
  return start < (right as Node).start ? [{ start, end: start + (operator as string).length, text: other }] : []
}

function isText(node: unknown): boolean {
  const { type, value } = node as Node
  return type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string')
}

/** A part of an expression, written so that it can stand where the whole stood. */
function alone(part: Node, whole: Node, source: string): string {
  const text = source.slice(part.start, part.end)
  const isClosed = source[whole.start - 1] === '(' && source[whole.end] === ')'
  return isClosed || !/^(Logical|Conditional|Binary|Object|ArrowFunction|Assignment)/.test(part.type)
    ? text
    : `(${text})`
}

export function mutantsOf(source: string): Mutant[] {
  const mutants: Mutant[] = []
  visit(source, (node) => {
    const edits = mutators[node.type]?.(node, source) ?? []
    mutants.push(...edits.map((edit) => mutantFrom(edit, outermostBody(node), source)))
  })
  // `a ? b : b`, or a condition that is `true` already.
  const seen = new Set([source])
  return mutants.filter(({ text }) => !seen.has(text) && seen.add(text)).sort((one, other) => one.line - other.line)
}

function mutantFrom({ start, end, text }: Edit, body: Node | undefined, source: string): Mutant {
  const from = source.lastIndexOf('\n', start - 1) + 1
  const to = source.indexOf('\n', end) < 0 ? source.length : source.indexOf('\n', end)
  const [before, behind] = [source.slice(from, start), source.slice(end, to)]
  return {
    line: source.slice(0, start).split('\n').length,
    was: inOneLine(source.slice(from, to)),
    is: inOneLine(before + text + behind),
    text: written({ start, end, text }, source),
    probe: body && written(replaced(body, "{ throw new Error('reached') }"), source),
  }
}

function written({ start, end, text }: Edit, source: string): string {
  return source.slice(0, start) + text + source.slice(end)
}

function outermostBody(node: Node): Node | undefined {
  const around = node.parent && outermostBody(node.parent)
  return (
    around ??
    (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
      ? (node.body as Node)
      : undefined)
  )
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
