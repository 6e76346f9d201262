// Lets an administrator end a person's link, and with it what an administrator said of them before.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/** Works for people who have left as well, because their links have to be removed. Throws `not_linked`. */
export async function unlinkByHand(ports: Ports, actor: Actor, whom: string): Promise<void> {
  const administrator = await admitAdministrator(ports, actor, 'fresh')
  await ports.sessions.forget(whom)
  // First, so that the person cannot restore the link from it in between.
  const assignment = await ports.links.removeAssignment(whom)
  const gone = (await ports.links.remove(whom)) ?? assignment
  if (!gone) throw new BotError('not_linked', { whom })
  await scheduleReminderCheck(ports, whom)
  await writeAuditEntry(ports, { action: 'link.removed', by: administrator.id, for: whom, uid: gone.uid })
}
