// What stories of Home share: opening it, waiting for what it says, and the time after which it follows what others did.
import type { TestContext } from 'vitest'
import { SECOND } from '../../src/core/time/duration.ts'
import type { Words } from '../world/slack/driver/clickables.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import type { PersonSeed } from '../world/slack/workspace.ts'
import { ana, bea, carl, startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'

export const dan: PersonSeed = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
export type Homely = World & { dan: Actor }

/** Bea and Carl review, Carl and Dan are bot admins; `policy` is a file of its own. */
export async function beginHome(
  context: Pick<TestContext, 'onTestFinished'>,
  { env, slack, policy, ...options }: WorldOptions & { policy?: object } = {},
): Promise<Homely> {
  const POLICY_FILE = policy && policyFile(context, policy)
  const world = await startWorld({
    ...options,
    env: { ADMINS: 'UDAN', ...(POLICY_FILE && { POLICY_FILE }), ...env },
    slack: { people: [ana, bea, carl, dan], ...slack },
  })
  context.onTestFinished(() => world.close())
  return Object.assign(world, { dan: world.slack.person('UDAN') })
}

/** On the Home tab, whatever messages say. */
export const onHome = { on: /^ *Updated/m }

/** Opens the tab, and reads it once nothing is under way any more. */
export async function opensHome(person: Actor): Promise<string> {
  await person.opensHome()
  await person.quiet()
  return person.waitsFor(({ home }) => home)
}

export function homeShows(person: Actor, text: Words): Promise<string> {
  return person.waitsFor(({ home }) =>
    home !== undefined && (typeof text === 'string' ? home.includes(text) : text.test(home)) ? home : undefined,
  )
}

/** So long that Homes have followed a change. */
export async function homesFollow({ bot, clock, slack }: World, time = 8 * SECOND): Promise<void> {
  clock.pass(time)
  await bot.look()
  await slack.quiet()
}

export function publications({ slack }: Pick<World, 'slack'>, person?: string) {
  return slack.requests.filter(
    ({ method, args }) => method === 'views.publish' && (person === undefined || args.user_id === person),
  )
}
