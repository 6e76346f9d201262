// `admin link @person email-or-dremio-user-id`: says which Dremio user somebody is.
import { unquoted } from '../../../core/typed-words.ts'
import { answerAdminUsage } from '../../handlers/menu/admin-help.ts'
import type { AdminSubcommand, Interaction } from '../../interaction.ts'
import { linkAskedMessage, linkedMessage } from '../../views/identity/link-notice.ts'
import { whoIs } from './named-person.ts'

type UserChoice = Parameters<Interaction['operations']['linkByHand']>[2]

const EMAIL = /^[^\s@]+@[^\s@]+$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const link: AdminSubcommand = {
  word: 'link',
  async run(interaction, [who, ...rest]) {
    const choice = choiceIn(unquoted(rest.slice(0, 1)) ?? '')
    if (who === undefined || choice === undefined) return answerAdminUsage(interaction, 'link')
    const { operations, actor, answer, words } = interaction
    const whom = whoIs(who)
    const { uid, confirmation, unasked } = await operations.linkByHand(actor, whom, choice)
    const isWaiting = confirmation?.state === 'pending'
    await answer(
      isWaiting ? linkAskedMessage(words, confirmation, unasked) : linkedMessage(words, whom, uid, confirmation),
    )
  },
}

function choiceIn(user: string): UserChoice | undefined {
  if (UUID.test(user)) return { uid: user }
  return EMAIL.test(user) ? { email: user } : undefined
}
