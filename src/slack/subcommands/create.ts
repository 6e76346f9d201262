// `create [label] [lifetime]`: opens the request form, filled in as far as the words go.
import { readAsk } from '../../core/policy.ts'
import { openRequestForm } from '../cards/request-form.ts'
import type { Subcommand } from '../surface.ts'

export const create: Subcommand = {
  word: 'create',
  usage: '[label] [lifetime]',
  summary: 'ask for a new token',
  details:
    'Opens the form, filled in as far as your words go: `create tableau 30d`. Lifetimes read `12h`, `7d`, `2w`, `3mo`. A label may be quoted: `create "my laptop" 7d`.',
  async run(asked, words) {
    const { label, lifetime } = readAsk(words)
    await openRequestForm(asked, { ...(label && { label }), ...(lifetime !== undefined && { lifetime }) })
  },
}
