// What changed nothing is no deed: it is written down once, however often the same is said or pressed.

import { expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, claimed, requestOn } from './story.ts'

const byApprovers = { rules: [{ name: 'reviewed', then: 'review', approvers: ['user:UBEA', 'user:UCARL'] }] }

interface Row {
  options?: WorldOptions
  policy?: object
  /** What was before; its answer is handed on. */
  before?: (world: World) => Promise<unknown>
  /** Said or pressed twice. */
  deed: (world: World, time: number, known: string) => Promise<unknown>
  /** What is written down of it, once. */
  entry: string
}

const presses = (person: string, action_id: string, value: string) => (world: World) =>
  world.slack.dispatch.blockAction(person, { actions: [{ type: 'button', action_id, block_id: 'b', value }] })
const sends =
  (person: string, callback_id: string, meta: string, values: object = {}) =>
  (world: World, time: number) =>
    world.slack.dispatch.viewSubmission(person, {
      view: { id: `V${time}`, hash: 'h', callback_id, private_metadata: meta, state: { values } },
    })
const listed = async ({ dremio }: World) => dremio.mint(uids.ana, { label: 'laptop' }).tid
const tidOf = ({ dremio }: World) => dremio.tokensOf(uids.ana)[0]?.tid ?? ''
const made = async (world: World) => {
  await claimed(world)
  await world.ana.waitsFor(english.requests.titles.claimed)
  return tidOf(world)
}
const administered: WorldOptions = { administrator: true, dremio: { edition: 'software' }, env: { ADMINS: 'UCARL' } }

const rows: Record<string, Row> = {
  'cancelling a request': {
    before: async (world) => {
      await asks(world)
      return requestOn(world.ana, 'Cancel request')
    },
    deed: (world, _, id) => presses('UANA', 'request-card.cancel', id)(world),
    entry: 'request.cancelled',
  },
  'approving a request': {
    policy: byApprovers,
    before: async (world) => {
      await asks(world)
      return requestOn(world.ana, 'Cancel request')
    },
    deed: (world, _, id) => presses('UBEA', 'review-card.approve', id)(world),
    entry: 'request.approved',
  },
  'revoking a token that was made here': {
    before: made,
    deed: (world, time, tid) => sends('UANA', 'revoke-form', tid)(world, time),
    entry: 'token.revoked',
  },
  'revoking a token that was made elsewhere': {
    before: listed,
    deed: (world, time, tid) => sends('UANA', 'revoke-form', tid)(world, time),
    entry: 'token.revoked',
  },
  'giving back a token that was made here': {
    before: made,
    deed: (world, _, tid) => presses('UANA', 'token-list.give-back', tid)(world),
    entry: 'token.given_back',
  },
  'giving back a token that was made elsewhere': {
    before: listed,
    deed: (world, time, tid) => sends('UANA', 'give-back-form', tid)(world, time),
    entry: 'token.given_back',
  },
  'revoking all': {
    before: listed,
    deed: (world, time) => sends('UANA', 'revoke-form', 'all')(world, time),
    entry: 'token.revoked',
  },
  'revoking somebody else’s token': {
    options: administered,
    before: async (world) => {
      await world.carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
      return listed(world)
    },
    deed: (world, time, tid) => sends('UCARL', 'revoke-form', `${tid} UANA`)(world, time),
    entry: 'token.revoked',
  },
  'reporting one’s own token that was made here': {
    before: made,
    deed: (world, time, tid) => sends('UANA', 'leaked-form.confirmed', tid)(world, time),
    entry: 'token.leak_reported',
  },
  'saying that one has it': {
    before: made,
    deed: (world, _, tid) => presses('UANA', 'secret.saved', tid)(world),
    entry: 'receipt.confirmed',
  },
  'saying that it did not come': {
    before: made,
    deed: (world, _, tid) => presses('UANA', 'secret.missing', tid)(world),
    entry: 'token.returned',
  },
  'turning reminders off': {
    deed: (world) => presses('UANA', 'reminders.off', 'off')(world),
    entry: 'reminder.settings_changed',
  },
  'saving the same settings': {
    deed: (world, time) =>
      sends('UANA', 'reminder-settings', JSON.stringify({ on: false, before: [DAY], at: 540 }))(world, time),
    entry: 'reminder.settings_changed',
  },
  'letting a token end': {
    before: made,
    deed: (world, _, tid) => presses('UANA', 'reminder.let-go', tid)(world),
    entry: 'reminder.do_not_renew',
  },
  'snoozing a reminder': {
    before: made,
    deed: (world, time, tid) => sends('UANA', 'snooze-form', JSON.stringify({ tid, length: DAY }))(world, time),
    entry: 'reminder.snoozed',
  },
  delegating: { deed: ({ bea }) => bea.types('/dremio-pat delegate @carl until 7d'), entry: 'delegation.started' },
  'ending a delegation': {
    before: ({ bea }) => bea.types('/dremio-pat delegate @carl'),
    deed: ({ bea }) => bea.types('/dremio-pat delegate off'),
    entry: 'delegation.ended',
  },
  'linking oneself': { deed: ({ ana }) => ana.types('/dremio-pat link'), entry: 'link.added' },
  'unlinking oneself': {
    before: ({ ana }) => ana.types('/dremio-pat link'),
    deed: ({ ana }) => ana.types('/dremio-pat unlink'),
    entry: 'link.removed',
  },
  'linking somebody by hand': {
    options: administered,
    deed: ({ carl }) => carl.types(`/dremio-pat admin link @ana ${uids.ana}`),
    entry: 'link.added',
  },
  'unlinking somebody by hand': {
    options: administered,
    before: ({ carl }) => carl.types(`/dremio-pat admin link @ana ${uids.ana}`),
    deed: ({ carl }) => carl.types('/dremio-pat admin unlink @ana'),
    entry: 'link.removed',
  },
}

