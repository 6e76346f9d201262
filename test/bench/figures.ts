// What a benchmark says: figures side by side with their goals, and what exactly was measured.

export interface Row {
  name: string
  /** Printed as they stand, in the order of the report's columns. */
  values: readonly string[]
  goal?: { text: string; met: boolean }
}

export interface Report {
  title: string
  columns: readonly string[]
  rows: readonly Row[]
  /** How it was measured, one sentence or two each. */
  notes: readonly string[]
  /** The bare numbers, for `--json`. */
  numbers: object
}

/** The smallest of the values that at least this share (0 to 1) of all are not above. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('There is nothing to take a percentile of')
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export const milliseconds = (value: number): string => `${value.toFixed(2)} ms`
export const perSecond = (value: number): string => `${value.toFixed(0)} /s`
export const times = (value: number): string => `x ${value.toFixed(2)}`
