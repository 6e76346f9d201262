// `admin tokens [@person] [filter or label]`: everybody's known tokens.
import { bare, joined } from '../../../core/typed-words.ts'
import { personIn, type Word } from '../../command-text.ts'
import { answerAllTokens } from '../../handlers/tokens/all-tokens.ts'
import type { AdminSubcommand, Interaction } from '../../interaction.ts'

type Filter = Parameters<Interaction['operations']['listAllTokens']>[1]['filter']

const filters: Readonly<Record<string, Filter>> = {
  ...{ all: 'all', active: 'active', retiring: 'retiring', expired: 'expired', revoked: 'revoked' },
  ...{ expiring: 'expiring30', elsewhere: 'elsewhere', external: 'elsewhere', leavers: 'leavers', left: 'leavers' },
}

export const tokens: AdminSubcommand = {
  word: 'tokens',
  async run(interaction, words) {
    const person = words.map((word) => personIn(word)).find((id) => id !== undefined)
    const rest = words.filter((word) => personIn(word) === undefined)
    const [only, another] = rest
    const filter = another === undefined ? filterIn(only) : undefined
    await answerAllTokens(interaction, {
      page: 1,
      filter: filter ?? 'all',
      ...(person !== undefined && { person }),
      ...(rest.length > 0 && filter === undefined && { label: joined(rest) }),
    })
  },
}

/** A word in quotes is a label, whatever it says. */
function filterIn(word: Word | undefined): Filter | undefined {
  if (word === undefined || word.isQuoted) return undefined
  const typed = bare(word.text).toLowerCase()
  return Object.hasOwn(filters, typed) ? filters[typed] : undefined
}
