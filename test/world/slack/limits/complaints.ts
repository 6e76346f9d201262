// Says what is wrong with a message or view in the words that Slack uses in response_metadata.messages.
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** One `[ERROR] … [json-pointer:…]` line for each thing wrong. */
export function complaints(error: z.ZodError, root: string): string[] {
  return error.issues.map((issue) => `[ERROR] ${words(issue)} [json-pointer:${[root, ...issue.path].join('/')}]`)
}

function words(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'array'
        ? `no more than ${issue.maximum} items allowed`
        : `must be less than ${Number(issue.maximum) + 1} characters`
    case 'too_small':
      return issue.origin === 'array'
        ? `no fewer than ${issue.minimum} items allowed`
        : `must be more than ${Number(issue.minimum) - 1} characters`
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`
    case 'invalid_union':
      return 'unsupported type'
    case 'invalid_type':
      return issue.message.endsWith('undefined')
        ? `missing required field: ${String(issue.path.at(-1))}`
        : `must provide ${issue.expected === 'object' ? 'an object' : `a ${issue.expected}`}`
    default:
      return issue.message
  }
}
