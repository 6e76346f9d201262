// Says whether what bot admins can do is to be offered to the actor.
import { isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { isKnownAdministrator } from '../../procedures/access/admit-administrator.ts'
import { admit } from '../../procedures/access/admit-person.ts'

/**
 * False as well if a user group cannot be read: help is shown all the same, and what bot admins do checks for itself.
 * Throws what `admit` throws.
 */
export async function mayAdminister(ports: Ports, actor: Actor): Promise<boolean> {
  const person = await admit(ports, actor)
  try {
    return await isKnownAdministrator(ports, person)
  } catch (error) {
    if (isBotError(error, 'slack_unavailable')) return false
    throw error
  }
}
