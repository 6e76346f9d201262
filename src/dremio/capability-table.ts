// What each auth method can do at each kind of Dremio, in plain words: for the README's table and the health checks.
import type { Capabilities } from '../core/sessions/session.ts'
import { administratorCapabilities } from './sessions/administrator.ts'
import { type AuthMethodCapabilities, capabilitiesAt, type DremioKind, kinds } from './sessions/capabilities.ts'
import { idpCapabilities } from './sessions/idp.ts'
import { impersonationCapabilities } from './sessions/impersonation.ts'
import { issuerCapabilities } from './sessions/issuer.ts'
import { oauthCapabilities } from './sessions/oauth.ts'
import { tokenCapabilities } from './sessions/token.ts'

const statements: readonly AuthMethodCapabilities[] = [
  oauthCapabilities,
  idpCapabilities,
  impersonationCapabilities,
  issuerCapabilities,
  tokenCapabilities,
]

/** A Markdown table: a row for each auth method, a column for each kind of Dremio. */
export function capabilityTable(): string {
  const head = ['`DREMIO_AUTH`', ...kinds]
  const rows = statements.flatMap((statement) => [
    rowOf(statement, false),
    ...(statement.offline ? [rowOf(statement, true)] : []),
  ])
  const administrator = [
    'any, with `DREMIO_ADMIN_TOKEN`',
    ...kinds.map((kind) => addedByAdministrator(administratorCapabilities[kind])),
  ]
  return [head, head.map(() => '---'), ...rows, administrator].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function rowOf(statement: AuthMethodCapabilities, offline: boolean): string[] {
  const name = `\`${statement.method}\`${offline ? ' with `DREMIO_OFFLINE`' : ''}${statement.experimental ? ' (experimental)' : ''}`
  return [name, ...kinds.map((kind) => whatItDoes(statement, kind, offline))]
}

/** For example `make, list, revoke; people sign in each time`. */
export function whatItDoes(statement: AuthMethodCapabilities, kind: DremioKind, offline: boolean): string {
  const { can, unattended } = capabilitiesAt(statement, kind, offline)
  const operations = [can.create && 'make', can.list && 'list', can.revoke && 'revoke'].filter((name) => name !== false)
  if (operations.length === 0) return 'nothing'
  return [operations.join(', '), attendance(statement, unattended), statement.except].filter(Boolean).join('; ')
}

function attendance({ attended }: AuthMethodCapabilities, unattended: boolean): string {
  if (!attended) return 'nobody signs in'
  return unattended ? 'people sign in once, then it works without them' : 'people sign in each time'
}

export function addedByAdministrator({ list, revoke }: Capabilities['forOthers']): string {
  const operations = [list && 'list', revoke && 'revoke'].filter((name) => name !== false)
  return operations.length === 0 ? 'adds nothing' : `adds: ${operations.join(' and ')} for everybody, look users up`
}
