// Lists each person's tokens at Dremio once a day, to find external tokens and those that were revoked there.
import type { AlarmMoment } from '../core/alarm.ts'
import { isBotError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'
import { hashOf } from '../core/reminders/reminder-hours.ts'
import type { Session } from '../core/sessions/session.ts'
import { DAY, HOUR, MINUTE } from '../core/time/duration.ts'
import { sessionSubjectFor } from '../procedures/identity/session-subject.ts'
import { findPresentPerson } from '../procedures/people/find-present-person.ts'
import { reconcileTokenList } from '../procedures/records/reconcile-token-list.ts'
import { updateReminderRecord } from '../procedures/records/update-reminder-record.ts'

/**
 * Each person has their own moment of the day, and three more for a sweep that was missed because no worker was
 * running. After an outage the sweeps are spread as on any day, and do not run all at once. Dremio Cloud accepts 1,200
 * calls a minute from one address (https://docs.dremio.com/dremio-cloud/about/limits); 200,000 people need 140 a
 * minute.
 */
const EVERY = DAY
const AGAIN = DAY / 4
const IN_TIME = 15 * MINUTE
/** A sweep that was a little late does not move the next one. */
const RECENT = EVERY - 2 * HOUR

/** Throws failures of Dremio that a retry may fix. */
export async function sweepTokens(ports: Ports, person: string): Promise<void> {
  if (!canSweep(ports)) return
  const link = await ports.links.of(person)
  if (!link) return
  const now = ports.clock.now()
  const { sweptAt = 0 } = await ports.reminderRecords.of(person)
  if (now - sweptAt < RECENT) return ports.alarms.setNoLater('sweep-tokens', person, nextMoment(person, now, EVERY))
  const late = (((now - momentOf(person)) % AGAIN) + AGAIN) % AGAIN
  if (late > IN_TIME) return ports.alarms.setNoLater('sweep-tokens', person, nextMoment(person, now, AGAIN))
  await sweep(ports, person, link.uid)
  await ports.alarms.setNoLater('sweep-tokens', person, nextMoment(person, now, EVERY))
}

async function sweep(ports: Ports, person: string, uid: string): Promise<void> {
  const known = await ports.tokens.of(person)
  try {
    const session = await sessionToList(ports, person, uid)
    if (!session) return await sweptAgainTomorrow(ports, person)
    const listed = await ports.dremioTokens.list(session)
    await reconcileTokenList(ports, person, session, { listed, known, swept: true })
  } catch (error) {
    // Only an outage is retried within minutes. After any other failure, the person may have signed in or may have
    // access again by tomorrow.
    if (isBotError(error) && error.kind === 'unavailable') throw error
    await sweptAgainTomorrow(ports, person)
  }
}

async function sweptAgainTomorrow(ports: Ports, person: string): Promise<void> {
  await updateReminderRecord(ports, person, (record) => ({ ...record, sweptAt: ports.clock.now() }))
}

/**
 * Undefined if the person has left and the session would act as them. An administrator's token does not: it goes on
 * listing their tokens, also while Slack cannot say whether they are still there.
 */
async function sessionToList(ports: Ports, person: string, uid: string): Promise<Session | undefined> {
  if (ports.sessions.capabilities.forOthers.list) {
    await findPresentPerson(ports, person).catch((error: unknown) => {
      if (!isBotError(error, 'slack_unavailable')) throw error
    })
    return ports.sessions.onBehalf(uid, 'list')
  }
  if (!(await findPresentPerson(ports, person))) return undefined
  return ports.sessions.actAs(await sessionSubjectFor(ports, person, uid), 'list')
}

/** If people must be at the screen, the bot reads their tokens only when they use `list`. */
function canSweep({ sessions }: Ports): boolean {
  const { can, unattended, forOthers } = sessions.capabilities
  return forOthers.list || (can.list && unattended)
}

/** Milliseconds after midnight UTC. */
function momentOf(person: string): number {
  return hashOf(person) % EVERY
}

function nextMoment(person: string, now: number, every: number): number {
  const own = momentOf(person)
  return own + (Math.floor((now - own) / every) + 1) * every
}

/** The alarms of all people who are linked to a Dremio user. */
export async function* peopleToSweep(ports: Ports): AsyncIterable<AlarmMoment> {
  if (!canSweep(ports)) return
  const now = ports.clock.now()
  for await (const person of ports.links.everybody()) {
    yield { kind: 'sweep-tokens', id: person, due: nextMoment(person, now, AGAIN) }
  }
}
