// Returns the actor's Dremio user, and since when and how that was proved, without making a link.
import type { Actor, Link, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'

export interface KnownAs {
  person: Person
  link: Link | undefined
  /** How the bot acts at Dremio: the value of `DREMIO_AUTH`. */
  method: string
}

export async function whoAmI(ports: Ports, actor: Actor): Promise<KnownAs> {
  const person = await admit(ports, actor)
  return { person, link: await ports.links.of(person.id), method: ports.sessions.authMethod }
}
