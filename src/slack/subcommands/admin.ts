// `admin …`: what only bot admins can do, by the word after it; the words are in `admin/list.ts`.
import { nearestWord } from '../../core/nearest-word.ts'
import { bare } from '../../core/typed-words.ts'
import type { Word } from '../command-text.ts'
import { answerAdminUsage } from '../handlers/menu/admin-help.ts'
import type { AdminSubcommand, Subcommand } from '../interaction.ts'
import { adminSynonyms } from '../synonyms.ts'
import { adminHelp, unknownAdminWord } from '../views/menu/admin-help.ts'
import { adminSubcommands } from './admin/list.ts'

export const admin: Subcommand = {
  word: 'admin',
  forAdministrators: true,
  offeredTo: ({ operations, actor }) => operations.mayAdminister(actor),
  async run(interaction, [first, ...rest]) {
    const typed = plainly(first)
    const subcommand = named(typed)
    if (subcommand) {
      const [only, another] = rest
      const wantsUsage = another === undefined && isHelp(plainly(only)) && only?.isQuoted === false
      return wantsUsage ? answerAdminUsage(interaction, subcommand.word) : subcommand.run(interaction, rest)
    }
    const { operations, actor, answer, words } = interaction
    await operations.admitAdministrator(actor)
    const asked = isHelp(typed) ? named(plainly(rest[0])) : undefined
    if (asked) return answerAdminUsage(interaction, asked.word)
    const isKnown = typed === '' || isHelp(typed)
    await answer(isKnown ? adminHelp(words, wordsOfHelp) : unknownAdminWord(words, typed, nearestTo(typed)))
  },
}

const wordsOfHelp = adminSubcommands.map(({ word }) => word)

function plainly(word: Word | undefined): string {
  return word === undefined ? '' : bare(word.text).toLowerCase()
}

function isHelp(typed: string): boolean {
  return /^(?:help|\?+|[-–—]{1,2}(?:h|help))$/.test(typed)
}

function named(typed: string): AdminSubcommand | undefined {
  const word = Object.hasOwn(adminSynonyms, typed) ? adminSynonyms[typed] : typed
  return adminSubcommands.find((subcommand) => subcommand.word === word)
}

function nearestTo(typed: string): AdminSubcommand['word'] | undefined {
  const near = nearestWord(typed, [...wordsOfHelp, ...Object.keys(adminSynonyms)])
  return near === undefined ? undefined : named(near)?.word
}
