// `admin …`: lets administrators link people to Dremio users, and list and revoke other people's tokens.
import { BotError } from '../../core/errors.ts'
import { bare, joined, unquoted } from '../../core/typed-words.ts'
import { personIn, type Word } from '../command-text.ts'
import { answerAdminHelp } from '../handlers/menu/menu.ts'
import { meantBy, openRevokeForm } from '../handlers/tokens/revoke.ts'
import { answerOutstanding, answerTokensOf } from '../handlers/tokens/token-list.ts'
import type { Interaction, Subcommand } from '../interaction.ts'
import { synonyms } from '../synonyms.ts'
import { mention } from '../views/block-kit.ts'
import { linkAskedMessage, linkedMessage } from '../views/identity/link-notice.ts'

type UserChoice = Parameters<Interaction['operations']['linkByHand']>[2]

const EMAIL = /^[^\s@]+@[^\s@]+$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const admin: Subcommand = {
  word: 'admin',
  forAdministrators: true,
  offeredTo: ({ operations, actor }) => operations.mayAdminister(actor),
  async run(interaction, [first, who, ...rest]) {
    const typed = bare(first?.text ?? '').toLowerCase()
    const verb = synonyms[typed] === 'revoke' ? 'revoke' : typed
    const user = unquoted(rest.slice(0, 1))
    if (verb === 'outstanding') return answerOutstanding(interaction)
    if (verb === 'list' && who !== undefined) return answerTokensOf(interaction, whoIs(who))
    if (verb === 'revoke' && who !== undefined) return openRevokeForm(interaction, meantBy(rest), whoIs(who))
    if (verb === 'link' && who !== undefined && user !== undefined) {
      if (UUID.test(user)) return link(interaction, whoIs(who), { uid: user })
      if (EMAIL.test(user)) return link(interaction, whoIs(who), { email: user })
    }
    if (verb === 'unlink' && who !== undefined) return unlink(interaction, whoIs(who))
    await answerAdminHelp(interaction)
  },
}

async function link(
  { operations, actor, answer, words }: Interaction,
  whom: string,
  choice: UserChoice,
): Promise<void> {
  const { uid, confirmation, unasked } = await operations.linkByHand(actor, whom, choice)
  const isWaiting = confirmation?.state === 'pending'
  await answer(
    isWaiting ? linkAskedMessage(words, confirmation, unasked) : linkedMessage(words, whom, uid, confirmation),
  )
}

async function unlink(interaction: Interaction, whom: string): Promise<void> {
  await interaction.operations.unlinkByHand(interaction.actor, whom)
  await interaction.answer({ text: interaction.words.admin.unlinked({ who: mention(whom) }) })
}

function whoIs(word: Word): string {
  const id = personIn(word)
  if (id === undefined) throw new BotError('no_such_person', { words: joined([word]) })
  return id
}
