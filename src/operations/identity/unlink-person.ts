// Removes the actor's link to a Dremio user and everything stored to act as them. Their tokens keep working.
import { BotError } from '../../core/errors.ts'
import type { Actor, Link } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/** Throws `not_linked`. */
export async function unlinkPerson(ports: Ports, actor: Actor): Promise<Link> {
  const person = await admit(ports, actor)
  // Done first, and without a link too: a stored session must not outlive the link if the process crashes in between.
  await ports.sessions.forget(person.id)
  // A link that an administrator made before assignments were kept has none yet.
  const before = await ports.links.of(person.id)
  if (before?.proof === 'administrator') await ports.links.keepAssignment(before)
  const link = await ports.links.remove(person.id)
  if (!link) throw new BotError('not_linked', {})
  await scheduleReminderCheck(ports, person.id)
  await writeAuditEntry(ports, { action: 'link.removed', by: person.id, for: person.id, uid: link.uid })
  return link
}
