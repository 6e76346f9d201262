// Lets somebody in: who they are at this moment, or why they are not served. Slack is asked once for each command, click or form.
import { BotError } from '../../core/errors.ts'
import { type Actor, type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { countInteraction } from './count-interaction.ts'

/**
 * By the object that stands for one command, click or form: a handler that calls several verbs asks Slack once, and is
 * counted once. Gone with that object, and never valid for longer than a minute.
 */
const admissions = new WeakMap<Actor, { at: number; person: Promise<Person> }>()

/**
 * The first step of every operation, and all that is asked of somebody who only wants to read the help. Throws `too_often`
 * (before Slack is asked), `person_refused`, `no_such_person` or `slack_unavailable`.
 */
export function admit(ports: Ports, actor: Actor): Promise<Person> {
  const at = ports.clock.now()
  const earlier = admissions.get(actor)
  if (earlier && at - earlier.at < MINUTE) return earlier.person
  const admission = { at, person: askWho(ports, actor) }
  admissions.set(actor, admission)
  return admission.person
}

async function askWho(ports: Ports, actor: Actor): Promise<Person> {
  await countInteraction(ports, actor)
  return served(ports, await ports.directory.person(actor))
}

/** Throws `person_refused`. */
export function served({ workplace }: Pick<Ports, 'workplace'>, person: Person): Person {
  const because = refusalOf(person, workplace)
  if (because !== undefined) throw new BotError('person_refused', { because })
  return person
}
