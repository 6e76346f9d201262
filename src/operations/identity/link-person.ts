// Links the actor to their Dremio user, by e-mail address or by a sign-in, unless a valid link exists already.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Link } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { identifyPerson } from '../../procedures/identity/identify-person.ts'
import { offerSignIn } from '../../procedures/sessions/offer-sign-in.ts'

/** Throws what `identifyPerson` throws, and `sign_in_needed` if only a sign-in can prove who the actor is. */
export async function linkPerson(ports: Ports, actor: Actor): Promise<Link> {
  const person = await admit(ports, actor)
  await enforceRateLimit(ports, person, 'link')
  try {
    return await identifyPerson(ports, person)
  } catch (error) {
    if (!isBotError(error, 'not_signed_in')) throw error
    throw new BotError('sign_in_needed', await offerSignIn(ports, person, { kind: 'link' }), { cause: error })
  }
}
