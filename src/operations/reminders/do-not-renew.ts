// "Do not renew": the token may expire, and its owner is not reminded of it any more.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { answerReminder } from '../../procedures/reminders/answer-reminder.ts'
import { findActiveRemindedToken } from '../../procedures/reminders/find-reminded-token.ts'

export interface NotRenewed {
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
  /** Whether a reminder of the token stood in Slack, and says so now. */
  isShown: boolean
}

/** Idempotent. Throws what `findActiveRemindedToken` throws. */
export async function doNotRenew(ports: Ports, actor: Actor, tid: string): Promise<NotRenewed> {
  const person = await admit(ports, actor)
  const { token } = await findActiveRemindedToken(ports, person, tid)
  // Read before, because a message in which nothing can change any more is forgotten.
  const { messages } = await ports.reminderRecords.of(person.id)
  const isShown = messages.some(({ location, about }) => location && about.some((row) => row.tid === tid))
  let isNew = false
  await answerReminder(
    ports,
    person,
    tid,
    ({ snoozedUntil: _, ...state }) => {
      isNew = !state.doNotRenew
      return { ...state, doNotRenew: true }
    },
    () =>
      isNew ? { action: 'reminder.do_not_renew', by: person.id, for: person.id, tid, label: token.label } : undefined,
  )
  return { label: token.label, expiresAt: token.expiresAt, isShown }
}
