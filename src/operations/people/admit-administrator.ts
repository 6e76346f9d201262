// Lets an administrator in: a person we serve who is named in ADMINS, or in a group named there.
import { BotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from './admit.ts'

/** Throws `not_an_administrator`, and what `admit` throws. */
export async function admitAdministrator(ports: Ports, actor: Actor): Promise<Person> {
  const person = await admit(ports, actor)
  if (await isAdministrator(ports, person)) return person
  throw new BotError('not_an_administrator', {})
}

/** Of somebody who is let in already. Throws `slack_unavailable` if a group cannot be read. */
export async function isAdministrator(ports: Pick<Ports, 'admins' | 'directory'>, { id }: Person): Promise<boolean> {
  for (const admin of ports.admins) {
    if (admin === id) return true
    if (admin.startsWith('S') && (await ports.directory.membersOf(admin)).includes(id)) return true
  }
  return false
}
