// Looks at a person anew when Slack says that something about them changed: whoever is not served any more keeps no session.
import { isBotError } from '../core/errors.ts'
import { type Actor, refusalOf } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import { record } from './record.ts'

/** Nobody asked for it, so nobody is admitted: it only ever takes away. */
export async function noticePerson(ports: Ports, actor: Actor): Promise<void> {
  const because = await refusalNow(ports, actor)
  if (because === undefined || !(await ports.sessions.forget(actor.id))) return
  await record(ports, { deed: 'session forgotten', by: 'bot', for: actor.id, note: because })
}

async function refusalNow(ports: Ports, actor: Actor): Promise<string | undefined> {
  try {
    return refusalOf(await ports.directory.person(actor), ports.workplace)
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return 'gone'
    throw error
  }
}
