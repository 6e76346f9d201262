// The users of the simulated Dremio: how they are found by a filter and how each edition describes them.
import { Refusal } from './answer.ts'

export interface UserSeed {
  /** UUID. */
  readonly id: string
  /** On Cloud the user's name is the e-mail address. */
  readonly email: string
  readonly name?: string
  readonly active?: boolean
  readonly identityType?: 'REGULAR_USER' | 'SERVICE_USER'
  readonly admin?: boolean
}

/** May be changed by a test at any time. */
export interface User {
  readonly id: string
  name: string
  email: string
  active: boolean
  identityType: 'REGULAR_USER' | 'SERVICE_USER'
  admin: boolean
}

export function seedUser(seed: UserSeed): User {
  return {
    id: seed.id,
    name: seed.name ?? seed.email.split('@')[0] ?? seed.email,
    email: seed.email,
    active: seed.active ?? true,
    identityType: seed.identityType ?? 'REGULAR_USER',
    admin: seed.admin ?? false,
  }
}

/** Cloud names people by their e-mail address, and service users by a name as Software does everybody. */
export function userNameOf(user: User, edition: 'cloud' | 'software'): string {
  return edition === 'cloud' && user.identityType === 'REGULAR_USER' ? user.email : user.name
}

/** Names are not case-sensitive. */
export function userNamed(name: string, users: Iterable<User>, edition: 'cloud' | 'software'): User | undefined {
  return [...users].find((user) => userNameOf(user, edition).toLowerCase() === name.toLowerCase())
}

/** Only people who are active now can sign in or be signed in for. */
export function maySignIn(user: User | undefined): user is User {
  return user?.active === true && user.identityType === 'REGULAR_USER'
}

export function asCloudUser(user: User): Record<string, unknown> {
  const [firstName = '', lastName = ''] = user.name.split(' ')
  const { id, active, identityType } = user
  const name = userNameOf(user, 'cloud')
  return identityType === 'REGULAR_USER'
    ? { id, active, name, firstName, lastName, identityType }
    : { id, active, name, identityType }
}

/** Cloud's `/v1` adds the roles, without a type (facts, section 4: seen in the tests of Dremio's own CLI only). */
export function asCloudUserV1(user: User): Record<string, unknown> {
  return { ...asCloudUser(user), roles: rolesOf(user) }
}

function rolesOf({ admin }: User): { id: string; name: string }[] {
  const everybody = { id: '8ac1bbca-479c-4c47-87e9-7f946f665c13', name: 'PUBLIC' }
  return admin ? [everybody, { id: '43dce6d7-40ff-4afa-9901-71c30eb92744', name: 'ADMIN' }] : [everybody]
}

export function asSoftwareUser(user: User): Record<string, unknown> {
  return {
    '@type': 'EnterpriseUser',
    id: user.id,
    name: user.name,
    firstName: user.name,
    lastName: '',
    email: user.email,
    tag: 'EuCNt1nnvdI=',
    roles: rolesOf(user).map((role) => ({ ...role, type: 'SYSTEM' })),
    source: 'local',
    identityType: user.identityType,
    active: user.active,
  }
}

/** `all` are users as the edition describes them; `fields` those that its filter knows. */
export function filtered(
  all: Record<string, unknown>[],
  filter: string | null,
  fields: readonly string[],
): Record<string, unknown>[] {
  if (filter === null) return all
  const matches = readFilter(filter, fields)
  return all.filter(matches)
}

/**
 * The part of Dremio's expression language that matters here: equalities joined by `&&` and `||`. An `||` that got in
 * through an e-mail address really widens the answer, so that a test sees it.
 */
function readFilter(filter: string, fields: readonly string[]): (user: Record<string, unknown>) => boolean {
  const alternatives = filter.split('||').map((alternative) => alternative.split('&&').map(readEquality))
  return (user) =>
    alternatives.some((all) =>
      all.every(({ field, value }) => String(user[field] ?? '').toLowerCase() === value.toLowerCase()),
    )

  function readEquality(text: string): { field: string; value: string } {
    const match = /^\s*(\w+)\s*==\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*$/.exec(text)
    if (!match || !fields.includes(match[1] ?? '')) throw new Refusal(400, 'Invalid filter expression')
    return { field: match[1] ?? '', value: match[2] ?? match[3] ?? '' }
  }
}