async function writtenDown({ redis }: World, action: string): Promise<number> {
  const entries = await withClient(redis.url, (raw) => raw.xrange(`{${redis.prefix}}:audit`, '-', '+'))
  return entries.filter(([, fields]) => fields[fields.indexOf('action') + 1] === action).length
}

test.concurrent.each(Object.entries(rows))('%s a second time is not written down', async (_what, row) => {
  const context = { onTestFinished: (done: () => void) => void finished.push(done) } as unknown as TestContext
  const finished: (() => void)[] = []
  const env = { ...row.options?.env, ...(row.policy && { POLICY_FILE: policyFile(context, row.policy) }) }
  const world = await startWorld({ ...row.options, env })
  try {
    const known = await row.before?.(world)
    await world.slack.quiet()
    const before = await writtenDown(world, row.entry)
    // The second one a moment later, as two forms or two messages with the same button let people do it.
    for (let time = 1; time <= 2; time += 1) {
      await row.deed(world, time, String(known ?? ''))
      await world.slack.quiet()
      world.clock.pass(1_000)
    }
    expect(await writtenDown(world, row.entry)).toBe(before + 1)
  } finally {
    await world.close()
    for (const done of finished) done()
  }
})

test('two who revoke the same token at the same moment are written down once, and nobody is who comes later', async (context) => {
  const world = await startWorld()
  context.onTestFinished(() => world.close())
  const tid = await made(world)
  await world.slack.quiet()
  await Promise.all([1, 2].map((time) => sends('UANA', 'revoke-form', tid)(world, time)))
  await world.slack.quiet()
  expect(await writtenDown(world, 'token.revoked')).toBe(1)
  await sends('UANA', 'revoke-form', tid)(world, 3)
  await world.slack.quiet()
  expect(await writtenDown(world, 'token.revoked')).toBe(1)
})

test('a report of a token that nobody knows is written down each time: somebody may look for it', async (context) => {
  const world = await startWorld()
  context.onTestFinished(() => world.close())
  const { tid } = mintSecret()
  for (const time of [1, 2]) await sends('UANA', 'leaked-form.confirmed', tid)(world, time)
  await world.slack.quiet()
  expect(await writtenDown(world, 'token.leak_reported')).toBe(2)
})
