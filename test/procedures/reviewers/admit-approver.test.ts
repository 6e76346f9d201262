// Who is an approver today: whom a rule names, who is in a group that it names, or who is the manager of somebody.
import { describe, expect, test } from 'vitest'
import { BotError } from '../../../src/core/errors.ts'
import type { Approver } from '../../../src/core/policy/evaluate.ts'
import { builtInPolicy } from '../../../src/core/policy/evaluate.ts'
import type { Ports } from '../../../src/core/ports.ts'
import { admitApprover, mayBeApprover } from '../../../src/procedures/reviewers/admit-approver.ts'

interface Company {
  approvers: Approver[]
  fallback?: Approver[]
  groups?: Record<string, string[] | 'unavailable' | 'no scope'>
  /** As the policy's map says. */
  map?: Record<string, string>
  /** As the profiles say now. */
  profiles?: Record<string, string | 'unavailable' | 'gone'>
  /** Whose manager Bea was seen to be, the newest first. */
  seen?: string[]
  /** Those who have left. */
  left?: string[]
}

const unavailable = (reason: string) => new BotError('slack_unavailable', { operation: 'look somebody up', reason })

/** Bea, who may be one; and whom the bot asked Slack about, and forgot. */
function company({ approvers, fallback = [], groups = {}, map = {}, profiles = {}, seen = [], left = [] }: Company) {
  const policy = builtInPolicy([], 'cloud')
  const asked: string[] = []
  const forgotten: string[] = []
  const rule = { ...policy.rules[0], then: 'review', approvers, fallback }
  const person = (id: string) => ({ id, teams: ['T1'], deleted: left.includes(id) })
  const ports = {
    policy: () => ({ ...policy, rules: [rule], managers: { map, field: 'Manager' } }),
    workplace: { teams: ['T1'], emailDomains: [] },
    clock: { now: () => 0 },
    rateLimits: { take: async () => 0 },
    directory: {
      person: async ({ id }: { id: string }) => person(id),
      colleague: async (id: string) => person(id),
      membersOf: async (group: string) => {
        const members = groups[group] ?? []
        if (members === 'unavailable') throw unavailable('fatal_error')
        if (members === 'no scope')
          throw new BotError('slack_scope_missing', { operation: 'look somebody up', scope: 'usergroups:read' })
        return members
      },
      managerOf: async (id: string) => {
        asked.push(id)
        const manager = profiles[id]
        if (manager === 'unavailable') throw unavailable('fatal_error')
        if (manager === 'gone') throw unavailable('user_not_found')
        return manager
      },
    },
    managersSeen: {
      note: async () => {},
      peopleOf: async () => seen,
      forget: async (_manager: string, id: string) => void forgotten.push(id),
    },
  } as unknown as Ports
  return { ports, asked, forgotten }
}

const admitted = (ports: Ports) =>
  admitApprover(ports, { id: 'UBEA' }).then(
    () => 'admitted' as const,
    (error: BotError) => (error.code === 'not_an_approver' ? error.facts : error.code),
  )

const unnamed = { of: 'anything', asksManagers: false }
const unknown = { of: 'anything', asksManagers: true }
const manager: Approver[] = ['manager']
type Case = [what: string, one: Company, outcome: unknown, offered: boolean]

