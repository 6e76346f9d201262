// Links me to my Dremio user, by my e-mail address or by signing in there; a link that still holds stays as it is.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Link } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { offerSignIn } from '../signing-in/offer-sign-in.ts'
import { admit } from './admit.ts'
import { identifyPerson } from './identify-person.ts'
import { keepWithinLimit } from './keep-within-limit.ts'

/** Throws what `identifyPerson` throws, and `sign_in_needed` where signing in is the proof. */
export async function linkPerson(ports: Ports, actor: Actor): Promise<Link> {
  const person = await admit(ports, actor)
  await keepWithinLimit(ports, person, 'link')
  try {
    return await identifyPerson(ports, person)
  } catch (error) {
    if (!isBotError(error, 'not_signed_in')) throw error
    throw new BotError('sign_in_needed', await offerSignIn(ports, person, { kind: 'link' }), { cause: error })
  }
}
