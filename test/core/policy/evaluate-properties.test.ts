// What holds for every policy, every ask and everybody.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  askErrors,
  decide,
  lifetimeChoices,
  type Policy,
  type PolicyFacts,
  policySchema,
} from '../../../src/core/policy/evaluate.ts'
import { DAY, durationWord, HOUR } from '../../../src/core/time/duration.ts'

const schema = policySchema({ edition: 'cloud', approvers: ['UBEA'] })

const words = fc.integer({ min: 1, max: 200 }).map((days) => durationWord(days * DAY))
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
const rule = fc.tuple(when, verdict)
const named = (rules: [object, object][]) =>
  rules.map(([when, verdict], index) => ({ name: `rule ${index}`, when, ...verdict }))
const policyOf = (rules: unknown[], max = '90d'): Policy => ({
  ...schema.parse({ lifetime: { max }, rules }),
  version: 'test',
})
const rules = fc.array(rule, { minLength: 1, maxLength: 6 }).map(named)

const ask = fc.record({
  label: fc.constantFrom('tableau', 'ci-build', 'my laptop'),
  lifetime: fc.oneof(
    fc.integer({ min: 0, max: 400 * DAY }),
    fc.integer({ min: 1, max: 200 }).map((days) => days * DAY),
  ),
  reason: fc.constant('dashboards'),
})
const facts: fc.Arbitrary<PolicyFacts> = fc.record({
  requester: user,
  groups: fc.uniqueArray(group).map((ids) => new Set(ids)),
  activeTokens: fc.integer({ min: 0, max: 6 }),
  openRequests: fc.integer({ min: 0, max: 2 }),
  now: fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) }),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Nowhere/At_All'),
  rotation: fc.boolean(),
  replaces: fc.boolean(),
})

describe('whatever the rules are', () => {
  test('every decision names a rule of the policy, with that rule’s verdict, or one of the bot’s own two', () => {
    fc.assert(
      fc.property(rules, ask, facts, (rules, ask, facts) => {
        const policy = policyOf(rules)
        const decision = decide(policy, ask, facts)
        const found = policy.rules.find(({ name }) => name === decision.rule)
        if (found) expect(decision.verdict).toBe(found.then)
        else {
          expect(['no rule matches', 'at most 5 active tokens']).toContain(decision.rule)
          expect(decision.verdict).toBe('deny')
        }
      }),
    )
  })

  test('nothing above the maximum, nor below the minimum, is anything but denied', () => {
    fc.assert(
      fc.property(rules, ask, facts, words, (rules, ask, facts, max) => {
        fc.pre(Number.parseInt(max, 10) <= 180)
        const policy = policyOf(rules, max)
        const isWithin = ask.lifetime >= HOUR && ask.lifetime <= policy.lifetime.max
        if (!isWithin) expect(decide(policy, ask, facts).verdict).toBe('deny')
        expect(askErrors(policy, ask).lifetime === undefined).toBe(isWithin)
        for (const choice of lifetimeChoices(policy, ask.lifetime)) {
          expect(choice).toBeLessThanOrEqual(policy.lifetime.max)
        }
      }),
    )
  })

  test('a deny that stands first wins', () => {
    fc.assert(
      fc.property(rules, ask, facts, (rules, ask, facts) => {
        const deny = { name: 'first of all', when: {}, then: 'deny', because: 'No.' }
        expect(decide(policyOf([deny, ...rules]), ask, facts).verdict).toBe('deny')
      }),
    )
  })

  test('the same is decided the same', () => {
    fc.assert(
      fc.property(rules, ask, facts, (rules, ask, facts) => {
        const before = JSON.stringify([rules, ask, facts])
        expect(decide(policyOf(rules), ask, facts)).toEqual(decide(policyOf(rules), { ...ask }, { ...facts }))
        expect(JSON.stringify([rules, ask, facts])).toBe(before)
      }),
    )
  })

  test('what stands behind the rule that decides changes nothing, in whatever order', () => {
    fc.assert(
      fc.property(rules, rules, facts, fc.infiniteStream(fc.nat()), (before, behind, facts, order) => {
        const decides = { name: 'it decides', then: 'approve' }
        const ask = { label: 'tableau', lifetime: 30 * DAY, reason: 'dashboards' }
        const few = { ...facts, activeTokens: facts.activeTokens % 5 }
        const later = behind.map((rule) => ({ ...rule, name: `later ${rule.name}` }))
        const decision = decide(policyOf([...before, decides, ...later]), ask, few)
        expect(decision.rule).not.toContain('later')
        const shuffled = later
          .map((rule) => ({ rule, at: order.next().value }))
          .sort((one, other) => one.at - other.at)
          .map(({ rule }) => rule)
        expect(decide(policyOf([...before, decides, ...shuffled]), ask, few)).toEqual(decision)
        expect(decide(policyOf([...before, decides]), ask, few)).toEqual(decision)
        const upToIt = [...before, decides].findIndex(({ name }) => name === decision.rule) + 1
        const behindIt = [...before, decides].slice(upToIt).reverse()
        expect(decide(policyOf([...before, decides].slice(0, upToIt).concat(behindIt)), ask, few)).toEqual(decision)
      }),
    )
  })

  test('one more active token never makes a denial of theirs into anything else, where no rule counts tokens', () => {
    fc.assert(
      fc.property(rules, ask, facts, (rules, ask, facts) => {
        const uncounted = rules.map((rule) => ({ ...rule, when: { ...rule.when, activeTokensOver: undefined } }))
        const now = decide(policyOf(uncounted), ask, facts)
        const later = decide(policyOf(uncounted), ask, { ...facts, activeTokens: facts.activeTokens + 1 })
        if (now.verdict === 'deny') expect(later.verdict).toBe('deny')
      }),
    )
  })
})
