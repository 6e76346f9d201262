// What comes of reading a policy file: the policy, or what is wrong with the file and where.
import type { Policy } from './evaluate.ts'

export interface PolicyFileProblem {
  /** Line and column, both counted from 1. */
  line: number
  column: number
  /** For example `rules[2].when.lifetimeUpTo`; empty for the file as a whole. */
  path: string
  /** In plain words, to be read after the path; it never contains a value from the file. */
  message: string
}

export type PolicyReading = { policy: Policy } | { problems: PolicyFileProblem[] }
