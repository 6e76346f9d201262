// Prepares the replacement of one of the actor's tokens, for the form that asks for the new one.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { type PreparedRotation, prepareRotation } from '../../procedures/rotation/prepare-rotation.ts'

export type { PreparedRotation }

/** Throws what `prepareRotation` throws. */
export async function openRotation(ports: Ports, actor: Actor, tid: string): Promise<PreparedRotation> {
  return prepareRotation(ports, await admit(ports, actor), tid)
}
