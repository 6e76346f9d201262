// An administrator's word on which Dremio user somebody is; it replaces what was known.
import { BotError } from '../../core/errors.ts'
import { type Actor, type Link, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/** `uid` is Dremio's user id, or undefined to end the link. Throws `dremio_user_taken`, `not_linked`. */
export async function linkByHand(ports: Ports, actor: Actor, whom: string, uid: string | undefined): Promise<void> {
  const administrator = await admitAdministrator(ports, actor)
  if (uid === undefined) {
    // Also of people who left: their link is what has to go.
    await ports.sessions.forget(whom)
    const gone = await ports.links.remove(whom)
    if (!gone) throw new BotError('not_linked', { whom })
    await scheduleReminderCheck(ports, whom)
    await writeAuditEntry(ports, { action: 'link.removed', by: administrator.id, for: whom, uid: gone.uid })
    return
  }
  // Whoever could name themselves anybody would be anybody, where no sign-in proves it.
  if (whom === administrator.id && !ports.sessions.signIn) throw new BotError('own_link', {})
  const person = await ports.directory.person({ id: whom })
  const because = refusalOf(person, ports.workplace)
  if (because !== undefined) throw new BotError('person_refused', { because, whom })
  const present = await ports.links.of(person.id)
  // Said twice.
  if (present?.proof === 'administrator' && present.uid === uid.toLowerCase()) return
  const link: Link = {
    person: person.id,
    uid: uid.toLowerCase(),
    dremioName: '',
    proof: 'administrator',
    at: ports.clock.now(),
    by: administrator.id,
  }
  // What was signed in for may be another user's.
  await ports.sessions.forget(person.id)
  const before = await ports.links.remove(person.id)
  if ((await ports.links.add(link)) === 'taken') {
    if (before) await ports.links.add(before)
    throw new BotError('dremio_user_taken', {})
  }
  await ports.sessions.forget(person.id)
  await scheduleReminderCheck(ports, person.id)
  await writeAuditEntry(ports, {
    action: 'link.added',
    by: administrator.id,
    for: person.id,
    uid: link.uid,
    note: 'administrator',
  })
}
