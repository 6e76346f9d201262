// The only paths that may be called, because `DELETE …/token` without a user would revoke everybody's tokens.
import { BotError } from '../core/errors.ts'
import type { Edition } from './editions.ts'

declare const built: unique symbol
/** Only this file can make a Path, so the client cannot be called with a path that was built elsewhere. */
export type Path = string & { readonly [built]: true }

const prefixes: Readonly<Record<Edition, string>> = { cloud: '/v0', software: '/api/v3' }

/** The path of one person's tokens. Throws `broken` if the id is no UUID. */
export function tokensOf(edition: Edition, uid: string): Path {
  return `${prefixes[edition]}/user/${checked(uid)}/token` as Path
}

/** The path of one token. Throws `broken` if an id is no UUID. */
export function tokenOf(edition: Edition, uid: string, tid: string): Path {
  return `${tokensOf(edition, uid)}/${checked(tid)}` as Path
}

export function usersIn(edition: Edition): Path {
  return (prefixes[edition] + (edition === 'cloud' ? '/users' : '/user')) as Path
}

/**
 * The path of one user, with their roles. Cloud returns roles only at `/v1`, which Dremio's own command line reads
 * (https://github.com/dremio/cli, `src/drs/client.py`). Throws `broken` if the id is no UUID.
 */
export function userOf(edition: Edition, uid: string): Path {
  return (edition === 'cloud' ? `/v1/users/${checked(uid)}` : `${usersIn(edition)}/${checked(uid)}`) as Path
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(id: unknown): id is string {
  return typeof id === 'string' && UUID.test(id)
}

/**
 * On Software 26 `DELETE /api/v3/token` revokes every token of every user for good, and a path with an empty or dotted
 * id could be normalized to that one. A UUID cannot, and it needs no encoding.
 */
function checked(id: string): string {
  if (!isUuid(id)) throw new BotError('broken', {})
  return id.toLowerCase()
}
