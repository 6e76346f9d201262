// Lets in somebody who ends what is theirs, also where they did too much of late, or Slack does not say who they are.
import { type BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit, served } from './admit-person.ts'

export interface Revoker {
  /** Slack id. */
  id: string
  /** Undefined where Slack said nothing about them within the last minute. */
  person: Person | undefined
  /** Why Slack was not asked just now, or did not answer; undefined if it did. */
  unasked: BotError | undefined
}

/**
 * Ending tokens must never have to wait: it is what people do when something has gone wrong. So it goes by an answer that
 * is up to a minute old where there is no fresh one. Where there is none at all, Slack's signature still proves who
 * clicked, whoever was deactivated cannot click, and nobody gains anything by ending what our own records say is theirs:
 * that alone may be done for them then. It is never enough to act on what belongs to somebody else.
 *
 * Throws `person_refused` and `no_such_person`.
 */
export async function admitToRevoke(ports: Ports, actor: Actor): Promise<Revoker> {
  try {
    const person = await admit(ports, actor)
    return { id: person.id, person, unasked: undefined }
  } catch (error) {
    if (!isBotError(error, 'too_often', 'slack_unavailable')) throw error
    const person = await recently(ports, actor, error)
    return { id: actor.id, person: person && served(ports, person), unasked: error }
  }
}

/** Somebody who did too much of late may cost Slack one question a minute. */
async function recently({ directory }: Ports, { id }: Actor, error: BotError): Promise<Person | undefined> {
  if (isBotError(error, 'slack_unavailable')) return directory.known(id)
  try {
    return await directory.colleague(id)
  } catch (second) {
    if (isBotError(second, 'slack_unavailable')) return undefined
    throw second
  }
}
