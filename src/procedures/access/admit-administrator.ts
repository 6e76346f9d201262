// Lets an administrator in: a person we serve who is named in ADMINS, or in a group named there.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { isAdministrator } from '../people/list-administrators.ts'
import { admit } from './admit-person.ts'

/** Throws `not_an_administrator`, and what `admit` throws. */
export async function admitAdministrator(ports: Ports, actor: Actor): Promise<Person> {
  const person = await admit(ports, actor)
  if (await isAdministrator(ports, person.id)) return person
  throw new BotError('not_an_administrator', {})
}

/** Of somebody who is let in already, where it is no reason to stop: groups that may not be read make nobody an administrator. Throws `slack_unavailable`. */
export async function isKnownAdministrator(
  ports: Pick<Ports, 'admins' | 'directory'>,
  person: Person,
): Promise<boolean> {
  try {
    return await isAdministrator(ports, person.id)
  } catch (error) {
    if (isBotError(error, 'slack_scope_missing')) return false
    throw error
  }
}
