// Links a person to the Dremio user whom administrators chose, in place of an earlier link.
import type { Link } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { scheduleReminderCheck } from '../records/schedule-reminders.ts'

/** Resolves to `taken`, without a change, if the Dremio user belongs to another Slack person. */
export async function linkByAssignment(
  ports: Ports,
  { person, uid, dremioName, by }: Pick<Link, 'person' | 'uid' | 'dremioName' | 'by'>,
): Promise<'added' | 'taken'> {
  const link: Link = { person, uid, dremioName, proof: 'administrator', at: ports.clock.now(), by }
  // The stored session may be that of another Dremio user; one may also be stored at this moment.
  await ports.sessions.forget(person)
  if ((await ports.links.assign(link)) === 'taken') return 'taken'
  await ports.sessions.forget(person)
  await scheduleReminderCheck(ports, person)
  return 'added'
}
