// By which clock a decision went, and which rules people could get around by another time zone.
import { describe, expect, test } from 'vitest'
import { clockOfDecision, rulesByOwnClock } from '../../../src/core/policy/clock.ts'
import { policySchema } from '../../../src/core/policy/evaluate.ts'

const schema = policySchema({ edition: 'cloud', approvers: [] })
const byDay = { name: 'by day', when: { hours: '08:00-18:00' }, then: 'approve' as const }
const onMondays = { name: 'on Mondays', when: { days: ['mon' as const] }, then: 'deny' as const, because: 'Monday.' }
const always = { name: 'always', then: 'approve' as const }
const never = { name: 'never', then: 'deny' as const, because: 'No.' }

describe('the clock of a decision', () => {
  test.each([
    ['is the policy’s', [byDay], 'by day', { timeZone: 'UTC' }, { timeZone: 'UTC', of: 'policy' }],
    ['is the requester’s without one', [byDay], 'by day', {}, { timeZone: 'Asia/Tokyo', of: 'requester' }],
    ['counts for days too', [onMondays], 'on Mondays', {}, { timeZone: 'Asia/Tokyo', of: 'requester' }],
    ['counts if a rule with hours was passed over', [byDay, always], 'always', {}, { of: 'requester' }],
    ['does not count behind the rule that decided', [always, byDay], 'always', {}, undefined],
    ['counts if no rule decided', [byDay, onMondays], 'no rule matches', {}, { of: 'requester' }],
    ['does not count without hours and days', [always], 'always', { timeZone: 'UTC' }, undefined],
  ] as const)('%s', (_what, rules, decided, ofPolicy, clock) => {
    const found = clockOfDecision(schema.parse({ rules: [...rules], ...ofPolicy }), decided, 'Asia/Tokyo')
    if (clock === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(clock)
  })
})

test.each([
  ['an approval', [byDay, never], ['by day']],
  ['a denial in front of an approval', [onMondays, always], ['on Mondays']],
  ['a denial behind it', [always, onMondays], []],
  ['no approval', [onMondays, never], []],
] as const)('people could get around a review by %s', (_what, rules, names) => {
  expect(rulesByOwnClock(schema.parse({ rules: [...rules] }))).toEqual(names)
  expect(rulesByOwnClock(schema.parse({ rules: [...rules], timeZone: 'UTC' }))).toEqual([])
})
