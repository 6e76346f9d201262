// What would hold if I asked now for a token in the place of another: the limit, who would decide. Makes nothing.
import type { Actor } from '../../core/person.ts'
import type { Ask } from '../../core/policy.ts'
import type { Ports } from '../../core/ports.ts'
import { openRotation } from '../rotating/open-rotation.ts'
import { type Preview, previewRequest } from './preview-request.ts'

/** `tid` is the old one's. Throws what `openRotation` and `previewRequest` throw. */
export async function previewRotation(ports: Ports, actor: Actor, tid: string, ask: Ask): Promise<Preview> {
  const rotation = await openRotation(ports, actor, tid)
  return previewRequest(ports, rotation.person, ask, { rotation })
}
