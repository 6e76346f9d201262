// "The same human or nothing", as a table: who asked in Slack, who signed in at Dremio, and whether they are one person.
import { describe, expect, test } from 'vitest'
import type { Mismatch } from '../../../src/core/people/identity-refusals.ts'
import type { Link, Person } from '../../../src/core/people/person.ts'
import { verifyIdentity } from '../../../src/core/people/verify-identity.ts'
import type { DremioUser } from '../../../src/core/ports.ts'

const ana = '11111111-1111-4111-8111-111111111111'
const mallory = '99999999-9999-4999-8999-999999999999'
const workplace = { teams: ['T0ACME'], emailDomains: ['acme.test', 'eu.acme.test'] }

const person: Person = {
  id: 'UANA',
  name: 'ana',
  teams: ['T0ACME'],
  email: 'ana@acme.test',
  emailConfirmed: true,
  timeZone: 'UTC',
  deleted: false,
  bot: false,
  guest: false,
  stranger: false,
  invited: false,
  outOfOffice: false,
}
const anaAtDremio: DremioUser = { uid: ana, name: 'ana@acme.test' }
const link: Link = {
  person: 'UANA',
  uid: ana,
  dremioName: 'ana@acme.test',
  proof: 'sign-in',
  email: 'ana@acme.test',
  at: 1,
  by: 'UANA',
}
const byAdministrator: Link = { ...link, proof: 'administrator', email: undefined, by: 'UCARL' }

interface Case {
  when: string
  person?: { email?: string | undefined; emailConfirmed?: boolean | 'unknown' }
  link?: Link | undefined
  signedIn?: string | undefined
  /** Dremio's users with the person's address; `null` if Dremio would not say. */
  matches?: DremioUser[] | null
}

function judge({ person: change, link: known, matches = [anaAtDremio], ...rest }: Case) {
  return verifyIdentity({
    person: { ...person, ...change } as Person,
    workplace,
    link: known,
    uid: 'signedIn' in rest ? rest.signedIn : ana,
    matches: matches ?? undefined,
  })
}

describe('the same human', () => {
  test.each<Case & { links?: boolean }>([
    { when: 'the one user with their address signed in', links: true },
    { when: 'the address differs in case only', person: { email: 'Ana@ACME.test' }, links: true },
    { when: 'spaces stand around the address', person: { email: ' ana@acme.test ' }, links: true },
    {
      when: 'the address is of the second domain that counts',
      person: { email: 'ana@eu.acme.test' },
      matches: [{ uid: ana, name: 'ana@eu.acme.test' }],
      links: true,
    },
    { when: 'a plus address is the same on both sides', person: { email: 'ana+bi@acme.test' }, links: true },
    { when: 'they proved it before, and Dremio tells nobody’s address', link, matches: null },
    { when: 'they proved it by e-mail before', link: { ...link, proof: 'email' }, matches: [] },
    { when: 'the account was renamed at Dremio after they proved it', link, matches: [] },
    { when: 'the proved address differs in case only', link, person: { email: 'ANA@acme.test' } },
    { when: 'an administrator said so', link: byAdministrator, matches: null },
    { when: 'an administrator said so, whatever the address', link: byAdministrator, person: { email: 'a@else.test' } },
    {
      when: 'an administrator said so, and Slack hides the address',
      link: byAdministrator,
      person: { email: undefined },
    },
  ])('if $when', ({ links = false, ...given }) => {
    const decision = judge(given)
    expect(decision).toMatchObject({ same: true, uid: ana })
    // A link is made only where there was none.
    expect(decision.same && decision.user !== undefined).toBe(links)
  })
})

describe('nobody', () => {
  test.each<Case & { because: Mismatch }>([
    { when: 'the link was forwarded and the attacker’s victim signed in', signedIn: mallory, because: 'somebody else' },
    { when: 'no Dremio user has the address', matches: [], because: 'somebody else' },
    {
      when: 'a user with another address signed in, whoever has the right one',
      signedIn: mallory,
      matches: [anaAtDremio],
      because: 'somebody else',
    },
    {
      when: 'the Dremio user has the address without the plus',
      person: { email: 'ana+bi@acme.test' },
      matches: [],
      because: 'somebody else',
    },
    {
      when: 'two Dremio users have the address, though one of them signed in',
      matches: [anaAtDremio, { uid: mallory, name: 'ana' }],
      because: 'several users',
    },
    { when: 'Slack’s address is not confirmed', person: { emailConfirmed: false }, because: 'unconfirmed' },
    {
      when: 'Slack does not say whether its address is confirmed',
      person: { emailConfirmed: 'unknown' },
      because: 'confirmation unknown',
    },
    { when: 'Slack hides the address', person: { email: undefined }, because: 'hidden' },
    { when: 'the address is of another domain', person: { email: 'ana@gmail.test' }, because: 'foreign domain' },
    { when: 'the domain only ends alike', person: { email: 'ana@notacme.test' }, because: 'foreign domain' },
    { when: 'the domain is below one that counts', person: { email: 'ana@x.acme.test' }, because: 'foreign domain' },
    { when: 'a second address hides in the first', person: { email: 'ana@evil.test@acme.test' }, because: 'hidden' },
    {
      when: 'a Kelvin sign stands in the address for a k, which lower case would make of it',
      person: { email: 'mi\u212ae@acme.test' },
      matches: [{ uid: ana, name: 'mike@acme.test' }],
      because: 'unusable',
    },
    {
      when: 'their address changed to one that Unicode folds to the proved one',
      link: { ...link, email: 'mike@acme.test' },
      person: { email: 'mi\u212ae@acme.test' },
      because: 'email changed',
    },
    { when: 'Dremio did not say who signed in', signedIn: undefined, because: 'nobody named' },
    { when: 'Dremio did not say, though they are linked', signedIn: undefined, link, because: 'nobody named' },
    { when: 'Dremio does not show whose the account is', matches: null, because: 'not told' },
    { when: 'they are linked to another user', link, signedIn: mallory, because: 'linked to another' },
    {
      when: 'an administrator linked them to another user, though the address fits',
      link: { ...byAdministrator, uid: mallory },
      because: 'assigned to another',
    },
    {
      when: 'their address changed since they proved it',
      link,
      person: { email: 'ana.m@acme.test' },
      because: 'email changed',
    },
    {
      when: 'their address changed to that of whoever signed in',
      link,
      person: { email: 'mallory@acme.test' },
      signedIn: mallory,
      matches: [{ uid: mallory, name: 'mallory@acme.test' }],
      because: 'email changed',
    },
    {
      when: 'their address vanished since they proved it',
      link,
      person: { email: undefined },
      because: 'email changed',
    },
  ])('if $when: $because', ({ because, ...given }) => {
    expect(judge(given)).toEqual({ same: false, because })
  })
})
