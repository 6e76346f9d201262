// What holds for every policy, every ask and everybody.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askProblems, decide, lifetimeChoices } from '../../../src/core/policy/evaluate.ts'
import { DAY, HOUR } from '../../../src/core/time/duration.ts'
import { ask, facts, policyOf, rules, words } from './arbitrary-policy.ts'

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
        expect(askProblems(policy, ask).lifetime === undefined).toBe(isWithin)
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
