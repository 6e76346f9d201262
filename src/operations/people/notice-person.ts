// Looks at a person anew when Slack says that something about them changed: whoever is not served any more keeps no session.
import { isBotError } from '../../core/errors.ts'
import { type Actor, refusalOf } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { changeBook } from '../reminding/change-book.ts'
import { lookSoon } from '../reminding/look-soon.ts'
import { record } from '../telling/record.ts'

/** Nobody asked for it, so nobody is admitted: it only ever takes away. `timeZone` (IANA) as Slack says it now, if it does. */
export async function noticePerson(ports: Ports, actor: Actor, timeZone?: string): Promise<void> {
  const book = await ports.reminderBooks.of(actor.id)
  // Their hour is another one; or they are back. Whoever has another picture only, which is most often, changes nothing.
  const isElsewhere = timeZone !== undefined && book.timeZone !== undefined && book.timeZone !== timeZone
  if (book.version > 0 && (isElsewhere || book.lookAt === undefined)) await lookAnew(ports, actor.id)
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
