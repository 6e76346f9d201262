// Lets in whoever a ticket was made for, as they are now: not late, and still in the workspace or organization they asked in.
import { BotError } from '../../core/errors.ts'
import { membershipIn, type Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Ticket } from '../../core/sessions/sign-in.ts'
import { served } from './admit-person.ts'

/**
 * As Slack says they are now. Not counted as something that they did: the ticket was, and what ends a token has no limit.
 * Throws `person_refused`, `no_such_person` and `slack_unavailable`.
 */
export async function holderNow(ports: Ports, { person }: Pick<Ticket, 'person'>): Promise<Person> {
  return served(ports, await ports.directory.person({ id: person }))
}

/** Throws `sign_in_link` (late), and what `holderNow` throws. */
export async function admitTicketHolder(ports: Ports, ticket: Ticket): Promise<Person> {
  if (ticket.until <= ports.clock.now()) throw new BotError('sign_in_link', { because: 'late' })
  const person = await holderNow(ports, ticket)
  if (membershipIn(person, { teams: [ticket.team] }) === undefined)
    throw new BotError('person_refused', { because: 'foreign team' })
  return person
}
