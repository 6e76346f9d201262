// Previews a request without storing it: the actor's active tokens, the decision and the reviewers.
import type { Actor } from '../../core/people/person.ts'
import type { Ask } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { checkAsk, type Preview } from '../../procedures/requests/check-request.ts'

export type { Preview }

/** Throws what `checkRequest` throws. */
export async function previewRequest(ports: Ports, actor: Actor, ask: Ask): Promise<Preview> {
  return checkAsk(ports, await admit(ports, actor), ask)
}
