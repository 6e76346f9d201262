// Sends me a calendar file of the days on which my tokens end.
import { calendarOf } from '../../core/calendar.ts'
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { living } from '../../core/reminder/news.ts'
import { admit } from '../people/admit.ts'
import { keepWithinLimit } from '../people/keep-within-limit.ts'
import { tokensToRemind } from './tokens-to-remind.ts'

/** How many tokens are in it; none is sent for none. Throws `slack_unavailable`, and what `keepWithinLimit` and `admit` throw. */
export async function sendCalendar(ports: Ports, actor: Actor): Promise<number> {
  const person = await admit(ports, actor)
  await keepWithinLimit(ports, person, 'look')
  const { id } = person
  const now = ports.clock.now()
  const tokens = living(await tokensToRemind(ports, id, await ports.reminderBooks.of(id)), now)
  if (tokens.length === 0) return 0
  const entries = tokens.map(({ tid, label, expiresAt }) => ({
    uid: `${tid}@dremio-pat`,
    at: expiresAt,
    summary: `Dremio token ${label} ends`,
    description: 'Whatever uses it stops working then. In Slack, /dremio-pat list shows your tokens.',
  }))
  await ports.messenger.sendCalendar(id, calendarOf(entries, now))
  return tokens.length
}
