// Whom we serve, and whose e-mail address counts.
import { describe, expect, test } from 'vitest'
import { identifyingEmail, type Person, refusalOf } from '../../src/core/person.ts'

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
    ['one of another domain', { email: 'ana@evil.test' }, 'foreign domain'],
    ['one of a domain below ours', { email: 'ana@sub.acme.test' }, 'foreign domain'],
    ['one that only ends like ours', { email: 'ana@notacme.test' }, 'foreign domain'],
    ['one with two signs', { email: 'ana@evil.test@acme.test' }, 'hidden'],
    ['one without a name', { email: '@acme.test' }, 'hidden'],
    ['an empty one', { email: '' }, 'hidden'],
  ])('not %s', (_which, change, because) => {
    expect(() => identifyingEmail({ ...ana, ...change }, workplace)).toThrow(
      expect.objectContaining({ facts: { because } }),
    )
  })

  test('not one that we cannot see', () => {
    const { email: _hidden, ...rest } = ana
    expect(() => identifyingEmail(rest, workplace)).toThrow(expect.objectContaining({ facts: { because: 'hidden' } }))
  })
})
