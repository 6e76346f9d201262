// Finds the token that a reminder is about, which has to be the person's own.
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { RemindedToken } from '../../core/reminders/due-reminders.ts'
import { tokensForReminders } from '../records/tokens-for-reminders.ts'

export interface Reminded {
  token: RemindedToken
  /** How often the token was snoozed before. */
  snoozes: number
}

/** Finds an expired token as well. Throws `no_such_token` (also for another person's token). */
export async function findRemindedToken(ports: Ports, person: Person, tid: string): Promise<Reminded> {
  const record = await ports.reminderRecords.of(person.id)
  const token = (await tokensForReminders(ports, person.id, record)).find((one) => one.tid === tid)
  if (!token) throw new BotError('no_such_token', {})
  return { token, snoozes: record.tokens[tid]?.snoozes ?? 0 }
}

/** Like `findRemindedToken`, but only for a token that works and is not replaced. Throws `token_stale` as well. */
export async function findActiveRemindedToken(ports: Ports, person: Person, tid: string): Promise<Reminded> {
  const found = await findRemindedToken(ports, person, tid)
  const { state, expiresAt } = found.token
  if (state !== 'active') throw new BotError('token_stale', { state: state === 'retiring' ? 'rotated' : state })
  if (expiresAt <= ports.clock.now()) throw new BotError('token_stale', { state: 'expired' })
  return found
}
