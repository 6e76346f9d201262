// A bot admin's card of a link that needs a second one: who asks, whom, which Dremio user, and two buttons.
import type { LinkConfirmation } from '../../../core/people/link-confirmation.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, header, hint, inlineText, mention, moment, section } from '../block-kit.ts'

export function linkCard(words: Words, confirmation: LinkConfirmation): Message {
  const { links } = words
  const { id, state, lapsesAt } = confirmation
  const isOpen = state === 'pending'
  const title = links.titles[state]
  const [by, person] = [mention(confirmation.by), mention(confirmation.person)]
  const asks = isOpen ? links.wants({ by, person }) : links.wanted({ by, person })
  return {
    text: links.notification({ title, by, person, user: userText(confirmation), isOpen }),
    blocks: [
      header(title),
      section(`${asks}\n${facts(words, confirmation)}`),
      ...blocksIf(
        isOpen,
        section(links.caution({ person, hasEmail: confirmation.email !== undefined })),
        actions(button(words, buttons.confirmLink, id), button(words, buttons.declineLink, id)),
        hint(links.firstCounts({ when: moment(lapsesAt) })),
      ),
      ...blocksIf(!isOpen, section(outcome(words, confirmation))),
    ],
  }
}

/** The Dremio user as people know them: by name, else by address, else by id. */
export function userText({ dremioName, email, uid }: Pick<LinkConfirmation, 'dremioName' | 'email' | 'uid'>): string {
  return `*${inlineText(dremioName || email || uid)}*`
}

function facts({ links }: Words, confirmation: LinkConfirmation): string {
  const { uid, email } = confirmation
  return [
    links.user({ user: userText(confirmation) }),
    links.email({ email: email === undefined ? undefined : inlineText(email) }),
    links.userId({ uid: `\`${inlineText(uid)}\`` }),
  ].join('\n')
}

function outcome({ links }: Words, { state, person, by, decidedBy, decidedAt }: LinkConfirmation): string {
  // A decided link has both.
  const decided = { by: mention(decidedBy ?? by), when: moment(decidedAt ?? 0) }
  switch (state) {
    case 'confirmed':
    case 'declined':
    case 'failed':
      return links.outcome[state](decided)
    case 'withdrawn':
      return links.outcome.withdrawn({ asker: mention(by) })
    default:
      return links.outcome.lapsed({ person: mention(person) })
  }
}
