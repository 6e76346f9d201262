// The crash matrix for people to read: step, crash point, outcome; neighbouring points with one outcome on one line.
import { type Outcome, recoveries } from './crash.ts'

/** Of a step, by how it died, who cleared up and what came of it. */
interface Line {
  outcomes: Outcome[]
}

export function tableOf(outcomes: readonly Outcome[]): string {
  const steps = [...new Set(outcomes.map(({ step }) => step.name))]
  return steps
    .flatMap((name) => {
      const ofStep = outcomes.filter(({ step }) => step.name === name)
      const rows = linesOf(ofStep).map(cellsOf)
      const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
      const told = rows.map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`)
      return [
        `${name}: ${ofStep.length} crashes, ${processesIn(ofStep)} of them by SIGKILL`,
        ...told.map((line) => line.trimEnd()),
      ]
    })
    .join('\n')
}

export function summaryOf(outcomes: readonly Outcome[], { seed, seconds }: { seed: string; seconds: number }): string {
  const dead = outcomes.filter(({ call }) => call !== undefined).length
  const cleared = recoveries.map(
    (recovery) => `${outcomes.filter((one) => one.recovery === recovery).length} by ${recovery}`,
  )
  const processes = processesIn(outcomes)
  const doubles = outcomes.filter(({ second }) => second !== undefined)
  const amid = doubles.filter(({ secondCall }) => secondCall !== undefined).length
  const unowned = outcomes.reduce((sum, one) => sum + one.unowned, 0)
  return [
    `${outcomes.length} crashes (${seed}): ${dead} in the middle of a step, ${outcomes.length - dead} at its end.`,
    `${doubles.length} of them double: ${amid} bots died in the middle of clearing up, ${doubles.length - amid} when they had done so.`,
    `${processes} by SIGKILL of a process (${processesIn(doubles)} double), ${outcomes.length - processes} by cutting off a bot in the test's process (${doubles.length - processesIn(doubles)} double).`,
    `Cleared up ${cleared.join(', ')}. ${Math.round(seconds)} seconds.`,
    `Unowned living tokens: ${unowned}.`,
  ].join('\n')
}

function processesIn(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ host }) => host === 'child process').length
}

function linesOf(outcomes: Outcome[]): Line[] {
  const lines = new Map<string, Line>()
  const inOrder = [...outcomes].sort((one, other) => one.at - other.at)
  for (const outcome of inOrder) {
    const { kind, recovery, second, left, recovered, ended, wrong } = outcome
    const key = JSON.stringify([kind, recovery, second !== undefined, left, recovered, ended, wrong.length > 0])
    const line = lines.get(key)
    if (line) line.outcomes.push(outcome)
    else lines.set(key, { outcomes: [outcome] })
  }
  return [...lines.values()]
}

function cellsOf({ outcomes }: Line): string[] {
  const [first] = outcomes
  const last = outcomes.at(-1)
  if (!first || !last) return []
  const name = (one: Outcome) => one.call ?? 'the end'
  const calls = name(first) === name(last) ? name(first) : `${name(first)} … ${name(last)}`
  return [
    `${first.kind} ${rangesOf(outcomes.map(({ at }) => at))}`,
    calls,
    `${first.second ? 'twice, ' : ''}${first.recovery}:`,
    [first.left, first.recovered, first.ended].filter((one) => one !== '').join(' → '),
    ...(first.wrong.length > 0 ? ['WRONG'] : []),
  ]
}

/** `1-4 7`. */
function rangesOf(numbers: number[]): string {
  const ranges: [number, number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last && number <= last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ')
}
