// A source file as its parts: what is parsed, and how each part is visited.
import { parseAst } from 'vitest/node'

export interface Node {
  type: string
  start: number
  end: number
  parent: Node | undefined
  [field: string]: unknown
}

/** Every part of a TypeScript file that runs, the whole before its parts. */
export function visit(source: string, each: (node: Node) => void): void {
  walk(parseAst(source, { lang: 'ts' }) as unknown as Node, undefined, each)
}

/** Types and names from elsewhere are no code that runs. */
function walk(node: Node, parent: Node | undefined, each: (node: Node) => void): void {
  if (/^(Import|TS(?!As|Satisfies|NonNull))/.test(node.type)) return
  node.parent = parent
  each(node)
  for (const [field, value] of Object.entries(node)) {
    if (field === 'parent') continue
    for (const child of [value].flat()) if (isNode(child)) walk(child, node, each)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
