// The paths that may be called, and no others: `DELETE …/token` without a user would end the tokens of everybody.
import { BotError } from '../core/errors.ts'
import type { Edition } from './editions.ts'

declare const built: unique symbol
/** Only this file makes one, so the client cannot be handed a path that was put together elsewhere. */
export type Path = string & { readonly [built]: true }

/** One person's tokens. Throws `broken` if the id is no UUID. */
export function tokensOf(uid: string): Path {
  return `/user/${checked(uid)}/token` as Path
}

/** One token. Throws `broken` if an id is no UUID. */
export function tokenOf(uid: string, tid: string): Path {
  return `${tokensOf(uid)}/${checked(tid)}` as Path
}

export function usersIn(edition: Edition): Path {
  return (edition === 'cloud' ? '/users' : '/user') as Path
}

/**
 * On Software 26 `DELETE /api/v3/token` ends every token of every user, beyond recall, and an empty or dotted id can
 * collapse into it on the way. A UUID cannot, and it needs no encoding.
 */
function checked(id: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id)) throw new BotError('broken', {})
  return id.toLowerCase()
}
