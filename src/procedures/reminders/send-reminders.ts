// Says what is due of a person's tokens, and shows anew what was said of them and is not true any more.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { RemindedToken } from '../../core/reminders/due-reminders.ts'
import {
  isUndeliverable,
  type Plan,
  planReminders,
  rowStatusIn,
  withOutcomes,
} from '../../core/reminders/plan-reminders.ts'
import type { DeliveryResult, Reminder } from '../../core/reminders/reminder-message.ts'
import {
  isPending,
  type ReminderMessage,
  type ReminderRecord,
  reminderRecordSchema,
  rulesFor,
} from '../../core/reminders/reminder-record.ts'
import { DAY } from '../../core/time/duration.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { findColleague } from '../people/find-colleague.ts'
import { findManager } from '../people/find-manager.ts'
import { findPresentPerson } from '../people/find-present-person.ts'
import { listAdministrators } from '../people/list-administrators.ts'
import { tokensForReminders } from '../records/tokens-for-reminders.ts'
import { updateReminderRecord } from '../records/update-reminder-record.ts'

/**
 * `known` is the person, if they were looked up for this already. What is said is written down first, then posted: a worker that dies in between leaves a message that the next one
 * posts, and never two. Sets the alarm for what comes next. Throws `slack_unavailable` for what could not be said.
 */
export async function sendReminders(ports: Ports, person: string, known?: Person): Promise<void> {
  const before = await ports.reminderRecords.of(person)
  const tokens = await tokensForReminders(ports, person, before)
  const looked = await look(ports, before, tokens, known)
  if (looked === 'left') return
  const { plan, managerTold } = looked
  const entries = managerTold.map(
    ({ tid, label }): AuditEntry => ({ action: 'reminder.manager_told', by: 'bot', for: person, tid, label }),
  )
  const record = await written(ports, before, plan.record, entries)
  // Somebody was first; what is true now is looked at afresh.
  if (!record) return ports.alarms.setNoLater('remind-expiry', person, ports.clock.now())
  // Their cards say until when; only now is that over.
  for (const { tid } of endSaid(before, plan, tokens)) await refreshTokenCards(ports, tid)
  const outcomes = await showAll(ports, record, tokens, plan.show, before)
  const after = outcomes.size === 0 ? record : await afterwards(ports, record, outcomes)
  // From here on the book says where it stands, or nobody has to know.
  for (const [id, { posted }] of outcomes) if (posted) await ports.messenger.forgetReminder({ id, owner: person })
  // Before the next look is set, which would take the place of the retry.
  if ([...outcomes.values()].some(({ result }) => result === 'unavailable')) {
    throw new BotError('slack_unavailable', { operation: 'remind somebody', reason: 'see the log' })
  }
  if (after.nextCheckAt !== undefined) await ports.alarms.setNoLater('remind-expiry', person, after.nextCheckAt)
}

