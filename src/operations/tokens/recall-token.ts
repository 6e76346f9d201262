// Returns what a token was requested with, so that the same can be requested again when it no longer works.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { findRemindedToken } from '../../procedures/reminders/find-reminded-token.ts'

export interface RecalledToken {
  label: string
  /** Milliseconds. */
  lifetime: number
  /** Undefined if the request is not stored anymore, or the token was created outside the bot. */
  reason?: string
  /** Id of the token that it was to replace. */
  replaces?: string
}

/** Throws what `findRemindedToken` throws. */
export async function recallToken(ports: Ports, actor: Actor, tid: string): Promise<RecalledToken> {
  const person = await admit(ports, actor)
  const { token } = await findRemindedToken(ports, person, tid)
  const id = (await ports.tokens.find(tid))?.request
  const request = id === undefined ? undefined : await ports.requests.find(id)
  if (request?.requester === person.id) {
    const { label, asked, reason, replaces } = request
    return { label, lifetime: asked, reason, ...(replaces && { replaces: replaces.tid }) }
  }
  // Dremio's two moments are not exactly one lifetime apart, so the lifetime is rounded to minutes.
  const minutes = Math.round((token.expiresAt - token.createdAt) / MINUTE)
  return { label: token.label, lifetime: minutes * MINUTE }
}
