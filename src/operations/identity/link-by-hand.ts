// Lets an administrator link a person to a Dremio user, in place of an earlier link, or end the link.
import { BotError } from '../../core/errors.ts'
import { type Actor, type Link, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/**
 * `uid` is Dremio's user id, or undefined to end the link. Throws `dremio_user_taken`, `not_linked`, `own_link`,
 * `person_refused`, and what `admitAdministrator` throws.
 */
export async function linkByHand(ports: Ports, actor: Actor, whom: string, uid: string | undefined): Promise<void> {
  const administrator = await admitAdministrator(ports, actor)
  if (uid === undefined) {
    // Works for people who have left as well, because their links have to be removed.
    await ports.sessions.forget(whom)
    const gone = await ports.links.remove(whom)
    if (!gone) throw new BotError('not_linked', { whom })
    await scheduleReminderCheck(ports, whom)
    await writeAuditEntry(ports, { action: 'link.removed', by: administrator.id, for: whom, uid: gone.uid })
    return
  }
  // Without a sign-in as proof, an administrator could link themselves to any Dremio user and act as that user.
  if (whom === administrator.id && !ports.sessions.signIn) throw new BotError('own_link', {})
  const person = await ports.directory.person({ id: whom })
  const because = refusalOf(person, ports.workplace)
  if (because !== undefined) throw new BotError('person_refused', { because, whom })
  const present = await ports.links.of(person.id)
  // Idempotent: the same link exists already.
  if (present?.proof === 'administrator' && present.uid === uid.toLowerCase()) return
  const link: Link = {
    person: person.id,
    uid: uid.toLowerCase(),
    dremioName: '',
    proof: 'administrator',
    at: ports.clock.now(),
    by: administrator.id,
  }
  // The stored session may be that of another Dremio user.
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
