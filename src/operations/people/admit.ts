// Lets somebody in: who they are at this moment, or why they are not served.
import { BotError } from '../../core/errors.ts'
import { type Actor, type Person, refusalOf } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'

/** The first step of every operation, and all that is asked of somebody who only wants to read the help. Throws `person_refused`, `no_such_person` or `slack_unavailable`. */
export async function admit(ports: Ports, actor: Actor): Promise<Person> {
  const person = await ports.directory.person(actor)
  const because = refusalOf(person, ports.workplace)
  if (because !== undefined) throw new BotError('person_refused', { because })
  return person
}
