// Looks at a person anew when Slack says that something about them changed: whoever is not served any more keeps no session.
import { isBotError } from '../../core/errors.ts'
import { type Actor, refusalOf } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { changeBook } from '../reminding/change-book.ts'
import { lookSoon } from '../reminding/look-soon.ts'
import { record } from '../telling/record.ts'

/** Nobody asked for it, so nobody is admitted: it only ever takes away. */
export async function noticePerson(ports: Ports, actor: Actor): Promise<void> {
  // Their time zone may be another one, and so their hour; or they are back.
  if ((await ports.reminderBooks.of(actor.id)).version > 0) await lookAnew(ports, actor.id)
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

async function lookAnew(ports: Ports, person: string): Promise<void> {
  await lookSoon(ports, person)
  await changeBook(ports, person, ({ timeZone: _, ...book }) => book)
}
