// The corners of reminders: what nobody heard, what somebody did meanwhile, and what Slack or Dremio say a little differently.

import { expect, test } from 'vitest'
import type { MessageLocations } from '../../../src/core/message-locations.ts'
import { planReminders, withOutcomes } from '../../../src/core/reminders/plan-reminders.ts'
import { newReminderRecord, type ReminderRecord } from '../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { createReminderMessenger } from '../../../src/slack/reminder-messenger.ts'
import { reminderMessage } from '../../../src/slack/views/reminders/reminder-message.ts'
import { english } from '../../../src/words/words.ts'
import { aToken, live, usualRules } from './reminder-life.ts'

const at = (iso: string) => Date.parse(iso)
const token = (change = {}) =>
  aToken({ createdAt: at('2026-11-16T14:00Z'), expiresAt: at('2026-12-16T14:00Z'), ...change })
const tid = (index: number) => `${String(index).padStart(8, '0')}-1111-4111-8111-111111111111`

test('asking for a rotation answers the reminders so far: the manager does not hear after two more', () => {
  const spoken = live({
    zone: 'UTC',
    tokens: [token()],
    until: at('2026-12-17T00:00Z'),
    events: [
      {
        at: at('2026-12-02T12:00Z'),
        change: (living) => void Object.assign(living, { tokens: [token({ askedAt: at('2026-12-02T12:00Z') })] }),
      },
    ],
  })
  // Reminded once, pressed Rotate, reminded twice more: two unanswered, and the policy says three.
  expect(spoken.map(({ what }) => what)).toEqual(['reminder', 'reminder', 'reminder', 'end'])
})

test('a token for a day is not reminded of in the minute in which it was collected', () => {
  // Dremio takes its two moments one after the other: the policy’s own choices (1d, 7d) are its thresholds as well.
  const createdAt = at('2026-12-01T10:00Z')
  const spoken = live({
    zone: 'UTC',
    tokens: [aToken({ createdAt, expiresAt: createdAt + DAY + 40 })],
    until: createdAt + 2 * DAY,
  })
  expect(spoken.map(({ what, at }) => [what, at - createdAt < HOUR])).toEqual([['end', false]])
})

const world = (now: number) => ({ now, manager: 'UBEA', policyVersion: 'p' })
test('reminders that nobody could be sent were not ignored by anybody', () => {
  let record: ReminderRecord = { ...newReminderRecord('UANA'), timeZone: 'UTC' }
  const said: string[] = []
  for (let now = at('2026-12-01T00:00Z'); now < at('2026-12-16T14:00Z'); now += HOUR) {
    const plan = planReminders(record, [token()], usualRules, world(now))
    said.push(...plan.record.messages.filter(({ to }) => to === 'UBEA').map(({ to }) => to))
    // Slack refuses each of them until it is given up.
    const outcomes = plan.record.messages
      .filter(({ id, to }) => plan.show.includes(id) && to === 'UANA')
      .map((message) => [message.id, { ...message, refused: (message.refused ?? 0) + 1, refusedAt: now }] as const)
    record = withOutcomes({ ...plan.record, version: record.version + 1 }, new Map(outcomes), now)
  }
  expect(said).toEqual([])
})

test('what Slack refused is tried again after the pause, not with the next message a second later', () => {
  const now = at('2026-12-02T10:00Z')
  const tokens = [token({ tid: tid(1) }), token({ tid: tid(2) })]
  const first = planReminders({ ...newReminderRecord('UANA'), timeZone: 'UTC' }, tokens, usualRules, world(now))
  const refused = new Map(
    first.record.messages.map((message) => [message.id, { ...message, refused: 1, refusedAt: now }]),
  )
  const record = withOutcomes({ ...first.record, version: 1 }, refused, now)
  const second = planReminders(record, tokens, usualRules, world(now + 1_000))
  expect(second.show).not.toContain(first.record.messages[0]?.id)
})

test('a reminder of a token that is not renewed is looked at again when it expires, and then lets it be', () => {
  const tokens = [token({ tid: tid(1) })]
  const message = (shown: 'not renewed' | 'expired') => ({
    id: '0',
    to: 'UANA',
    about: [{ tid: tid(1), what: 'reminder' as const, shown }],
    location: { channel: 'D', ts: '1' },
  })
  const record = {
    ...newReminderRecord('UANA'),
    timeZone: 'UTC',
    tokens: { [tid(1)]: { said: DAY, doNotRenew: true as const } },
    messages: [message('not renewed')],
  }
  const { expiresAt } = tokens[0] ?? token()
  const before = planReminders(record, tokens, usualRules, world(expiresAt - DAY))
  expect(before.show).toEqual([])
  expect(before.record.nextCheckAt).toBe(expiresAt)
  const after = planReminders(before.record, tokens, usualRules, world(expiresAt))
  expect(after.show).toEqual(['0'])
  expect(withOutcomes(after.record, new Map([['0', message('expired')]]), expiresAt).messages).toEqual([])
})

test('a digest of twenty shows what is still open before what is settled', () => {
  const tokens = Array.from({ length: 20 }, (_, index) => token({ tid: tid(index), label: `token ${index}` }))
  const rows = tokens.map((one, index) => ({
    token: one,
    tid: one.tid,
    status: index < 15 ? ('not renewed' as const) : ('due' as const),
    state: {},
  }))
  const message = reminderMessage(english, { owner: 'UANA', to: 'UANA', rows }, at('2026-12-02T10:00Z'))
  expect(message.text).toContain('5 of your tokens expire soon')
  expect(JSON.stringify(message.blocks)).toContain('Do not renew')
})

/** As Slack documents it: with `oldest` and without `latest`, those closest to `oldest` are returned. */
test('a message that a dead worker posted is found also where more than fifty followed each other that day', async () => {
  const now = at('2026-12-02T10:00Z')
  const history = Array.from({ length: 60 }, (_, index) => ({
    ts: `${(now - 10 * HOUR) / 1_000 + index}.000000`,
    blocks: [{ block_id: `other-${index}` }],
  }))
  history.push({
    ts: `${(now - MINUTE) / 1_000}.000000`,
    blocks: [{ block_id: 'reminder-UANA-0|token reminder|UANA|0|0' }],
  })
  const posted: unknown[] = []
  const client = {
    conversations: {
      open: async () => ({ channel: { id: 'D' } }),
      async history({ oldest = '0', latest, limit = 100 }: { oldest?: string; latest?: string; limit?: number }) {
        const within = history.filter(({ ts }) => Number(ts) > Number(oldest) && Number(ts) < Number(latest ?? 1e12))
        const isForward = oldest !== '0' && latest === undefined
        return { messages: (isForward ? within.slice(0, limit) : within.slice(-limit)).reverse() }
      },
    },
    chat: {
      async postMessage(message: unknown) {
        posted.push(message)
        return { channel: 'D', ts: '9' }
      },
      update: async () => ({}),
    },
  }
  const locations: MessageLocations = {
    of: async () => [],
    reserve: async () => 'interrupted',
    store: async () => {},
    storeRemoved: async () => {},
    forget: async () => {},
  }
  const messenger = createReminderMessenger({
    client: client as never,
    locations,
    clock: { now: () => now } as never,
    wordsFor: async () => english,
    onTrouble: () => {},
  })
  const rows = [{ token: token(), tid: token().tid, status: 'due' as const, state: {} }]
  await messenger.showReminder({ id: '0', owner: 'UANA', to: 'UANA', rows, onlyIfPosted: false, mayBePosted: true })
  expect(posted).toEqual([])
})
