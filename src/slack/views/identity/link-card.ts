// An administrator's card of a link that needs a second one: who asks, whom, which Dremio user, and two buttons.
import type { LinkConfirmation } from '../../../core/people/link-confirmation.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, header, hint, inlineText, mention, moment, section } from '../block-kit.ts'
import { linkTitles } from '../card-titles.ts'

export function linkCard(confirmation: LinkConfirmation): Message {
  const { id, state, person, by, lapsesAt } = confirmation
  const isPending = state === 'pending'
  const title = linkTitles[state]
  const asks = `${mention(by)} ${isPending ? 'wants' : 'wanted'} to link ${mention(person)}`
  return {
    text: `${title}: ${asks} to the Dremio user ${userText(confirmation)}`,
    blocks: [
      header(title),
      section(`${asks} to a Dremio user.\n${facts(confirmation)}`),
      ...blocksIf(
        isPending,
        section(
          `The address isn't ${mention(person)}'s confirmed Slack address. Confirm only if you know that this is their Dremio user: they can create tokens with its permissions.`,
        ),
        actions(button(buttons.confirmLink, id), button(buttons.declineLink, id)),
        hint(`The first decision counts. It lapses ${moment(lapsesAt)}.`),
      ),
      ...blocksIf(!isPending, section(outcome(confirmation))),
    ],
  }
}

/** The Dremio user as people know them: by name, else by address, else by id. */
export function userText({ dremioName, email, uid }: Pick<LinkConfirmation, 'dremioName' | 'email' | 'uid'>): string {
  return `*${inlineText(dremioName || email || uid)}*`
}

function facts(confirmation: LinkConfirmation): string {
  const { uid, email } = confirmation
  return [
    `Dremio user: ${userText(confirmation)}`,
    `Email address: ${email === undefined ? "Dremio doesn't say" : inlineText(email)}`,
    `User ID: \`${uid}\``,
  ].join('\n')
}

function outcome({ state, person, by, decidedBy, decidedAt }: LinkConfirmation): string {
  const who = decidedBy === undefined ? '' : ` by ${mention(decidedBy)}`
  const when = decidedAt === undefined ? '' : ` ${moment(decidedAt)}`
  switch (state) {
    case 'confirmed':
      return `Confirmed${who}${when}.`
    case 'declined':
      return `Declined${who}${when}. Nothing changed.`
    case 'failed':
      return `Confirmed${who}${when}, but another Slack account is linked to that Dremio user. Nothing changed.`
    case 'withdrawn':
      return `${mention(by)} isn't a bot admin anymore, so nothing changed.`
    default:
      return `Nobody confirmed it in time. ${mention(person)}'s link didn't change.`
  }
}
