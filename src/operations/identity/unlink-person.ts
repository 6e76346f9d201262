// Forgets which Dremio user I am, and whatever could act as me; my tokens live on.
import { BotError } from '../../core/errors.ts'
import type { Actor, Link } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/** Throws `not_linked`. */
export async function unlinkPerson(ports: Ports, actor: Actor): Promise<Link> {
  const person = await admit(ports, actor)
  // First, and also without a link: whatever could act for them must not outlive it, should we die in between.
  await ports.sessions.forget(person.id)
  const link = await ports.links.remove(person.id)
  if (!link) throw new BotError('not_linked', {})
  await scheduleReminderCheck(ports, person.id)
  await writeAuditEntry(ports, { action: 'link.removed', by: person.id, for: person.id, uid: link.uid })
  return link
}
