// What is wrong with a policy, as zod found it, in plain words and by path; never with a value from the file.
import type { z } from 'zod'

export interface PolicyProblem {
  path: PropertyKey[]
  /** The key itself is at fault, not what it holds. */
  key: boolean
  message: string
}

/** One for each thing that is wrong. */
export function problemsOf(issue: z.core.$ZodIssue): PolicyProblem[] {
  // One line of the message for each key, in the same order: `mapOf`.
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, index) => ({ path: [...issue.path, key], key: true, message: messages[index] ?? '' }))
  }
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, key: true, message: issue.issues[0]?.message ?? issue.message }]
  }
  return [{ path: issue.path, key: false, message: issue.message }]
}

/** Where the words of our own schema do not say it: zod's speak of types, and of values. */
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

/** `rules[2].when.label`. A key that does not look like one is not repeated: the file may be the wrong one. */
export function pathInWords(path: PropertyKey[]): string {
  return path.reduce<string>((words, step) => {
    if (typeof step === 'number') return `${words}[${step}]`
    const name = /^[A-Za-z][\w-]{0,29}$/.test(String(step)) ? String(step) : '…'
    return words === '' ? name : `${words}.${name}`
  }, '')
}
