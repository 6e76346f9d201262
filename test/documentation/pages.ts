// The pages that people read: README, CHANGELOG and docs, with their links, pictures, headings and examples.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Paths from the root. */
export const pages: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
]

export function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8')
}

const FENCED = /^ *(```|~~~)[\s\S]*?^ *\1$/gm

/** Without what is fenced or between backticks, in which nothing is a link. */
function prose(text: string): string {
  return text.replace(FENCED, '').replace(/`[^`\n]*`/g, '')
}

/** Where the page leads: of `[words](target)` and of `<img src="target">`. */
export function linksIn(text: string): string[] {
  const found = prose(text).matchAll(/\]\(([^()\s]+)\)|<img src="([^"]+)"/g)
  return [...found].map(([, link, picture]) => link ?? picture ?? '')
}

export interface Shown {
  src: string
  width: number
  alt: string
}

/** Every `<img>`. */
export function picturesIn(text: string): Shown[] {
  return [...text.matchAll(/<img\b[^>]*>/g)].map(([tag]) => {
    const [, src = '', width = '', alt = ''] = /^<img src="([^"]*)" width="(\d+)" alt="([^"]*)">$/.exec(tag) ?? []
    return { src, width: Number(width), alt }
  })
}

/** The anchors of its headings, as GitHub makes them. */
export function anchorsIn(text: string): string[] {
  const headings = text.replace(FENCED, '').matchAll(/^#{1,6} +(.+)$/gm)
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** What stands in fences of that language. */
export function examplesIn(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, body = '']) =>
    name === language ? [body] : [],
  )
}

/** What stands under the heading, up to the next one that is as high or higher. */
export function sectionOf(text: string, heading: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'))
  if (start < 0) throw new Error(`There is no heading "${heading}"`)
  const depth = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 1
  const length = lines
    .slice(start + 1)
    .findIndex((line) => /^#+ /.test(line) && (/^#+/.exec(line)?.[0].length ?? 9) <= depth)
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n')
}

/** The rows of its first table, as cells; a bar that is escaped belongs to its cell. */
export function rowsIn(text: string): string[][] {
  const [, table = ''] = /^(?:\|.*\|\n\|[ :|-]+\|\n)((?:\|.*\|\n?)+)/m.exec(text) ?? []
  return table
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}
