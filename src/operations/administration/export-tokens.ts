// Sends an administrator everybody's known tokens, or those that a filter leaves, as a CSV file.
import { csvOf } from '../../core/csv.ts'
import { isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { shortId } from '../../core/tokens/token-id.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import type { KnownToken } from '../../procedures/records/every-token.ts'
import { findTokens, type TokenQuery } from './list-all-tokens.ts'

export interface ExportedTokens {
  /** How many tokens are in the file, and how many records could not be read. */
  amount: number
  unreadable: number
  /** The Slack scope that is missing to send a file. Undefined if the file was sent. */
  missingScope?: string
}

const columns = [
  ...['slack_id', 'slack_name', 'slack_email', 'dremio_user_id', 'dremio_user', 'label', 'token_id', 'state'],
  ...['created_at', 'expires_at', 'stops_working_at', 'created_here', 'request', 'left'],
]

/** People who are read at once. */
const AT_ONCE = 200

/** Throws `not_an_administrator`, `too_often`, `slack_unavailable`, and what `admit` throws. */
export async function exportTokens(
  ports: Ports,
  actor: Actor,
  query: Pick<TokenQuery, 'filter' | 'person'>,
): Promise<ExportedTokens> {
  const administrator = await admitAdministrator(ports, actor)
  await enforceRateLimit(ports, administrator, 'look')
  const { tokens, counts, leavers } = await findTokens(ports, query)
  const names = await dremioNamesOf(ports, [...new Set(tokens.map(({ owner }) => owner))])
  const idOf = shortIds(tokens)
  const rows = tokens.map((token) =>
    rowOf(ports, token, { id: idOf(token), dremioName: names.get(token.owner), hasLeft: leavers.has(token.owner) }),
  )
  const exported = { amount: tokens.length, unreadable: counts.unreadable }
  try {
    await ports.messenger.sendTokens(administrator.id, csvOf([columns, ...rows]))
    return exported
  } catch (error) {
    if (isBotError(error, 'slack_scope_missing')) return { ...exported, missingScope: error.facts.scope }
    throw error
  }
}

/** Slack's names only as far as they are known already: Slack answers too slowly to be asked about everybody. */
function rowOf(
  { directory }: Pick<Ports, 'directory'>,
  token: KnownToken,
  { id, dremioName = '', hasLeft }: { id: string; dremioName: string | undefined; hasLeft: boolean },
) {
  const { owner, uid, label, state, createdAt, expiresAt, endsAt, madeHere, request = '' } = token
  const person = directory.known(owner)
  return [
    ...[owner, person?.name ?? '', person?.email ?? '', uid, dremioName, label, id, state],
    ...[createdAt, expiresAt, endsAt].map((at) => new Date(at).toISOString()),
    ...[String(madeHere), request, String(hasLeft)],
  ]
}

/** Files are passed on, and whoever knows a whole id can report the token as leaked. */
function shortIds(tokens: readonly KnownToken[]): (token: KnownToken) => string {
  const alike = new Map<string, string[]>()
  for (const { tid } of tokens) alike.set(shortId(tid), [...(alike.get(shortId(tid)) ?? []), tid])
  return ({ tid }) => shortId(tid, alike.get(shortId(tid)))
}

async function dremioNamesOf({ links }: Pick<Ports, 'links'>, people: readonly string[]) {
  const names = new Map<string, string>()
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const batch = people.slice(from, from + AT_ONCE)
    // A link that cannot be read leaves its cell empty; the tokens are in the file all the same.
    const found = await Promise.all(
      batch.map((person) =>
        links.of(person).catch((error: unknown) => {
          if (isBotError(error, 'broken')) return undefined
          throw error
        }),
      ),
    )
    for (const link of found) if (link) names.set(link.person, link.dremioName)
  }
  return names
}
