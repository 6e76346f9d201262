// Publishes the actor's Home again after something that they did there.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitToHome } from '../../procedures/home/admit-to-home.ts'
import { publishHome } from '../../procedures/home/publish-home.ts'

/** If Slack does not take it now, an alarm publishes it. Throws what `admit` throws. */
export async function refreshHome(ports: Ports, actor: Actor): Promise<void> {
  const { id, locale } = await admitToHome(ports, actor)
  if ((await publishHome(ports, id, { locale })) === 'unavailable')
    await ports.homes.noteChange([id], ports.clock.now())
}
