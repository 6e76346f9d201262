// Admits the person for whom a ticket was made, if it is still valid and they still belong to the same workspace.
import { BotError } from '../../core/errors.ts'
import { membershipIn, type Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Ticket } from '../../core/sessions/sign-in.ts'
import { served } from './admit-person.ts'

/**
 * Reads the person from Slack. No rate limit applies here: the link was counted when it was made, and a link for ending
 * a token has no limit. Throws `person_refused`, `no_such_person` and `slack_unavailable`.
 */
export async function holderNow(ports: Ports, { person }: Pick<Ticket, 'person'>): Promise<Person> {
  return served(ports, await ports.directory.person({ id: person }))
}

/**
 * Throws `sign_in_link` (late), `person_refused` if the person has left the workspace or organization in which they
 * asked, and what `holderNow` throws.
 */
export async function admitTicketHolder(ports: Ports, ticket: Ticket): Promise<Person> {
  if (ticket.until <= ports.clock.now()) throw new BotError('sign_in_link', { because: 'late' })
  const person = await holderNow(ports, ticket)
  if (membershipIn(person, { teams: [ticket.team] }) === undefined)
    throw new BotError('person_refused', { because: 'foreign team' })
  return person
}
