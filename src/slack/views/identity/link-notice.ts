// What people hear of a link that an administrator made or asked for: who asked, who is linked, whose address it is.
import type { LinkNoticeReader } from '../../../core/messenger.ts'
import type { LinkConfirmation } from '../../../core/people/link-confirmation.ts'
import type { Message } from '../../interaction.ts'
import { anyOf, mention, moment, section } from '../block-kit.ts'
import { userText } from './link-card.ts'

export function linkNotice(confirmation: LinkConfirmation, as: LinkNoticeReader): Message {
  const text = as === 'asker' ? forAsker(confirmation) : forConcerned(confirmation, as)
  return { text, blocks: [section(text)] }
}

function forAsker(confirmation: LinkConfirmation): string {
  const { state, person, decidedBy } = confirmation
  const who = mention(decidedBy ?? '')
  const user = userText(confirmation)
  const again = 'You can ask again: `/dremio-pat admin link`.'
  switch (state) {
    case 'confirmed':
      return `${who} confirmed: ${mention(person)} is now linked to the Dremio user ${user}.`
    case 'declined':
      return `${who} declined to link ${mention(person)} to the Dremio user ${user}. Nothing changed.`
    case 'failed':
      return `${mention(person)} couldn't be linked: the Dremio user ${user} is linked to another Slack account. End that link with \`/dremio-pat admin unlink @person\`, then ask again.`
    case 'withdrawn':
      return `You asked to link ${mention(person)} to the Dremio user ${user}. You aren't a bot admin anymore, so nothing changed.`
    default:
      return `Nobody confirmed the link of ${mention(person)} to the Dremio user ${user}. Nothing changed. ${again}`
  }
}

function forConcerned(confirmation: LinkConfirmation, as: Exclude<LinkNoticeReader, 'asker'>): string {
  const { person, by, decidedBy, email } = confirmation
  const user = userText(confirmation)
  const second =
    decidedBy === undefined ? 'There is no other bot admin to confirm it.' : `${mention(decidedBy)} confirmed it.`
  if (as === 'subject') {
    const whose =
      email === undefined ? "Dremio doesn't say whose it is." : "Its email address isn't your confirmed Slack address."
    return `${mention(by)} linked you to the Dremio user ${user}. ${second} ${whose} If it isn't yours, tell your security team.`
  }
  return `${mention(by)} linked ${mention(person)} to the Dremio user ${user}, which has your email address. ${second} ${mention(person)} can now create tokens with its permissions. If you didn't expect this, tell your security team.`
}

/** The answer to the administrator who asked. */
export function linkAskedMessage({ asked, person, email, lapsesAt }: LinkConfirmation): Message {
  const why =
    email === undefined
      ? "Dremio doesn't say whose address that user has."
      : `That user's address isn't ${mention(person)}'s confirmed Slack address.`
  const text = `Another bot admin has to confirm this. ${why}`
  return {
    text,
    blocks: [section(`${text}\nI asked ${anyOf(asked)}, and I'll message you. It lapses ${moment(lapsesAt)}.`)],
  }
}

/** The same, where the link is made. `confirmation` is set if there is nobody else to confirm it. */
export function linkedMessage(person: string, uid: string, confirmation: LinkConfirmation | undefined): Message {
  const text = `${mention(person)} is now linked to the Dremio user \`${uid}\`.`
  if (confirmation === undefined) return { text }
  const others = confirmation.email === undefined ? '' : " and whoever has that user's address in Slack"
  const told = `There's no other bot admin to confirm it, so I told ${mention(person)}${others}.`
  return { text: `${text} ${told}`, blocks: [section(`${text}\n${told}`)] }
}
