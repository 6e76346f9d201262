// Lets somebody in who answers a reminder, and finds the token it is about, which has to be theirs.
import { BotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { RemindedToken } from '../../core/reminder/news.ts'
import { admit } from '../people/admit.ts'
import { tokensToRemind } from './tokens-to-remind.ts'

export interface Reminded {
  person: Person
  token: RemindedToken
  /** How often it was snoozed before. */
  snoozes: number
}

/** Also of one that has ended. Throws `no_such_token` (also for somebody else's), and what `admit` throws. */
export async function findReminded(ports: Ports, actor: Actor, tid: string): Promise<Reminded> {
  const person = await admit(ports, actor)
  const book = await ports.reminderBooks.of(person.id)
  const token = (await tokensToRemind(ports, person.id, book)).find((one) => one.tid === tid)
  if (!token) throw new BotError('no_such_token', {})
  return { person, token, snoozes: book.notes[tid]?.snoozes ?? 0 }
}

/** The same, of one that still works and is not replaced. Throws `token_moved_on` as well. */
export async function findLiving(ports: Ports, actor: Actor, tid: string): Promise<Reminded> {
  const found = await findReminded(ports, actor, tid)
  const { state, expiresAt } = found.token
  if (state !== 'active') throw new BotError('token_moved_on', { state: state === 'retiring' ? 'rotated' : state })
  if (expiresAt <= ports.clock.now()) throw new BotError('token_moved_on', { state: 'expired' })
  return found
}
