// Shows a person which Dremio user they are linked to, since when, and how that was proved.
import type { Link } from '../../../core/people/person.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, inlineText, labelText, mention, moment, section } from '../block-kit.ts'

export function identityMessage(link: Link): Message {
  // A link made by an administrator has no user name, only an id.
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

export function notLinkedMessage(): Message {
  const text = 'You are not linked to a Dremio user yet. Type `/dremio-pat link`, or just ask for a token.'
  return { text, blocks: [section(text), actions(button(buttons.newToken, 'new'))] }
}

export function unlinkedMessage({ dremioName, uid }: Link): Message {
  return { text: `You are no longer linked to ${inlineText(dremioName || uid)}. Your tokens stay as they are.` }
}

function proof({ proof, email, by }: Link): string {
  if (proof === 'administrator') return `by the word of an administrator, ${mention(by)}`
  if (proof === 'sign-in') return `proved by signing in there, with the e-mail address ${inlineText(email ?? '')}`
  return `proved by your e-mail address ${inlineText(email ?? '')}`
}
