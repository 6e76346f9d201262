// Returns the actor's Dremio user, and since when and how that was proved, without making a link.
import type { Actor, Link, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'

export interface KnownAs {
  person: Person
  link: Link | undefined
  /** The link that an administrator made and the person ended; `link` restores it. */
  assignment: Link | undefined
  /** How the bot acts at Dremio: the value of `DREMIO_AUTH`. */
  method: string
}

export async function whoAmI(ports: Ports, actor: Actor): Promise<KnownAs> {
  const person = await admit(ports, actor)
  const link = await ports.links.of(person.id)
  const assignment = link ? undefined : await ports.links.assignmentOf(person.id)
  return { person, link, assignment, method: ports.sessions.authMethod }
}
