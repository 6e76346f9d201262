// The people of demo and playground, as Slack and Dremio know them. The world of the tests would bring the bot along.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { UserSeed } from '../world/dremio/dremio.ts'

export interface Employee {
  id: string
  name: string
  realName: string
  email: string
  timeZone: string
  /** Dremio's user id. */
  uid: string
}

const employee = (id: string, realName: string, uid: string, timeZone: string): Employee => {
  const name = realName.toLowerCase()
  return { id, name, realName, email: `${name}@acme.test`, timeZone, uid }
}

export const ana = employee('UANA', 'Ana', '11111111-1111-4111-8111-111111111111', 'Europe/Berlin')
export const bea = employee('UBEA', 'Bea', '22222222-2222-4222-8222-222222222222', 'Asia/Kolkata')
export const carl = employee('UCARL', 'Carl', '33333333-3333-4333-8333-333333333333', 'UTC')

export const ALLOWED_EMAIL_DOMAINS = 'acme.test'

export function atDremio(employees: readonly Employee[]): UserSeed[] {
  return employees.map(({ uid, email }) => ({ id: uid, name: email, email }))
}

/** What manifest.yml asks for, so that a scope that is missing there is missing here. */
export function grantedScopes(): string[] {
  const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } }
  }
  return manifest.oauth_config.scopes.bot
}
