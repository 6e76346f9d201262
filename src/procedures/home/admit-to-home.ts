// Admits the actor to their Home, which is not kept up to date for somebody who is refused.
import { isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../access/admit-person.ts'

/** Throws what `admit` throws. */
export async function admitToHome(ports: Ports, actor: Actor): Promise<Person> {
  try {
    return await admit(ports, actor)
  } catch (error) {
    if (isBotError(error, 'person_refused', 'no_such_person')) await ports.homes.forget(actor.id)
    throw error
  }
}
