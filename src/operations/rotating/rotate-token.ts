// Asks for a token in the place of another: the old one retires once its owner says that they have the new one.
import type { Actor } from '../../core/person.ts'
import type { Ask } from '../../core/policy.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/request.ts'
import { askForToken } from '../asking/ask-for-token.ts'
import { openRotation } from './open-rotation.ts'

/** `asked` is given where they said something else than the old one's. Throws what `openRotation` and `askForToken` throw. */
export async function rotateToken(ports: Ports, actor: Actor, tid: string, asked?: Ask): Promise<Request> {
  const rotation = await openRotation(ports, actor, tid)
  return askForToken(ports, rotation.person, asked ?? rotation.ask, rotation)
}
