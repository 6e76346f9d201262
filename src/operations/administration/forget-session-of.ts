// Lets an administrator drop everything that is stored to act as a person at Dremio.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/** `whom` is a Slack id. Resolves to false if nothing was stored. Throws `not_an_administrator`. */
export async function forgetSessionOf(ports: Ports, actor: Actor, whom: string): Promise<boolean> {
  const administrator = await admitAdministrator(ports, actor, 'fresh')
  if (!(await ports.sessions.forget(whom))) return false
  const note = 'administrator'
  await writeAuditEntry(ports, { action: 'session.forgotten', by: administrator.id, for: whom, note })
  return true
}
