// Something in somebody's Home has changed, or time has changed it: it is published again.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { DAY } from '../core/time/duration.ts'
import { publishHome } from '../procedures/home/publish-home.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'

/** `person` is a Slack id. */
export async function showHome(ports: Ports, person: string): Promise<void> {
  const now = ports.clock.now()
  // Somebody who left sees nothing new; if they open Home, they read why.
  if (!(await ports.homes.isKept(person, now)) || (await ports.departures.of(person))) {
    return ports.homes.forget(person)
  }
  // Many may be due at once, such as after a worker was away, and people who open Home must not wait for them.
  if ((await ports.rateLimits.takeFromBudget('views.publish', now)) > 0) return ports.homes.postpone(person, now)
  requireDelivered((await publishHome(ports, person)) !== 'unavailable')
}

/** Everybody's Home is drawn again within a day, whatever alarm was lost; under another policy at once, one after another. */
export async function* homesToShow(ports: Ports): AsyncIterable<AlarmMoment> {
  const now = ports.clock.now()
  await ports.homes.notePolicy(ports.policy().version, now)
  for await (const id of ports.homes.everyKept(now)) yield { kind: 'show-home', id, due: now + DAY }
}
