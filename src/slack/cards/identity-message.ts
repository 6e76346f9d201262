// Which Dremio user I am, since when and how that was proved, in words.
import type { Link } from '../../core/people/person.ts'
import type { Message } from '../interaction.ts'
import { hint, inlineText, labelText, mention, moment, section } from '../views/block-kit.ts'

export function identityMessage(link: Link): Message {
  // An administrator says an id only.
  const text =
    link.dremioName === ''
      ? 'You are linked to a Dremio user.'
      : `You are the Dremio user ${labelText(link.dremioName)}.`
  return {
    text,
    blocks: [
      section(`${text}\nUser id: \`${link.uid}\`\nSince ${moment(link.at)}, ${proof(link)}.`),
      hint('`/dremio-pat unlink` ends the link; your tokens stay as they are.'),
    ],
  }
}

function proof({ proof, email, by }: Link): string {
  if (proof === 'administrator') return `by the word of an administrator, ${mention(by)}`
  if (proof === 'sign-in') return `proved by signing in there, with the e-mail address ${inlineText(email ?? '')}`
  return `proved by your e-mail address ${inlineText(email ?? '')}`
}
