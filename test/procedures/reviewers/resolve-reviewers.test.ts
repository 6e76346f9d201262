// Whom a rule's words name: never the requester, nobody whom we do not serve, the fallback where too few are left, delegates.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BotError } from '../../../src/core/errors.ts'
import type { Person } from '../../../src/core/people/person.ts'
import { type Approver, builtInPolicy } from '../../../src/core/policy/evaluate.ts'
import type { Ports } from '../../../src/core/ports.ts'
import { resolveReviewers } from '../../../src/procedures/reviewers/resolve-reviewers.ts'

interface Company {
  groups?: Record<string, string[]>
  /** As the policy's map says. */
  managers?: Record<string, string>
  /** As the directory knows. */
  led?: Record<string, string>
  gone?: string[]
  /** Who decides in whose place; from noon until midnight of our clock. */
  delegates?: Record<string, string>
}

function portsOf({ groups = {}, managers = {}, led = {}, gone = [], delegates = {} }: Company, now = 15): Ports {
  const policy = builtInPolicy([], 'cloud')
  const person = (id: string): Person => ({
    id,
    name: id,
    teams: ['T1'],
    emailConfirmed: true,
    timeZone: 'UTC',
    deleted: gone.includes(id),
    bot: false,
    guest: false,
    stranger: false,
    invited: false,
    outOfOffice: false,
  })
  return {
    policy: () => ({ ...policy, managers: { ...policy.managers, map: managers } }),
    workplace: { teams: ['T1'], emailDomains: [] },
    directory: {
      colleague: async (id: string) => {
        if (id === 'UNOBODY') throw new BotError('no_such_person', { words: id })
        return person(id)
      },
      membersOf: async (group: string) => groups[group] ?? [],
      managerOf: async (id: string) => led[id],
    },
    managersSeen: { note: async () => {} },
    delegations: {
      of: async (approver: string) => {
        const delegate = delegates[approver]
        return delegate === undefined ? undefined : { approver, delegate, since: 12, until: 24 }
      },
    },
    clock: { now: () => now },
  } as unknown as Ports
}

async function name(company: Company, approvers: Approver[], fallback: Approver[] = [], quorum = 1, now = 15) {
  const { reviewers } = await resolveReviewers(
    portsOf(company, now),
    { approvers, fallback, quorum, differentGroups: false },
    'UANA',
  )
  return [...reviewers.keys()]
}

