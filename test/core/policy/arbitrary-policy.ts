// Any policy, any ask and any facts, for properties of decisions.
import fc from 'fast-check'
import { type Policy, type PolicyFacts, policySchema } from '../../../src/core/policy/evaluate.ts'
import { DAY, durationWord } from '../../../src/core/time/duration.ts'

export const schema = policySchema({ edition: 'cloud', approvers: ['UBEA'] })

export const words = fc.integer({ min: 1, max: 200 }).map((days) => durationWord(days * DAY))
const user = fc.constantFrom('UANA', 'UBEA', 'UCARL')
const group = fc.constantFrom('S0A', 'S0B', 'S0C')
const day = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const hours = fc
  .tuple(clock, clock)
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${from}-${to}`)

const when = fc.record(
  {
    lifetimeUpTo: words,
    lifetimeOver: words,
    user: fc.oneof(user, fc.array(user, { minLength: 1, maxLength: 2 })),
    inGroup: fc.oneof(group, fc.array(group, { minLength: 1, maxLength: 2 })),
    notInGroup: group,
    label: fc.constantFrom('tab', '^ci-', '.'),
    activeTokensOver: fc.integer({ min: 0, max: 4 }),
    hours,
    days: fc.oneof(fc.constantFrom('weekdays', 'all'), fc.array(day, { minLength: 1, maxLength: 3 })),
    rotation: fc.boolean(),
  },
  { requiredKeys: [] },
)
const approver = fc.oneof(
  fc.constant('manager'),
  user.map((id) => `user:${id}`),
  group.map((id) => `group:${id}`),
)
const verdict = fc.oneof(
  fc.constant({ then: 'approve' }),
  fc.constant({ then: 'deny', because: 'Not here.' }),
  fc.record({
    then: fc.constant('review'),
    approvers: fc.array(approver, { minLength: 1, maxLength: 3 }),
    fallback: fc.array(approver, { maxLength: 2 }),
  }),
)
export const rule = fc.tuple(when, verdict)
const named = (rules: [object, object][]) =>
  rules.map(([when, verdict], index) => ({ name: `rule ${index}`, when, ...verdict }))
export const policyOf = (rules: unknown[], max = '90d'): Policy => ({
  ...schema.parse({ lifetime: { max }, rules }),
  version: 'test',
})
export const rules = fc.array(rule, { minLength: 1, maxLength: 6 }).map(named)

export const ask = fc.record({
  label: fc.constantFrom('tableau', 'ci-build', 'my laptop'),
  lifetime: fc.oneof(
    fc.integer({ min: 0, max: 400 * DAY }),
    fc.integer({ min: 1, max: 200 }).map((days) => days * DAY),
  ),
  reason: fc.constant('dashboards'),
})
export const facts: fc.Arbitrary<PolicyFacts> = fc.record({
  requester: user,
  groups: fc.uniqueArray(group).map((ids) => new Set(ids)),
  activeTokens: fc.integer({ min: 0, max: 6 }),
  openRequests: fc.integer({ min: 0, max: 2 }),
  now: fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) }),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Nowhere/At_All'),
  rotation: fc.boolean(),
  replaces: fc.boolean(),
})
