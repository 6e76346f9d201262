// Previews a request for a replacement without storing it: the limit, the decision and the reviewers.
import type { Actor } from '../../core/people/person.ts'
import type { Ask } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { checkAsk, type Preview } from '../../procedures/requests/check-request.ts'
import { prepareRotation } from '../../procedures/rotation/prepare-rotation.ts'

/** `tid` is the id of the old token. Throws what `prepareRotation` and `checkRequest` throw. */
export async function previewRotation(ports: Ports, actor: Actor, tid: string, ask: Ask): Promise<Preview> {
  const person = await admit(ports, actor)
  const rotation = await prepareRotation(ports, person, tid)
  return checkAsk(ports, person, ask, { rotation })
}
