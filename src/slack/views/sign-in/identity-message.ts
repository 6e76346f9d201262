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
      hint(
        link.proof === 'administrator'
          ? `\`/dremio-pat unlink\` ends the link; your tokens stay as they are. ${ONLY_ADMINS}`
          : '`/dremio-pat unlink` ends the link; your tokens stay as they are.',
      ),
    ],
  }
}

/** `assignment` is the link that an administrator made and the person ended. */
export function notLinkedMessage(assignment?: Link): Message {
  const text = assignment
    ? `You are not linked to a Dremio user now. ${mention(assignment.by)} linked you by hand to ${inlineText(assignment.dremioName || assignment.uid)}: \`/dremio-pat link\`, or your next request, brings you back there. ${ONLY_ADMINS}`
    : 'You are not linked to a Dremio user yet. Type `/dremio-pat link`, or just ask for a token.'
  return { text, blocks: [section(text), actions(button(buttons.newToken, 'new'))] }
}

export function unlinkedMessage({ dremioName, uid, proof, by }: Link): Message {
  const text = `You are no longer linked to ${inlineText(dremioName || uid)}. Your tokens stay as they are.`
  if (proof !== 'administrator') return { text }
  const back = `${mention(by)} linked you by hand, so \`/dremio-pat link\`, or your next request, brings you back to the same Dremio user.`
  return { text: `${text} ${back} ${ONLY_ADMINS}` }
}

const ONLY_ADMINS = 'Only a bot admin can link you to another Dremio user.'

function proof({ proof, email, by }: Link): string {
  if (proof === 'administrator') return `by the word of an administrator, ${mention(by)}`
  if (proof === 'sign-in') return `proved by signing in there, with the e-mail address ${inlineText(email ?? '')}`
  return `proved by your e-mail address ${inlineText(email ?? '')}`
}
