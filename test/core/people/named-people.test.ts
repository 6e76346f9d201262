// Whom configuration and policy name: everybody once for each place in which they stand, managers in profiles aside.
import { expect, test } from 'vitest'
import { namedPeople } from '../../../src/core/people/named-people.ts'
import { builtInPolicy, policySchema } from '../../../src/core/policy/evaluate.ts'

test('with the built-in policy they are the administrators and the approvers', () => {
  const policy = builtInPolicy(['UBEA', 'S0DATA'], 'cloud')
  expect(namedPeople(['W0DORA'], policy, true)).toEqual([
    { id: 'W0DORA', by: 'ADMINS', as: 'administers' },
    { id: 'UBEA', by: 'APPROVERS', as: 'decides' },
    { id: 'S0DATA', by: 'APPROVERS', as: 'decides' },
  ])
})

test('with a policy file they are those of its rules, conditions and map', () => {
  const content = policySchema({ approvers: [], edition: 'cloud' }).parse({
    version: 1,
    rules: [
      { name: 'no', when: { inGroup: 'S0OUT' }, then: 'deny', because: 'OAuth' },
      { name: 'ask', when: {}, then: 'review', approvers: ['manager', 'user:W0BEA'], fallback: ['group:S0DATA'] },
    ],
    managers: { map: { U1: 'U2' } },
  })
  expect(namedPeople([], { ...content, version: 'x' }, false)).toEqual([
    { id: 'W0BEA', by: 'rule “ask”', as: 'decides' },
    { id: 'S0DATA', by: 'rule “ask”', as: 'decides' },
    { id: 'U2', by: 'managers.map', as: 'decides' },
    { id: 'S0OUT', by: 'a rule’s condition', as: 'condition' },
  ])
})
