// Admits a person: reads from Slack who they are, once for each command, click or form, and refuses those not served.
import { BotError } from '../../core/errors.ts'
import { type Actor, type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { countInteraction } from './count-interaction.ts'

/**
 * Keyed by the object that represents one command, click or form, so that a handler that calls several operations asks
 * Slack once and is counted once. An entry ends with that object, and is valid for a minute at most.
 */
const admissions = new WeakMap<Actor, { at: number; person: Promise<Person> }>()

/**
 * The first step of every operation, and the only one for reading the help. Throws `too_often` (before Slack is asked),
 * `person_refused`, `no_such_person` or `slack_unavailable`.
 */
export function admit(ports: Ports, actor: Actor): Promise<Person> {
  const at = ports.clock.now()
  const earlier = admissions.get(actor)
  if (earlier && at - earlier.at < MINUTE) return earlier.person
  const admission = { at, person: readPerson(ports, actor) }
  admissions.set(actor, admission)
  return admission.person
}

async function readPerson(ports: Ports, actor: Actor): Promise<Person> {
  await countInteraction(ports, actor)
  return served(ports, await ports.directory.person(actor))
}

/** Throws `person_refused`. */
export function served({ workplace }: Pick<Ports, 'workplace'>, person: Person): Person {
  const because = refusalOf(person, workplace)
  if (because !== undefined) throw new BotError('person_refused', { because })
  return person
}
