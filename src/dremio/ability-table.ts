// What each way can do at each kind of Dremio, in plain words: for the README's table and for the check-up.
import type { Abilities } from '../core/sessions/session.ts'
import { administratorsMay } from './sessions/administrator.ts'
import { idpWay } from './sessions/idp.ts'
import { impersonationWay } from './sessions/impersonation.ts'
import { issuerWay } from './sessions/issuer.ts'
import { oauthWay } from './sessions/oauth.ts'
import { abilitiesAt, type DremioKind, kinds, type Statement } from './sessions/statement.ts'
import { tokenWay } from './sessions/token.ts'

const statements: readonly Statement[] = [oauthWay, idpWay, impersonationWay, issuerWay, tokenWay]

/** A Markdown table: a row for each way, a column for each kind of Dremio. */
export function abilityTable(): string {
  const head = ['`DREMIO_AUTH`', ...kinds]
  const rows = statements.flatMap((statement) => [
    rowOf(statement, false),
    ...(statement.offline ? [rowOf(statement, true)] : []),
  ])
  const administrator = [
    'any, with `DREMIO_ADMIN_TOKEN`',
    ...kinds.map((kind) => addedByAdministrator(administratorsMay[kind])),
  ]
  return [head, head.map(() => '---'), ...rows, administrator].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function rowOf(statement: Statement, offline: boolean): string[] {
  const name = `\`${statement.way}\`${offline ? ' with `DREMIO_OFFLINE`' : ''}${statement.experimental ? ' (experimental)' : ''}`
  return [name, ...kinds.map((kind) => whatItDoes(statement, kind, offline))]
}

/** `make, list, revoke; people sign in each time`. */
export function whatItDoes(statement: Statement, kind: DremioKind, offline: boolean): string {
  const { can, unattended } = abilitiesAt(statement, kind, offline)
  const deeds = [can.create && 'make', can.list && 'list', can.revoke && 'revoke'].filter((deed) => deed !== false)
  if (deeds.length === 0) return 'nothing'
  return [deeds.join(', '), attendance(statement, unattended), statement.except].filter(Boolean).join('; ')
}

function attendance({ attended }: Statement, unattended: boolean): string {
  if (!attended) return 'nobody signs in'
  return unattended ? 'people sign in once, then it works without them' : 'people sign in each time'
}

export function addedByAdministrator({ list, revoke }: Abilities['forOthers']): string {
  const deeds = [list && 'list', revoke && 'revoke'].filter((deed) => deed !== false)
  return deeds.length === 0 ? 'adds nothing' : `adds: ${deeds.join(' and ')} for everybody, look users up`
}
