// Describes what zod found wrong with a policy, in plain words and by path, never with a value from the file.
import type { z } from 'zod'

export interface PolicyProblem {
  path: PropertyKey[]
  /** True if the key itself is wrong, not its value. */
  key: boolean
  message: string
}

/** One entry for each error. */
export function problemsOf(issue: z.core.$ZodIssue): PolicyProblem[] {
  // `mapOf` writes one line of the message for each unknown key, in the same order.
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, index) => ({ path: [...issue.path, key], key: true, message: messages[index] ?? '' }))
  }
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, key: true, message: issue.issues[0]?.message ?? issue.message }]
  }
  return [{ path: issue.path, key: false, message: issue.message }]
}

/** Replaces zod's own messages, which speak of types and repeat values, for errors without a message in our schema. */
export function plainWords(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return 'is missing'
  if (issue.input === null) return 'is empty: give it a value, or leave it out'
  if (issue.code === 'invalid_type') return `must be ${types[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `must be ${issue.values.join(' or ')}`
  if (issue.code === 'too_small') return atLeast(issue.origin, Number(issue.minimum))
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${unitOf(issue.origin)}`
  return 'is not right'
}

const types: Readonly<Record<string, string>> = {
  string: 'text, in quotes if it looks like something else',
  number: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
}

function atLeast(origin: string, least: number): string {
  if (least === 1 && unitOf(origin) !== '') return 'must not be empty'
  return `must be at least ${least}${unitOf(origin)}`
}

function unitOf(origin: string): string {
  return { array: ' entries', string: ' characters' }[origin] ?? ''
}

/**
 * `rules[2].when.label`. A key with unusual characters is not repeated, because the file may be the wrong one and hold
 * a secret there.
 */
export function pathInWords(path: PropertyKey[]): string {
  return path.reduce<string>((words, step) => {
    if (typeof step === 'number') return `${words}[${step}]`
    const name = /^[A-Za-z][\w-]{0,29}$/.test(String(step)) ? String(step) : '…'
    return words === '' ? name : `${words}.${name}`
  }, '')
}
