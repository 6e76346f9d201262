// Whom we serve, and whose e-mail address counts.
import { describe, expect, test } from 'vitest'
import { BotError } from '../../../src/core/errors.ts'
import {
  emailToEndTokensOf,
  identifyingEmail,
  membershipIn,
  type Person,
  refusalOf,
  sameEmail,
} from '../../../src/core/people/person.ts'

const workplace = { teams: ['T1', 'T2'], emailDomains: ['acme.test'] }
const ana: Person = {
  id: 'UANA',
  name: 'Ana',
  teams: ['T1'],
  email: 'ana@acme.test',
  emailConfirmed: true,
  timeZone: 'Europe/Berlin',
  deleted: false,
  bot: false,
  guest: false,
  stranger: false,
  invited: false,
  outOfOffice: false,
}

describe('who is served', () => {
  test.each<[string, Partial<Person>, string | undefined]>([
    ['a colleague', {}, undefined],
    ['a colleague of another of our workspaces', { teams: ['T9', 'T2'] }, undefined],
    ['who was deactivated', { deleted: true }, 'deleted'],
    ['a bot', { bot: true }, 'bot'],
    ['a guest', { guest: true }, 'guest'],
    ['a stranger', { stranger: true }, 'stranger'],
    ['somebody of another workspace who is not marked as a stranger', { teams: ['T9'] }, 'foreign team'],
    ['somebody without any workspace', { teams: [] }, 'foreign team'],
    ['who was invited and never came', { invited: true }, 'not joined'],
  ])('%s', (_who, change, because) => {
    expect(refusalOf({ ...ana, ...change }, workplace)).toBe(because)
  })

  test('before we know our own workspace nobody is', () => {
    expect(refusalOf(ana, { ...workplace, teams: [] })).toBe('foreign team')
    // Not known yet is not nobody: it is waited for.
    expect(() => refusalOf(ana, { ...workplace, teams: undefined })).toThrow('slack_unavailable')
  })
})

describe('membership', () => {
  test.each<[string, Partial<Person>, string[], string | undefined]>([
    ['of the workspace', { teams: ['T1'] }, ['T1'], 'T1'],
    ['of one of their workspaces', { teams: ['T9', 'T2'] }, ['T1', 'T2'], 'T2'],
    ['of the organization, without a workspace', { teams: [], enterprise: 'E1' }, ['E1'], 'E1'],
    ['of the organization, from a workspace nobody named', { teams: ['T9'], enterprise: 'E1' }, ['E1'], 'E1'],
    ['of the organization, which Slack names as their team', { teams: ['E1'] }, ['E1'], 'E1'],
    ['of a workspace of the organization alone', { teams: ['T1'], enterprise: 'E1' }, ['T1'], 'T1'],
    ['of another workspace of the same organization', { teams: ['T9'], enterprise: 'E1' }, ['T1'], undefined],
    ['of a foreign organization', { teams: ['T9'], enterprise: 'E9' }, ['E1', 'T1'], undefined],
    ['of a foreign organization, without a workspace', { teams: [], enterprise: 'E9' }, ['E1'], undefined],
    ['of no organization, where one is served', { teams: ['T1'] }, ['E1'], undefined],
    ['of nothing', { teams: [] }, ['E1', 'T1'], undefined],
    ['where nobody is served', { teams: ['T1'], enterprise: 'E1' }, [], undefined],
    ['where ids are empty', { teams: [''], enterprise: '' }, [''], undefined],
    ['whichever is named first', { teams: ['T1'], enterprise: 'E1' }, ['E1', 'T1'], 'E1'],
  ])('%s', (_which, who, served, id) => {
    expect(membershipIn({ ...ana, ...who }, { teams: served })).toBe(id)
    expect(refusalOf({ ...ana, ...who }, { teams: served, emailDomains: [] })).toBe(
      id === undefined ? 'foreign team' : undefined,
    )
  })
})

describe('whose e-mail address counts', () => {
  test.each<[string, Partial<Person>, string]>([
    ['a confirmed one of an allowed domain', {}, 'ana@acme.test'],
    ['whatever its case', { email: ' Ana@ACME.test ' }, 'ana@acme.test'],
  ])('%s', (_which, change, email) => {
    expect(identifyingEmail({ ...ana, ...change }, workplace)).toBe(email)
  })

  test.each<[string, Partial<Person>, string]>([
    ['an unconfirmed one', { emailConfirmed: false }, 'unconfirmed'],
    ['one of which Slack does not say', { emailConfirmed: 'unknown' }, 'confirmation unknown'],
    ['one of another domain', { email: 'ana@evil.test' }, 'foreign domain'],
    ['one of a domain below ours', { email: 'ana@sub.acme.test' }, 'foreign domain'],
    ['one that only ends like ours', { email: 'ana@notacme.test' }, 'foreign domain'],
    ['one with two signs', { email: 'ana@evil.test@acme.test' }, 'hidden'],
    ['one without a name', { email: '@acme.test' }, 'hidden'],
    ['an empty one', { email: '' }, 'hidden'],
    // U+212A and U+0131 are lower-cased, or folded, to letters that somebody else's address has.
    ['one with a Kelvin sign for a k', { email: 'mi\u212ae@acme.test' }, 'unusable'],
    ['one with a dotless i', { email: 'm\u0131ke@acme.test' }, 'unusable'],
    ['one of a domain that only looks like ours', { email: 'ana@\u0430cme.test' }, 'foreign domain'],
    ['one with an umlaut', { email: 'j\u00f6rg@acme.test' }, 'unusable'],
    ['one with a space in it', { email: 'an a@acme.test' }, 'unusable'],
    ['one with an invisible character', { email: 'ana\u200b@acme.test' }, 'unusable'],
  ])('not %s', (_which, change, because) => {
    expect(() => identifyingEmail({ ...ana, ...change }, workplace)).toThrow(
      expect.objectContaining({ facts: { because } }),
    )
  })

  test('to end tokens also one of somebody deactivated, of whom Slack says no more', () => {
    const left: Person = { ...ana, deleted: true, emailConfirmed: 'unknown' }
    expect(emailToEndTokensOf(left, workplace)).toBe('ana@acme.test')
    expect(() => identifyingEmail(left, workplace)).toThrow(BotError)
    for (const change of [{ deleted: false }, { emailConfirmed: false }, { email: 'ana@evil.test' }]) {
      expect(() => emailToEndTokensOf({ ...left, ...change }, workplace)).toThrow(BotError)
    }
  })

  test('not one that we cannot see', () => {
    const { email: _hidden, ...rest } = ana
    expect(() => identifyingEmail(rest, workplace)).toThrow(expect.objectContaining({ facts: { because: 'hidden' } }))
  })
})

describe('two addresses', () => {
  test.each<[string | undefined, string | undefined, boolean]>([
    ['ana@acme.test', 'Ana@ACME.test', true],
    [' ana@acme.test', 'ana@acme.test ', true],
    ['ana@acme.test', 'ana+x@acme.test', false],
    ['mike@acme.test', 'mi\u212ae@acme.test', false],
    ['mike@acme.test', 'MI\u212aE@acme.test', false],
    ['j\u00f6rg@acme.test', 'J\u00d6RG@acme.test', false],
    ['j\u00f6rg@acme.test', 'j\u00f6rg@acme.test', true],
    ['ana@acme.test', undefined, false],
    [undefined, 'ana@acme.test', false],
    [undefined, undefined, false],
  ])('%j and %j are the same: %s', (one, other, same) => {
    expect([sameEmail(one, other), sameEmail(other, one)]).toEqual([same, same])
  })
})
