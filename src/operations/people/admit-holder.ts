// Lets in whoever a ticket was made for, as they are now: not late, and still in the workspace or organization they asked in.
import { BotError } from '../../core/errors.ts'
import { membershipIn, type Person } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Ticket } from '../../core/sign-in.ts'
import { admit } from './admit.ts'

/** Throws `sign_in_link` (late), and what `admit` throws. */
export async function admitHolder(ports: Ports, ticket: Ticket): Promise<Person> {
  if (ticket.until <= ports.clock.now()) throw new BotError('sign_in_link', { because: 'late' })
  const person = await admit(ports, { id: ticket.person })
  if (membershipIn(person, { teams: [ticket.team] }) === undefined)
    throw new BotError('person_refused', { because: 'foreign team' })
  return person
}
