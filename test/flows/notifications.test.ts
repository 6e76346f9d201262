// Each event pushes once, to whoever has to act or was waiting for it; everybody else has an edit, or nothing.
import { expect, type TestContext, test, vi } from 'vitest'
import { type NotifiedEvent, notificationOf, notifiedEvents, type Reader } from '../../src/core/notifications.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, type World } from '../world/world.ts'
import { type Play, plays } from './notifications.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { goesToTuesday } from './reminder-story.ts'

const policy = { rules: [{ name: 'both', then: 'review', approvers: ['user:UBEA', 'user:UCARL'] }] }
const people = ['ana', 'bea', 'carl'] as const

interface Heard {
  pushes: number
  edits: 'some' | 'none' | 'any'
}

/** What reached this person's direct messages since `from`, an index of Slack's requests. */
function heardBy({ slack }: World, { id, dm }: Actor, from: number, edits: Heard['edits']): Heard {
  const calls = (...methods: string[]) =>
    slack.requests
      .slice(from)
      .filter(({ method, args, answer }) => methods.includes(method) && isTo(args.channel) && isOk(answer)).length
  const isTo = (channel: unknown) => channel === id || channel === dm
  const isEdited = calls('chat.update', 'chat.delete') > 0
  return { pushes: calls('chat.postMessage'), edits: edits === 'any' ? edits : isEdited ? 'some' : 'none' }
}

function isOk(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && (answer as { ok?: unknown }).ok === true
}

/** What the table says that this person gets. For whoever is in no role only pushes count. */
function promised(event: NotifiedEvent, { who, answered }: Play, person: (typeof people)[number]): Heard {
  const roles: Partial<Record<Reader, readonly string[]>> = {
    requester: ['ana'],
    ...(who === undefined && { reviewer: ['bea', 'carl'] }),
    ...who,
  }
  const theirs = Object.entries(roles).filter(([, members]) => members.includes(person))
  const modes = theirs.map(([role]) => notificationOf(event, role as Reader))
  const pushes = modes.filter((mode) => mode === 'push').length
  const edits = pushes > 0 || theirs.length === 0 ? 'any' : modes.includes('edit') ? 'some' : 'none'
  return { pushes: pushes + (answered === person ? 1 : 0), edits }
}

test.concurrent.for(notifiedEvents)('%s', async (event, context: TestContext) => {
  const play = plays[event]
  const file = policyFile(context, remindingAlways(play.policy ?? policy))
  const world = await startWorld({ ...play.options, env: { ...play.options?.env, POLICY_FILE: file } })
  context.onTestFinished(() => world.close())
  goesToTuesday(world)
  await play.before?.(world)
  await world.slack.quiet()
  const from = world.slack.requests.length
  await play.event(world, file)
  const expected = people.map((person) => [person, promised(event, play, person)] as const)
  const heard = () => expected.map(([person, { edits }]) => [person, heardBy(world, world[person], from, edits)])
  await vi.waitFor(() => expect(heard()).toEqual(expected), { timeout: 10_000 })
  // Nothing more comes after it.
  await world.slack.quiet()
  expect(heard()).toEqual(expected)
})
