// What holds of reminders for every token, zone, policy, outage and answer.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snoozeEnd, snoozesFor } from '../../../src/core/reminders/due-reminders.ts'
import { answered, type ReminderRules, withTokenState } from '../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { zonedTimeAt } from '../../../src/core/time/zoned-time.ts'
import { aToken, type Life, type Living, live } from './reminder-life.ts'

const BEGIN = Date.UTC(2026, 0)
const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Kiritimati']

const moment = fc.integer({ min: 0, max: 100 * DAY }).map((after) => BEGIN + after)
const rules: fc.Arbitrary<ReminderRules> = fc.record({
  on: fc.constant(true),
  before: fc
    .uniqueArray(
      fc.oneof(
        fc.integer({ min: 1, max: 30 }).map((days) => days * DAY),
        fc.constant(HOUR),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((some) => some.sort((one, other) => other - one)),
  at: fc.oneof(fc.constant('any' as const), fc.integer({ min: 0, max: 24 * 60 - 1 })),
  days: fc.uniqueArray(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), { minLength: 1 }),
  digestFrom: fc.integer({ min: 1, max: 4 }),
  escalateAfterIgnored: fc.integer({ min: 1, max: 4 }),
})
const tokens = fc
  .array(fc.record({ createdAt: moment, lifetime: fc.integer({ min: HOUR, max: 90 * DAY }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((some) =>
    some.map(({ createdAt, lifetime }, index) =>
      aToken({ tid: `${index}1111111-1111-4111-8111-111111111111`, createdAt, expiresAt: createdAt + lifetime }),
    ),
  )
const outages = fc.array(
  fc
    .record({ from: moment, length: fc.integer({ min: MINUTE, max: 40 * DAY }) })
    .map(({ from, length }) => ({ from, to: from + length })),
  { maxLength: 4 },
)
const events = fc
  .array(
    fc.record({ at: moment, kind: fc.constantFrom('rules', 'snooze', 'answer', 'zone'), which: fc.nat(3), rules }),
    {
      maxLength: 6,
    },
  )
  .map((some) => some.sort((one, other) => one.at - other.at))

const lives = fc.record({ zone: fc.constantFrom(...zones), tokens, rules, outages: outages.map(apart), events }).map(
  ({ events, ...life }): Life => ({
    ...life,
    until: BEGIN + 400 * DAY,
    events: events.map(({ at, kind, which, rules }) => ({
      at,
      change: (living) => changed(living, at, kind, which, rules),
    })),
  }),
)

/** So that no outage begins in another one. */
function apart(some: { from: number; to: number }[]) {
  const sorted = some.sort((one, other) => one.from - other.from)
  return sorted.filter(({ from }, index) => sorted.slice(0, index).every(({ to }) => to < from))
}

function changed(living: Living, at: number, kind: string, which: number, rules: ReminderRules) {
  const token = living.tokens[which % living.tokens.length]
  if (!token) return
  if (kind === 'rules') living.rules = rules
  if (kind === 'zone') living.record = { ...living.record, timeZone: zones[which] ?? 'UTC' }
  if (kind === 'answer') living.record = withTokenState(living.record, token.tid, answered)
  const [length] = snoozesFor(token, at)
  if (kind === 'snooze' && length !== undefined && at > token.createdAt) {
    const snoozedUntil = snoozeEnd(token, length, at)
    living.record = withTokenState(living.record, token.tid, (state) => ({ ...answered(state), snoozedUntil }))
  }
}

test('each threshold, the end, and the word to the manager are said once at most', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const spoken = live({ ...life, events: (life.events ?? []).filter(isNoSnooze) })
      for (const { tid } of life.tokens) {
        const own = spoken.filter((one) => one.tid === tid)
        for (const what of ['end', 'manager'])
          expect(own.filter((one) => one.what === what).length).toBeLessThanOrEqual(1)
        const thresholds = own.flatMap(({ what, threshold }) => (what === 'reminder' ? [threshold ?? 0] : []))
        // Each is shorter than the one before: so none is said twice, and none after a more urgent one.
        expect(thresholds).toEqual([...new Set(thresholds)].sort((one, other) => other - one))
      }
    }),
    { numRuns: 300 },
  )
})

/** After a snooze the same is said again, since that is what was asked for. */
function isNoSnooze({ change }: { change: (living: Living) => void }): boolean {
  const probe: Living = {
    record: { person: 'UANA', version: 0, tokens: {}, externalTokens: [], messages: [] },
    tokens: [aToken({ createdAt: 0, expiresAt: Number.MAX_SAFE_INTEGER })],
    rules: {} as ReminderRules,
  }
  change(probe)
  return !Object.values(probe.record.tokens).some(({ snoozedUntil }) => snoozedUntil !== undefined)
}

test('whoever has a worker for an hour of the last day hears of the most urgent threshold of that hour', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 23 }), (life, hour) => {
      const [token] = life.tokens
      if (!token) return
      const runs = { from: token.expiresAt - DAY + hour * HOUR, to: token.expiresAt - DAY + (hour + 1) * HOUR }
      // It runs in that hour and in no other; policies that change later have no say in it.
      const only = [
        { from: 0, to: runs.from },
        { from: runs.to, to: BEGIN + 500 * DAY },
      ]
      const events = (life.events ?? []).filter(({ at }) => at < runs.from)
      const probe: Living = { record: undefined as never, tokens: [token], rules: life.rules as ReminderRules }
      for (const { change } of events.filter(isNoSnooze)) {
        probe.record = { person: 'UANA', version: 0, tokens: {}, externalTokens: [], messages: [] }
        change(probe)
      }
      const reached = probe.rules.before.filter(
        (before) =>
          token.expiresAt - before > token.createdAt + MINUTE && token.expiresAt - before <= runs.to - HOUR / 2,
      )
      const most = Math.min(...reached)
      if (reached.length === 0 || token.createdAt > runs.from) return
      const spoken = live({ ...life, events, outages: only, until: runs.to }).filter(({ tid }) => tid === token.tid)
      const said = spoken.flatMap(({ what, threshold }) => (what === 'reminder' ? [threshold ?? 0] : []))
      expect(Math.min(...said)).toBeLessThanOrEqual(most)
    }),
    { numRuns: 300 },
  )
})

test('nobody is spoken to outside their hour and days but in the last day, and late after an outage', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const steady = { ...life, outages: [], events: [] }
      const byTid = new Map(life.tokens.map((token) => [token.tid, token]))
      for (const { at, tid, what } of live(steady)) {
        const expiresAt = byTid.get(tid)?.expiresAt ?? 0
        if (what === 'end' || at >= expiresAt - DAY) continue
        const { day, minute } = zonedTimeAt(at, life.zone)
        const { days, at: hour } = life.rules as ReminderRules
        expect(days).toContain(day)
        // The quarter of an hour after it, and the seconds that several messages are apart; a skipped hour is an hour later.
        const late = hour === 'any' ? 0 : minute - hour
        expect(late === 0 || (late > 0 && late <= 15) || (late >= 30 && late <= 75)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('the same history comes to the same, and no history makes a worker look without end', () => {
  fc.assert(
    fc.property(lives, (life) => {
      expect(live(life)).toEqual(live(life))
    }),
    { numRuns: 100 },
  )
})
