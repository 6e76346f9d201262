// Changes of the rules that no test has to notice, and why.
import type { Mutant } from './mutants.ts'

/** The two lines as the command prints them. */
interface AcceptedMutant {
  was: string
  /** Whatever the line is changed to, where there is none. */
  is?: string | readonly string[]
  because: string
}

/** By file. */
export const accepted: Readonly<Record<string, readonly AcceptedMutant[]>> = {}

export function isAccepted(file: string, mutant: Mutant): boolean {
  return (accepted[file] ?? []).some((one) => describes(one, mutant))
}

export function describes({ was, is }: AcceptedMutant, mutant: Mutant): boolean {
  return was === mutant.was && (is === undefined || [is].flat().includes(mutant.is))
}
