// `admin …`: what administrators can do; so far, saying by hand which Dremio user somebody is.
import { BotError } from '../../core/errors.ts'
import { mention, section } from '../cards/text.ts'
import type { Asked, Subcommand } from '../surface.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const usage = [
  '`/dremio-pat admin link @person dremio-user-id`  say by hand which Dremio user somebody is',
  '`/dremio-pat admin unlink @person`  end that',
].join('\n')

export const admin: Subcommand = {
  word: 'admin',
  usage: 'help · link @person dremio-user-id · unlink @person',
  summary: 'for administrators',
  details: usage,
  forAdministrators: true,
  async run(asked, [verb, who, uid]) {
    if (verb === 'link' && uid !== undefined && UUID.test(uid)) return link(asked, personIn(who), uid)
    if (verb === 'unlink' && who !== undefined) return link(asked, personIn(who), undefined)
    await asked.operations.admitAdministrator(asked.actor)
    await asked.answer({ text: usage, blocks: [section(usage)] })
  },
}

async function link({ operations, actor, answer }: Asked, whom: string, uid: string | undefined): Promise<void> {
  await operations.linkByHand(actor, whom, uid)
  const text = uid
    ? `${mention(whom)} is now linked to the Dremio user \`${uid}\`.`
    : `${mention(whom)} is no longer linked.`
  await answer({ text })
}

/** `<@U123|ana>` as Slack escapes a mention, or a bare id. A bare name cannot be told from somebody else's. */
function personIn(word = ''): string {
  const id = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word)?.[1] ?? /^[UW][A-Z0-9]+$/.exec(word)?.[0]
  if (id === undefined) throw new BotError('no_such_person', { words: word })
  return id
}
