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

export function asCloudUser(user: User): Record<string, unknown> {
  const [firstName = '', lastName = ''] = user.name.split(' ')
  const { id, active, identityType } = user
  // Cloud names people by their e-mail address and service users by a name.
  return identityType === 'REGULAR_USER'
    ? { id, active, name: user.email, firstName, lastName, identityType }
    : { id, active, name: user.name, identityType }
}

export function asSoftwareUser(user: User): Record<string, unknown> {
  const role = (id: string, name: string) => ({ id, name, type: 'SYSTEM' })
  const roles = [role('8ac1bbca-479c-4c47-87e9-7f946f665c13', 'PUBLIC')]
  if (user.admin) roles.push(role('43dce6d7-40ff-4afa-9901-71c30eb92744', 'ADMIN'))
  return {
    '@type': 'EnterpriseUser',
    id: user.id,
    name: user.name,
    firstName: user.name,
    lastName: '',
    email: user.email,
    tag: 'EuCNt1nnvdI=',
    roles,
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
