// Admits an administrator: a served person who is named in ADMINS, or who belongs to a group named there.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { isAdministrator, listAdministratorsNow, missingAdministratorGroups } from '../people/list-administrators.ts'
import { admit } from './admit-person.ts'

/**
 * `fresh` for what cannot be undone: groups are read from Slack at this moment. Throws `not_an_administrator`, what `admit`
 * throws, and the failure of a group on which the answer depends.
 */
export async function admitAdministrator(ports: Ports, actor: Actor, age?: 'fresh'): Promise<Person> {
  const person = await admit(ports, actor)
  if (await isAdministrator(ports, person.id, age)) return person
  throw await notAdministrator(ports)
}

/** Whoever was one by a group that is gone should read why they aren't any more. */
async function notAdministrator(ports: Ports): Promise<BotError> {
  const missingGroups = await missingAdministratorGroups(ports)
  return new BotError('not_an_administrator', missingGroups.length > 0 ? { missingGroups } : {})
}

/**
 * For a decision on somebody else's Dremio user: reads every group from Slack at this moment. Resolves to the person and
 * to all administrators (Slack ids). Throws as `admitAdministrator`, and the failure of any group that cannot be read.
 */
export async function admitAdministratorNow(
  ports: Ports,
  actor: Actor,
): Promise<{ administrator: Person; administrators: readonly string[] }> {
  const administrator = await admit(ports, actor)
  const administrators = await listAdministratorsNow(ports)
  if (!administrators.includes(administrator.id)) throw await notAdministrator(ports)
  return { administrator, administrators }
}

/**
 * For a person who is admitted already, when missing rights are no reason to stop: a group that the app may not read
 * makes nobody an administrator. Throws `slack_unavailable`.
 */
export async function isKnownAdministrator(
  ports: Pick<Ports, 'admins' | 'directory'>,
  person: Pick<Person, 'id'>,
): Promise<boolean> {
  try {
    return await isAdministrator(ports, person.id)
  } catch (error) {
    if (isBotError(error, 'slack_scope_missing')) return false
    throw error
  }
}
