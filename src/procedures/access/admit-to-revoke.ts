// Admits a person who ends their own tokens, even if they have reached a rate limit or Slack is unavailable.
import { type BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit, served } from './admit-person.ts'

export interface Revoker {
  /** Slack id. */
  id: string
  /** Undefined if Slack has not described the person within the last minute. */
  person: Person | undefined
  /** Why there is no fresh answer from Slack. Undefined if there is one. */
  slackError: BotError | undefined
}

/**
 * Ending tokens must never have to wait, because people do it when something has gone wrong. Therefore an answer from
 * Slack that is up to a minute old is enough. Without any answer, Slack's signature still proves who clicked, and a
 * deactivated person cannot click. So the person may end the tokens that our own records assign to them, which gains an
 * attacker nothing, but may not act on anything that belongs to another person.
 *
 * Throws `person_refused` and `no_such_person`.
 */
export async function admitToRevoke(ports: Ports, actor: Actor): Promise<Revoker> {
  try {
    const person = await admit(ports, actor)
    return { id: person.id, person, slackError: undefined }
  } catch (error) {
    if (!isBotError(error, 'too_often', 'slack_unavailable')) throw error
    const person = await readRecentPerson(ports, actor, error)
    return { id: actor.id, person: person && served(ports, person), slackError: error }
  }
}

/** A person who has reached the rate limit may cause one call to Slack a minute. */
async function readRecentPerson({ directory }: Ports, { id }: Actor, error: BotError): Promise<Person | undefined> {
  if (isBotError(error, 'slack_unavailable')) return directory.known(id)
  try {
    return await directory.colleague(id)
  } catch (second) {
    if (isBotError(second, 'slack_unavailable')) return undefined
    throw second
  }
}
