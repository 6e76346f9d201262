// Marks a person as departed or as back: their stored session is forgotten, the records and the audit log say so.
import type { DepartureReason } from '../../core/people/departure.ts'
import type { Ports } from '../../core/ports.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'

export type DeparturePorts = Pick<
  Ports,
  'sessions' | 'departures' | 'delegations' | 'requests' | 'alarms' | 'audit' | 'clock'
>

/**
 * The one place that learns of every departure, whoever noticed it. What is to happen to the tokens of people who left
 * begins here; so far administrators see them in the list of outstanding tokens. What they delegated ends, and
 * others are asked to review in their place.
 *
 * Idempotent, and safe to run in several processes at once: only the one that removed the session, or that added the
 * record, writes the entry about it. `person` is a Slack id. Throws `redis_unavailable`; it then has to run again.
 */
export async function markDeparted(ports: DeparturePorts, person: string, because: DepartureReason): Promise<void> {
  // Every time, and not only with the record: the person may have come back, signed in and left once more.
  await forgetSession(ports, person, because)
  if (await ports.delegations.of(person)) await ports.alarms.set('end-delegation', person, ports.clock.now())
  // Others have to be asked to review what waits for them.
  for (const { id } of await ports.requests.awaiting(person))
    await ports.alarms.set('show-request', id, ports.clock.now())
  if (!(await ports.departures.add({ person, because, at: ports.clock.now() }))) return
  await writeAuditEntry(ports, { action: 'person.departed', by: 'bot', for: person, note: because })
}

/** Drops everything stored to act as the person, refresh token included. */
export async function forgetSession(
  ports: Pick<Ports, 'sessions' | 'audit'>,
  person: string,
  because: string,
): Promise<void> {
  if (!(await ports.sessions.forget(person))) return
  await writeAuditEntry(ports, { action: 'session.forgotten', by: 'bot', for: person, note: because })
}

/** For a person whom Slack describes as served at this moment. Does nothing if they were not known to have left. */
export async function markReturned(ports: Pick<Ports, 'departures' | 'audit'>, person: string): Promise<void> {
  if (!(await ports.departures.remove(person))) return
  await writeAuditEntry(ports, { action: 'person.returned', by: 'bot', for: person })
}
