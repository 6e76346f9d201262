// Other words that people type for a subcommand, with the subcommand that each of them means.

/** Up to three words, in lower case, that are no subcommand themselves. */
export const synonyms: Readonly<Record<string, string>> = {
  delete: 'revoke',
  remove: 'revoke',
  new: 'create',
  request: 'create',
  'new token': 'create',
  renew: 'rotate',
  tokens: 'list',
  'my tokens': 'list',
  settings: 'reminders',
  status: 'requests',
  'my requests': 'requests',
  'who am i': 'whoami',
}

/** Single words, in lower case, for the word after `admin`. */
export const adminSynonyms: Readonly<Record<string, string>> = {
  delete: 'revoke',
  remove: 'revoke',
  person: 'show',
  whois: 'show',
  everybody: 'tokens',
  history: 'story',
  audit: 'story',
}

export const LONGEST_SYNONYM = Math.max(...Object.keys(synonyms).map((words) => words.split(' ').length))

export function synonymsOf(subcommand: string): string[] {
  return Object.keys(synonyms).filter((words) => synonyms[words] === subcommand)
}