describe('an approver', () => {
  test.each<Case>([
    ['is named by a rule', { approvers: ['user:UBEA'] }, 'admitted', true],
    ['is named by its fallback', { approvers: ['user:UCARL'], fallback: ['user:UBEA'] }, 'admitted', true],
    ['is in a group', { approvers: ['group:S1'], groups: { S1: ['UBEA'] } }, 'admitted', true],
    ['is named by the map', { approvers: manager, map: { UANA: 'UBEA' } }, 'admitted', true],
    [
      'is asked as the fallback’s manager',
      { approvers: ['user:UCARL'], fallback: manager, map: { UANA: 'UBEA' } },
      'admitted',
      true,
    ],
    ['has somebody’s profile', { approvers: manager, seen: ['UANA'], profiles: { UANA: 'UBEA' } }, 'admitted', true],
    [
      'is named beside a group that cannot be read',
      { approvers: ['user:UBEA', 'group:S1'], groups: { S1: 'unavailable' } },
      'admitted',
      true,
    ],
    [
      'is a manager beside a group that cannot be read',
      { approvers: ['manager', 'group:S1'], groups: { S1: 'no scope' }, seen: ['UANA'], profiles: { UANA: 'UBEA' } },
      'admitted',
      true,
    ],
    [
      'has one profile of several that can be read',
      { approvers: manager, seen: ['UANA', 'UDAN'], profiles: { UANA: 'unavailable', UDAN: 'UBEA' } },
      'admitted',
      true,
    ],
  ])('who %s', async (_what, one, outcome, offered) => {
    const { ports } = company(one)
    expect(await admitted(ports)).toEqual(outcome)
    expect(await mayBeApprover(ports, 'UBEA')).toBe(offered)
  })
})

describe('none', () => {
  test.each<Case>([
    ['whom no rule names', { approvers: ['user:UCARL'] }, unnamed, false],
    ['who is in no group', { approvers: ['group:S1'], groups: { S1: ['UCARL'] } }, unnamed, false],
    ['of whom nobody has been seen', { approvers: manager, profiles: { UANA: 'UBEA' } }, unknown, false],
    ['in a map that no rule asks for', { approvers: ['user:UCARL'], map: { UANA: 'UBEA' } }, unnamed, false],
    [
      'in profiles that no rule asks for',
      { approvers: ['user:UCARL'], seen: ['UANA'], profiles: { UANA: 'UBEA' } },
      unnamed,
      false,
    ],
    // These can be told only by asking Slack.
    [
      'whose people have another manager',
      { approvers: manager, seen: ['UANA'], profiles: { UANA: 'UCARL' } },
      unknown,
      true,
    ],
    [
      'whose people have another one in the map',
      { approvers: manager, seen: ['UANA'], map: { UANA: 'UCARL' }, profiles: { UANA: 'UBEA' } },
      unknown,
      true,
    ],
    [
      'whose people have left',
      { approvers: manager, seen: ['UANA'], profiles: { UANA: 'UBEA' }, left: ['UANA'] },
      unknown,
      true,
    ],
    [
      'whose people are not known any more',
      { approvers: manager, seen: ['UANA'], profiles: { UANA: 'gone' } },
      unknown,
      true,
    ],
  ])('who is one %s', async (_what, one, outcome, offered) => {
    const { ports } = company(one)
    expect(await admitted(ports)).toEqual(outcome)
    expect(await mayBeApprover(ports, 'UBEA')).toBe(offered)
  })
})

describe('unknown is not no', () => {
  test.each<Case>([
    [
      'a group while Slack is away',
      { approvers: ['group:S1'], groups: { S1: 'unavailable' } },
      'slack_unavailable',
      true,
    ],
    [
      'a group without the scope',
      { approvers: ['group:S1'], groups: { S1: 'no scope' } },
      'slack_scope_missing',
      false,
    ],
    [
      'a profile while Slack is away',
      { approvers: manager, seen: ['UANA'], profiles: { UANA: 'unavailable' } },
      'slack_unavailable',
      true,
    ],
  ])('of %s', async (_what, one, outcome, offered) => {
    const { ports } = company(one)
    expect(await admitted(ports)).toEqual(outcome)
    expect(await mayBeApprover(ports, 'UBEA')).toBe(offered)
  })
})

test('three people are asked at most, and who has another manager is not asked again', async () => {
  const people = ['UANA', 'UDAN', 'UEVA', 'UFAY', 'UGUS']
  const profiles = Object.fromEntries(people.map((id) => [id, 'UCARL']))
  const { ports, asked, forgotten } = company({ approvers: manager, seen: people, profiles })
  expect(await admitted(ports)).toEqual(unknown)
  expect(asked).toEqual(people.slice(0, 3))
  expect(forgotten).toEqual(people.slice(0, 3))
})
