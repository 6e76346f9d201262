// Looks a person up before something is done for them that they did not click, and notices who left and who is back.
import { isBotError } from '../../core/errors.ts'
import { isDeparture } from '../../core/people/departure.ts'
import { type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { type DeparturePorts, markDeparted, markReturned } from './mark-departed.ts'

export type PresencePorts = DeparturePorts & Pick<Ports, 'directory' | 'workplace'>

/**
 * The person as Slack described them within the last minute, or undefined if they are not served: then nothing may act
 * as them. Who is refused for good is marked as departed. A person whom Slack does not know, or who has not joined, may
 * only be out of our sight, so nothing of theirs is forgotten.
 *
 * `id` is a Slack id. Throws `slack_unavailable` if Slack cannot be asked, because that says nothing about the person.
 */
export async function findPresentPerson(ports: PresencePorts, id: string): Promise<Person | undefined> {
  // Only a fresh answer can say that somebody is back: a cached one may be from before they left.
  const isAway = (await ports.departures.of(id)) !== undefined
  const known = isAway ? undefined : ports.directory.known(id)
  try {
    return await notePresence(ports, known ?? (await ports.directory.person({ id })), isAway)
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return undefined
    throw error
  }
}

/**
 * Marks a person as departed or as back, by what Slack says of them. Resolves to the person if they are served. `isAway`
 * is whether they are marked as departed; then `person` has to be a fresh answer.
 */
export async function notePresence(ports: PresencePorts, person: Person, isAway: boolean): Promise<Person | undefined> {
  const because = refusalOf(person, ports.workplace)
  if (because === undefined) {
    if (isAway) await markReturned(ports, person.id)
    return person
  }
  if (isDeparture(because)) await markDeparted(ports, person.id, because)
  return undefined
}
