// Which Dremio user I am, since when and how that was proved, in words.
import type { Link } from '../../core/person.ts'
import type { Message } from '../surface.ts'
import { hint, mention, moment, said, section } from './text.ts'

export function identityMessage(link: Link): Message {
  const user = link.dremioName === '' ? 'a Dremio user' : `the Dremio user *${said(link.dremioName)}*`
  return {
    text: `You are linked to ${user}.`,
    blocks: [
      section(`You are ${user}.\nUser id: \`${link.uid}\`\nSince ${moment(link.at)}, ${proof(link)}.`),
      hint('`/dremio-pat unlink` ends the link; your tokens stay as they are.'),
    ],
  }
}

function proof({ proof, email, by }: Link): string {
  if (proof === 'administrator') return `by the word of an administrator, ${mention(by)}`
  return `proved by your e-mail address ${said(email ?? '')}`
}
