// Links me to my Dremio user by my e-mail address; a link that exists and still holds stays as it is.
import type { Actor, Link } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import { admit } from './admit.ts'
import { identifyPerson } from './identify-person.ts'

/** Throws what `identifyPerson` throws. */
export async function linkPerson(ports: Ports, actor: Actor): Promise<Link> {
  return identifyPerson(ports, await admit(ports, actor))
}
