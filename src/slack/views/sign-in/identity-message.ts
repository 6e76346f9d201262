// Shows a person which Dremio user they are linked to, since when, and how that was proved.
import type { Link } from '../../../core/people/person.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, dateOfYear, hint, inlineText, labelText, mention, section } from '../block-kit.ts'

export function identityMessage({ identity }: Words, link: Link): Message {
  const text = linkText(identity, link)
  const isAssigned = link.proof === 'administrator'
  return {
    text,
    blocks: [
      section(`${text}\n${identity.userId({ uid: inlineText(link.uid) })}`),
      hint(isAssigned ? identity.howToUnlinkAssigned : identity.howToUnlink),
    ],
  }
}

/** `assignment` is the link that an administrator made and the person ended. */
export function notLinkedMessage(words: Words, assignment?: Link): Message {
  const { identity } = words
  const text = assignment
    ? identity.assigned({ user: userOf(assignment), by: mention(assignment.by) })
    : identity.notLinked
  return { text, blocks: [section(text), actions(button(words, buttons.newToken, 'new'))] }
}

export function unlinkedMessage({ identity }: Words, link: Link): Message {
  const user = userOf(link)
  return {
    text:
      link.proof === 'administrator'
        ? identity.unlinkedAssigned({ user, by: mention(link.by) })
        : identity.unlinked({ user }),
  }
}

export function linkText(identity: Words['identity'], { dremioName, proof, email, by, at }: Link): string {
  // A link made by an administrator may have no user name, only an id.
  const linked = { ...(dremioName !== '' && { user: labelText(dremioName) }), since: dateOfYear(at) }
  if (proof === 'administrator') return identity.linkedByAdmin({ ...linked, by: mention(by) })
  if (proof === 'sign-in') return identity.linkedBySignIn(linked)
  return identity.linkedByEmail({ ...linked, email: inlineText(email ?? '') })
}

function userOf({ dremioName, uid }: Link): string {
  return inlineText(dremioName || uid)
}
