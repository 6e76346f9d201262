// "Do not renew": the token may end, and nobody is reminded of it any more.
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { record } from '../telling/record.ts'
import { answerReminder } from './answer-reminder.ts'
import { findLiving } from './find-reminded.ts'

/** Saying it twice is fine. Throws what `findLiving` throws. */
export async function letTokenEnd(ports: Ports, actor: Actor, tid: string): Promise<void> {
  const { person, token } = await findLiving(ports, actor, tid)
  let isNew = false
  await answerReminder(ports, person, tid, ({ snoozedUntil: _, ...notes }) => {
    isNew = !notes.letGo
    return { ...notes, letGo: true }
  })
  if (isNew) await record(ports, { deed: 'not to be renewed', by: person.id, for: person.id, tid, label: token.label })
}