describe('a rule', () => {
  test.each<
    [what: string, company: Company, approvers: Approver[], fallback: Approver[], quorum: number, named: string[]]
  >([
    ['names a person', {}, ['user:UBEA'], [], 1, ['UBEA']],
    ['names everybody in a group', { groups: { S1: ['UBEA', 'UCARL'] } }, ['group:S1'], [], 1, ['UBEA', 'UCARL']],
    ['names each once', { groups: { S1: ['UBEA', 'UCARL'] } }, ['user:UCARL', 'group:S1'], [], 1, ['UCARL', 'UBEA']],
    ['never names the requester', { groups: { S1: ['UANA', 'UBEA'] } }, ['user:UANA', 'group:S1'], [], 1, ['UBEA']],
    ['passes over who left', { gone: ['UBEA'] }, ['user:UBEA', 'user:UCARL'], [], 1, ['UCARL']],
    ['passes over who never was', {}, ['user:UNOBODY', 'user:UCARL'], [], 1, ['UCARL']],
    ['names the manager of the map', { managers: { UANA: 'UBEA' } }, ['manager'], ['user:UCARL'], 1, ['UBEA']],
    ['names the manager whom the directory knows', { led: { UANA: 'UBEA' } }, ['manager'], [], 1, ['UBEA']],
    ['believes the map first', { managers: { UANA: 'UBEA' }, led: { UANA: 'UCARL' } }, ['manager'], [], 1, ['UBEA']],
    ['names the fallback where no manager is known', {}, ['manager'], ['user:UCARL'], 1, ['UCARL']],
    ['the same where a directory could know', { led: {} }, ['manager'], ['user:UCARL'], 1, ['UCARL']],
    [
      'names the fallback where the manager left',
      { managers: { UANA: 'UBEA' }, gone: ['UBEA'] },
      ['manager'],
      ['user:UCARL'],
      1,
      ['UCARL'],
    ],
    [
      'names the fallback where they lead themselves',
      { managers: { UANA: 'UANA' } },
      ['manager'],
      ['user:UCARL'],
      1,
      ['UCARL'],
    ],
    ['names no requester as fallback', {}, ['manager'], ['user:UANA'], 1, []],
    [
      'names the fallback as well where more must agree',
      { managers: { UANA: 'UBEA' } },
      ['manager'],
      ['user:UCARL'],
      2,
      ['UBEA', 'UCARL'],
    ],
    ['leaves the fallback alone otherwise', {}, ['user:UBEA'], ['user:UCARL'], 1, ['UBEA']],
    ['may name nobody', {}, ['manager'], [], 1, []],
    ['names a delegate beside the approver', { delegates: { UBEA: 'UDAN' } }, ['user:UBEA'], [], 1, ['UBEA', 'UDAN']],
    [
      'names no delegate of whoever left, and the fallback instead',
      { delegates: { UBEA: 'UDAN' }, gone: ['UBEA'] },
      ['user:UBEA'],
      ['user:UCARL'],
      1,
      ['UCARL'],
    ],
    [
      'names the delegate of whoever left no more than them',
      { delegates: { UBEA: 'UDAN' }, gone: ['UDAN'] },
      ['user:UBEA'],
      [],
      1,
      ['UBEA'],
    ],
    ['never names the requester as a delegate', { delegates: { UBEA: 'UANA' } }, ['user:UBEA'], [], 1, ['UBEA']],
    [
      'names no delegate of a delegate',
      { delegates: { UBEA: 'UDAN', UDAN: 'UEVE' } },
      ['user:UBEA'],
      [],
      1,
      ['UBEA', 'UDAN'],
    ],
    [
      'counts an approver and their delegate as one',
      { delegates: { UBEA: 'UDAN' } },
      ['user:UBEA'],
      ['user:UCARL'],
      2,
      ['UBEA', 'UCARL', 'UDAN'],
    ],
  ])('%s', async (_what, company, approvers, fallback, quorum, named) => {
    expect(await name(company, approvers, fallback, quorum)).toEqual(named)
  })

  test('cannot make anybody an approver of their own request', async () => {
    const person = fc.constantFrom('UANA', 'UBEA', 'UCARL')
    const people = fc.dictionary(person, person)
    const approver = fc.oneof(
      fc.constant('manager' as const),
      person.map((id) => `user:${id}` as const),
      fc.constantFrom('group:S1' as const, 'group:S2' as const),
    )
    const members = fc.array(person, { maxLength: 4 })
    const groups = fc.record({ S1: members, S2: members })
    await fc.assert(
      fc.asyncProperty(
        fc.record({ groups, managers: people, led: people, delegates: people }),
        fc.array(approver, { minLength: 1 }),
        fc.array(approver),
        fc.integer({ min: 1, max: 3 }),
        async (company, approvers, fallback, quorum) => {
          expect(await name(company, approvers, fallback, quorum)).not.toContain('UANA')
        },
      ),
    )
  })

  test('names a delegate until their time is over', async () => {
    const company = { delegates: { UBEA: 'UDAN' } }
    expect(await name(company, ['user:UBEA'], [], 1, 23)).toEqual(['UBEA', 'UDAN'])
    expect(await name(company, ['user:UBEA'], [], 1, 24)).toEqual(['UBEA'])
  })

  test('says as what each was named', async () => {
    const company = { groups: { S1: ['UBEA', 'UCARL'] }, delegates: { UBEA: 'UDAN' } }
    const asked = {
      approvers: ['group:S1', 'user:UBEA'] as Approver[],
      fallback: [],
      quorum: 1,
      differentGroups: false,
    }
    const { reviewers } = await resolveReviewers(portsOf(company), asked, 'UANA')
    expect(Object.fromEntries(reviewers)).toEqual({
      UBEA: { entries: ['group:S1', 'user:UBEA'] },
      UCARL: { entries: ['group:S1'] },
      UDAN: { entries: ['group:S1', 'user:UBEA'], inPlaceOf: 'UBEA' },
    })
  })

  test.each([
    ['group:S1', 'group:S2'],
    ['group:S2', 'group:S1'],
  ] as Approver[][])('lets nobody lend on what they were lent, in whatever order (%s, %s)', async (...approvers) => {
    const company = { groups: { S1: ['UBEA'], S2: ['UCARL'] }, delegates: { UBEA: 'UCARL', UCARL: 'UDAN' } }
    const asked = { approvers, fallback: [], quorum: 1, differentGroups: false }
    const { reviewers } = await resolveReviewers(portsOf(company), asked, 'UANA')
    expect(reviewers.get('UDAN')).toEqual({ entries: ['group:S2'], inPlaceOf: 'UCARL' })
    expect([...(reviewers.get('UCARL')?.entries ?? [])].sort()).toEqual(['group:S1', 'group:S2'])
  })
})
