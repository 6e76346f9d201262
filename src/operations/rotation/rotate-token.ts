// Requests a token that replaces another one. The old token retires once its owner confirms the receipt of the new one.
import type { Actor } from '../../core/people/person.ts'
import type { Ask } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { createRequest } from '../../procedures/requests/create-request.ts'
import { prepareRotation } from '../../procedures/rotation/prepare-rotation.ts'

/** `asked` is given if the actor changed what was prepared. Throws what `prepareRotation` and `createRequest` throw. */
export async function rotateToken(ports: Ports, actor: Actor, tid: string, asked?: Ask): Promise<Request> {
  const person = await admit(ports, actor)
  const rotation = await prepareRotation(ports, person, tid)
  return createRequest(ports, person, asked ?? rotation.ask, rotation)
}
