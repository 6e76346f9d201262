// What stories about reminders share: a token that the policy approves by itself, time that goes by, and what was said.

import type { TestContext } from 'vitest'
import { type Bot, startBot } from '../../src/bot.ts'
import { readConfig } from '../../src/config.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { randomIds } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { secretsBefore } from './story.ts'

const approves = [{ name: 'all', then: 'approve' }]

/** It is Tuesday noon (UTC) there, and Bea manages Ana. */
export async function beginReminding(
  context: TestContext,
  reminders: object = {},
  options: WorldOptions & { policy?: object } = {},
): Promise<World> {
  const policy = { rules: approves, managers: { map: { UANA: 'UBEA' } }, reminders, ...options.policy }
  const world = await startWorld({ ...options, env: { POLICY_FILE: policyFile(context, policy), ...options.env } })
  context.onTestFinished(() => world.close())
  goesToTuesday(world)
  return world
}

/** To noon (UTC) of the next Tuesday, so that no story depends on the day on which it is played. */
export function goesToTuesday({ clock }: World): void {
  const now = new Date(clock.now())
  const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 12)
  const ahead = (2 - new Date(noon).getUTCDay() + 7) % 7
  clock.pass(noon + ahead * DAY - clock.now())
}

/** Ana collects a token of that label. */
export async function collects(world: World, label = 'tableau', lifetime = '30 days'): Promise<void> {
  const { ana } = world
  const before = secretsBefore(ana).length
  await ana.types(`/dremio-pat create ${label}`)
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Lifetime: lifetime, Reason: 'Dashboards' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token')
  await ana.waitsFor((person) => secretsBefore(person).length > before)
  await ana.waitsFor(english.requests.titles.claimed)
  // Else it would be taken back in a day.
  await ana.presses('I have saved it')
  await world.slack.quiet()
}

/** So much time goes by, as a worker sees it that looks so often. */
export async function goesBy({ bot, clock, slack }: World, milliseconds: number, step = HOUR / 2): Promise<void> {
  for (let rest = milliseconds; rest > 0; rest -= step) {
    clock.pass(Math.min(rest, step))
    await bot.look()
  }
  // Two messages to one person are a second apart, and what changed is looked at after one.
  for (let count = 0; count < 3; count += 1) {
    clock.pass(1_001)
    await bot.look()
  }
  await slack.quiet()
}

/** Until it is that time of the day, UTC. */
export async function goesTo(world: World, hour: number, minute = 0, step?: number): Promise<void> {
  const now = world.clock.now()
  const today = now - (now % DAY) + hour * HOUR + minute * MINUTE
  await goesBy(world, (today > now ? today : today + DAY) - now, step)
}

/** Every message that was posted to that person and begins so, as it stands now. */
export function reminders(
  person: Actor,
  words: string | RegExp = /^(OK, I won’t remind you about )?\*.+\*.* expire[sd]|Dremio tokens? .*expire/,
): string[] {
  return person.messages
    .map(({ text }) => text)
    .filter((text) => (typeof words === 'string' ? text.includes(words) : words.test(text)))
}

/** What Slack was asked to post to somebody, whatever became of it. */
export function posts({ slack }: World, to: string): string[] {
  return slack.requests
    .filter(({ method, args, answer }) => method === 'chat.postMessage' && args.channel === to && isOk(answer))
    .map(({ args }) => `${args.text}`)
}

function isOk(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && (answer as { ok?: unknown }).ok === true
}

/** One more worker on the same world, which goes by the same clock. */
export async function anotherWorker({ env, clock }: World, context: TestContext): Promise<Bot> {
  const logs: string[] = []
  const worker = await startBot({
    config: readConfig({ ...env, PORT: '0' }),
    parts: ['worker'],
    timers: false,
    clock,
    ids: randomIds,
    log: createLog('debug', { write: (line) => void logs.push(line) }),
  })
  await worker.connected
  context.onTestFinished(() => worker.stop())
  return worker
}

/** Somebody ends a token at Dremio itself. */
export async function endsAtDremio({ dremio }: World, owner: string, tid: string): Promise<void> {
  const prefix = dremio.edition === 'cloud' ? '/v0' : '/api/v3'
  const answer = await fetch(`${dremio.url}${prefix}/user/${owner}/token/${tid}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${dremio.credential(owner)}` },
  })
  if (!answer.ok) throw new Error(`Dremio answered ${answer.status}`)
}