/** Mostly nobody else wrote there meanwhile, and then nothing has to be read again. */
async function afterwards(
  ports: Ports,
  record: ReminderRecord,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<ReminderRecord> {
  const posted = [...outcomes.values()].filter((one) => one.posted).map(({ message }) => message)
  const change = (now: ReminderRecord) => withOutcomes(now, messagesOf(outcomes), ports.clock.now(), posted)
  const after = { ...change(record), version: record.version + 1 }
  return (await ports.reminderRecords.swap(record, after)) ? after : updateReminderRecord(ports, record.person, change)
}

/** Asks Slack about the person only where there is something to say, or their time zone is not known. */
async function look(
  ports: Ports,
  before: ReminderRecord,
  tokens: RemindedToken[],
  known: Person | undefined,
): Promise<{ plan: Plan; managerTold: RemindedToken[] } | 'left'> {
  const { version: policyVersion, reminders } = ports.policy()
  const rules = rulesFor(reminders, before)
  const planFor = (record: ReminderRecord, manager?: string) =>
    planReminders(record, tokens, rules, { now: ports.clock.now(), manager, policyVersion })
  const first = planFor(before)
  const isQuiet = first.show.length === 0 && !managerDue(before, first, tokens)[0]
  if (isQuiet && (before.timeZone !== undefined || tokens.length === 0)) return { plan: first, managerTold: [] }
  const served = known ?? (await findPresentPerson(ports, before.person))
  if (!served) {
    // A setting may be put right, or they may be back, and nobody tells us.
    const nextCheckAt = ports.clock.now() + DAY
    await updateReminderRecord(ports, before.person, (record) => ({ ...record, nextCheckAt }))
    await ports.alarms.setNoLater('remind-expiry', before.person, nextCheckAt)
    return 'left'
  }
  // It may not be their hour any more, or be it earlier than was thought.
  const here = { ...before, timeZone: served.timeZone }
  const plan = here.timeZone === before.timeZone ? first : planFor(here)
  const due = managerDue(before, plan, tokens)
  const manager = due.length > 0 ? await servedManager(ports, before.person) : undefined
  return manager === undefined ? { plan, managerTold: [] } : { plan: planFor(here, manager), managerTold: due }
}

function managerDue(before: ReminderRecord, { record }: Plan, tokens: RemindedToken[]): RemindedToken[] {
  return tokens.filter(({ tid }) => record.tokens[tid]?.managerTold && !before.tokens[tid]?.managerTold)
}

function endSaid(before: ReminderRecord, { record }: Plan, tokens: RemindedToken[]): RemindedToken[] {
  return tokens.filter(({ tid }) => record.tokens[tid]?.endSaid && !before.tokens[tid]?.endSaid)
}

async function servedManager(ports: Ports, person: string): Promise<string | undefined> {
  const manager = await findManager(ports, person)
  // One whom nobody can read hears nothing, and their people's reminders go on all the same.
  if (manager.is !== 'known' || manager.id === person) return undefined
  return (await findColleague(ports, manager.id))?.id
}

/** Undefined if somebody wrote there meanwhile. */
async function written(
  { reminderRecords, audit }: Ports,
  before: ReminderRecord,
  planned: ReminderRecord,
  entries: readonly AuditEntry[],
): Promise<ReminderRecord | undefined> {
  if (isSame(planned, before)) return before
  const after = { ...planned, version: before.version + 1 }
  if (!(await reminderRecords.swap(before, after, entries))) return undefined
  if (entries.length > 0) audit.written()
  return after
}

/** The schema puts fields in one order. */
function isSame(one: ReminderRecord, other: ReminderRecord): boolean {
  const [first, second] = [one, other].map((record) => JSON.stringify(reminderRecordSchema.parse(record)))
  return first === second
}

interface Outcome {
  result: DeliveryResult
  /** It was posted just now, or found where it was posted before. */
  posted: boolean
  message: ReminderMessage
}

function messagesOf(outcomes: ReadonlyMap<string, Outcome>): Map<string, ReminderMessage> {
  return new Map([...outcomes].map(([id, { message }]) => [id, message]))
}

/** What was not posted yet comes first: until it is there, the older one is the only one. */
async function showAll(
  ports: Ports,
  record: ReminderRecord,
  tokens: RemindedToken[],
  ids: readonly string[],
  before: ReminderRecord,
): Promise<Map<string, Outcome>> {
  const byTid = new Map(tokens.map((token) => [token.tid, token]))
  const now = ports.clock.now()
  const outcomes = new Map<string, Outcome>()
  const shown = record.messages.filter(({ id }) => ids.includes(id))
  // What was just posted takes the place of what stands.
  let standing = record
  for (const message of [...shown.filter(isPending), ...shown.filter((one) => !isPending(one))]) {
    const about = message.about.map((one) => ({ ...one, shown: rowStatusIn(standing, message, one, byTid, now) }))
    const rows = about.map(({ tid, shown: status }) => ({
      tid,
      status,
      token: byTid.get(tid),
      state: record.tokens[tid] ?? {},
    }))
    const { id, to, location } = message
    const mayBePosted = before.messages.some((one) => one.id === id)
    const reminder: Reminder = { id, owner: record.person, to, rows, location, onlyIfPosted: false, mayBePosted }
    // It was settled before we know that anybody heard of it: whoever did sees that, and nobody else hears of it now.
    const isPointless =
      isPending(message) &&
      (record.off || about.every(({ shown }) => shown !== 'due' && shown !== 'ended' && shown !== 'waiting'))
    const { result, location: shownAt } = await ports.messenger.showReminder({
      ...reminder,
      onlyIfPosted: isPointless,
    })
    const after =
      result === 'delivered'
        ? { ...message, about, ...(shownAt && { location: shownAt }) }
        : await refusedOnce(ports, reminder, message, result, now)
    outcomes.set(id, { result, posted: location === undefined && shownAt !== undefined, message: after })
    standing = { ...standing, messages: standing.messages.map((one) => (one.id === id ? after : one)) }
  }
  return outcomes
}

/** After the last try administrators hear of it, and it is tried no more. */
async function refusedOnce(
  ports: Ports,
  reminder: Reminder,
  message: ReminderMessage,
  result: DeliveryResult,
  now: number,
): Promise<ReminderMessage> {
  if (result !== 'refused') return message
  const refused = (message.refused ?? 0) + 1
  const after = { ...message, refused, refusedAt: now }
  if (!isUndeliverable(after)) return after
  // A group that can't be read just now must not hold up what others are to hear, and is not an empty one: the last try
  // is made again later, so that somebody hears of it.
  const administrators = await listAdministrators(ports).catch(() => undefined)
  if (!administrators) return { ...message, refusedAt: now }
  await ports.messenger.showUndelivered(administrators, reminder)
  return after
}
