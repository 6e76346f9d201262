// Looks a colleague up by their Slack id, and knows whether they are served.
import { isBotError } from '../../core/errors.ts'
import { type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'

/** Undefined for a person who is not served. With `fresh` Slack is asked at this moment. Throws `slack_unavailable`. */
export async function findColleague(
  ports: Pick<Ports, 'directory' | 'workplace'>,
  id: string,
  age?: 'fresh',
): Promise<Person | undefined> {
  try {
    const person = await (age === 'fresh' ? ports.directory.person({ id }) : ports.directory.colleague(id))
    return refusalOf(person, ports.workplace) === undefined ? person : undefined
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return undefined
    throw error
  }
}
