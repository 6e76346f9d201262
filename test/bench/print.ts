// Prints reports as tables for people.
import type { Report } from './figures.ts'

export function printed({ title, columns, rows, notes }: Report): string {
  const table = [
    ['', ...columns, 'goal', ''],
    ...rows.map(({ name, values, goal }) => [
      name,
      ...values,
      goal?.text ?? '',
      goal ? (goal.met ? 'met' : 'MISSED') : '',
    ]),
  ]
  const widths = table.reduce<number[]>(
    (known, cells) => cells.map((cell, column) => Math.max(cell.length, known[column] ?? 0)),
    [],
  )
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return [title, '', ...lines.map((line) => `  ${line}`), '', ...notes.map((note) => `  - ${note}`), ''].join('\n')
}
