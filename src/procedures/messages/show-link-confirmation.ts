// Shows the administrators who were asked how a link stands, and tells the people concerned once it is decided.
import { isBotError } from '../../core/errors.ts'
import type { LinkNoticeReader } from '../../core/messenger.ts'
import type { LinkConfirmation } from '../../core/people/link-confirmation.ts'
import { refusalOf, sameEmail } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'

export interface ShownLink {
  /** False if somebody could not be told, and trying again later may help. */
  isTold: boolean
  /** Slack ids of the administrators who have no card, because Slack refuses it for good. */
  refused: string[]
}

export async function showLinkConfirmation(ports: Ports, confirmation: LinkConfirmation): Promise<ShownLink> {
  const lost = (error: unknown): 'unavailable' => {
    ports.messenger.lost(error, 'tell of a link')
    return 'unavailable'
  }
  const { asked } = confirmation
  const [cards, concerned] = await Promise.all([
    Promise.all(asked.map((reader) => ports.messenger.showLinkCard(confirmation, reader).catch(lost))),
    tellConcerned(ports, confirmation).catch(lost),
  ])
  return {
    isTold: concerned === true && cards.every((result) => result !== 'unavailable'),
    refused: asked.filter((_, index) => cards[index] === 'refused'),
  }
}

async function tellConcerned(ports: Ports, confirmation: LinkConfirmation): Promise<boolean> {
  const { state, person, by, asked, linkedAt } = confirmation
  if (state === 'pending' || (state === 'confirmed' && linkedAt === undefined)) return true
  const readers: [reader: string, as: LinkNoticeReader][] = []
  // Whoever needed nobody's decision has the answer to their command.
  if (asked.length > 0) readers.push([by, 'asker'])
  if (state === 'confirmed') {
    readers.push([person, 'subject'])
    const owner = await ownerOfAddress(ports, confirmation)
    if (owner !== undefined) readers.push([owner, 'address owner'])
  }
  const told = await Promise.all(readers.map(([reader, as]) => ports.messenger.tellOfLink(confirmation, reader, as)))
  return told.every(Boolean)
}

/** Slack id of the person whose confirmed address the Dremio user has, if that is somebody else than was linked. */
async function ownerOfAddress(ports: Ports, { email, person }: LinkConfirmation): Promise<string | undefined> {
  if (email === undefined) return undefined
  try {
    const owner = await ports.directory.withEmail(email)
    const isOwner = owner?.emailConfirmed === true && sameEmail(owner.email, email) && owner.id !== person
    return isOwner && refusalOf(owner, ports.workplace) === undefined ? owner.id : undefined
  } catch (error) {
    if (isBotError(error, 'slack_scope_missing')) return undefined
    throw error
  }
}
