// `admin …`: lets administrators link people to Dremio users, and list and revoke other people's tokens.
import { BotError } from '../../core/errors.ts'
import { bare, joined, unquoted } from '../../core/typed-words.ts'
import { personIn, type Word } from '../command-text.ts'
import { meantBy, openRevokeForm } from '../handlers/tokens/revoke.ts'
import { answerOutstanding, answerTokensOf } from '../handlers/tokens/token-list.ts'
import type { Interaction, Subcommand } from '../interaction.ts'
import { synonyms } from '../synonyms.ts'
import { mention, section } from '../views/block-kit.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const usage = [
  '`/dremio-pat admin link @person dremio-user-id`  say by hand which Dremio user somebody is',
  '`/dremio-pat admin unlink @person`  end that',
  '`/dremio-pat admin list @person`  their tokens',
  '`/dremio-pat admin outstanding`  tokens and claims that wait for somebody to end or settle them',
  '`/dremio-pat admin revoke @person [label or id | all]`  on Software: end one of them, or every one, after a confirmation',
].join('\n')

export const admin: Subcommand = {
  word: 'admin',
  usage:
    'help · link @person dremio-user-id · unlink @person · list @person · outstanding · revoke @person [label or id | all]',
  summary: 'for administrators',
  details: usage,
  forAdministrators: true,
  async run(interaction, [first, who, ...rest]) {
    const typed = bare(first?.text ?? '').toLowerCase()
    const verb = synonyms[typed] === 'revoke' ? 'revoke' : typed
    const uid = unquoted(rest.slice(0, 1))
    if (verb === 'outstanding') return answerOutstanding(interaction)
    if (verb === 'list' && who !== undefined) return answerTokensOf(interaction, whoIs(who))
    if (verb === 'revoke' && who !== undefined) return openRevokeForm(interaction, meantBy(rest), whoIs(who))
    if (verb === 'link' && who !== undefined && uid !== undefined && UUID.test(uid))
      return link(interaction, whoIs(who), uid)
    if (verb === 'unlink' && who !== undefined) return link(interaction, whoIs(who), undefined)
    await interaction.operations.admitAdministrator(interaction.actor)
    await interaction.answer({ text: usage, blocks: [section(usage)] })
  },
}

async function link({ operations, actor, answer }: Interaction, whom: string, uid: string | undefined): Promise<void> {
  await operations.linkByHand(actor, whom, uid)
  const text = uid
    ? `${mention(whom)} is now linked to the Dremio user \`${uid}\`.`
    : `${mention(whom)} is no longer linked.`
  await answer({ text })
}

function whoIs(word: Word): string {
  const id = personIn(word)
  if (id === undefined) throw new BotError('no_such_person', { words: joined([word]) })
  return id
}
