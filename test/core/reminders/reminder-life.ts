// Lives through a person's tokens as one worker would: looks when it was told to, and says what is due then.

import type { RemindedToken } from '../../../src/core/reminders/due-reminders.ts'
import { planReminders } from '../../../src/core/reminders/plan-reminders.ts'
import {
  newReminderRecord,
  type ReminderKind,
  type ReminderRecord,
  type ReminderRules,
} from '../../../src/core/reminders/reminder-record.ts'
import { DAY, MINUTE } from '../../../src/core/time/duration.ts'

export const usualRules: ReminderRules = {
  on: true,
  before: [14 * DAY, 7 * DAY, DAY],
  at: 9 * 60,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  digestFrom: 3,
  escalateAfterIgnored: 3,
}

/** What was said, and when. `threshold` is the shortest one that counts as said from then on. */
export interface Spoken {
  at: number
  what: ReminderKind
  tid: string
  threshold?: number
}

export interface Life {
  zone: string
  tokens: readonly RemindedToken[]
  rules?: ReminderRules
  /** Spans in which no worker runs. */
  outages?: readonly { from: number; to: number }[]
  /** What happens meanwhile, oldest first. */
  events?: readonly { at: number; change: (life: Living) => void }[]
  until: number
  /** What one message was about, each time that one was posted. */
  onMessage?: (about: { tid: string; what: ReminderKind }[], at: number) => void
}

export interface Living {
  record: ReminderRecord
  tokens: RemindedToken[]
  rules: ReminderRules
}

export function aToken(change: Partial<RemindedToken> = {}): RemindedToken {
  return {
    tid: '11111111-1111-4111-8111-111111111111',
    label: 'tableau',
    createdAt: 0,
    expiresAt: 30 * DAY,
    madeHere: true,
    state: 'active',
    ...change,
  }
}

export function live({
  zone,
  tokens,
  rules = usualRules,
  outages = [],
  events = [],
  until,
  onMessage,
}: Life): Spoken[] {
  const living: Living = { record: { ...newReminderRecord('UANA'), timeZone: zone }, tokens: [...tokens], rules }
  const spoken: Spoken[] = []
  const waiting = [...events]
  const awake = (moment: number) => outages.find(({ from, to }) => moment >= from && moment < to)?.to ?? moment
  let nextCheckAt = Math.min(...tokens.map(({ createdAt, since }) => since ?? createdAt))
  for (let looks = 0; ; looks += 1) {
    if (looks > 2_000) throw new Error('It looks without end')
    const event = waiting[0]
    if (event && event.at <= awake(nextCheckAt)) {
      waiting.shift()
      event.change(living)
      // Whatever changes asks for a look, which comes when a worker runs.
      nextCheckAt = event.at
      continue
    }
    if (nextCheckAt > until) return spoken
    const now = awake(nextCheckAt)
    if (now > until) return spoken
    const before = living.record
    const { record } = planReminders(before, living.tokens, living.rules, { now, manager: 'UBEA', policyVersion: 'p' })
    for (const message of record.messages.filter(({ id }) => !before.messages.some((one) => one.id === id))) {
      onMessage?.(message.about, now)
      for (const { tid, what } of message.about) {
        const threshold = what === 'reminder' ? record.tokens[tid]?.said : undefined
        spoken.push({ at: now, what, tid, ...(threshold !== undefined && { threshold }) })
      }
    }
    // As if they were posted and nothing of them could change.
    const { nextCheckAt: next, ...rest } = record
    living.record = { ...rest, version: record.version + 1, messages: [] }
    if (next === undefined && waiting.length === 0) return spoken
    nextCheckAt = next ?? Number.POSITIVE_INFINITY
    if (nextCheckAt <= now) throw new Error(`It looks again at once, at ${new Date(now).toISOString()}`)
    if (nextCheckAt === Number.POSITIVE_INFINITY && waiting.length === 0) return spoken
  }
}

/** `2026-11-24 09:03` in UTC, without the spread of ten minutes: `2026-11-24 09:0x`. */
export function minuteOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 16).replace('T', ' ')
}

export const QUARTER = 15 * MINUTE
