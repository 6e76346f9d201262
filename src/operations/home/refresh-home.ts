// Publishes the actor's Home again after something that they did there.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitToHome } from '../../procedures/home/admit-to-home.ts'
import { publishHome } from '../../procedures/home/publish-home.ts'

/** Resolves to false if Slack does not take it now: an alarm publishes it. Throws what `admit` throws. */
export async function refreshHome(ports: Ports, actor: Actor): Promise<boolean> {
  const { id, locale } = await admitToHome(ports, actor)
  const result = await publishHome(ports, id, { locale })
  if (result === 'unavailable') await ports.homes.noteChange([id], ports.clock.now())
  return result === 'published'
}
