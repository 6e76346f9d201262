// Publishes the actor's Home again after something that they did there.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { publishHome } from '../../procedures/home/publish-home.ts'

/** Throws what `admit` throws. */
export async function refreshHome(ports: Ports, actor: Actor): Promise<void> {
  const { id, locale } = await admit(ports, actor)
  await publishHome(ports, id, { locale })
}
