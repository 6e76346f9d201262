// Records that a token is gone at Dremio, unless the token is not one of ours.

import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import type { Cause, Token } from '../../core/tokens/token.ts'
import type { EntryOf } from './compare-and-swap.ts'
import { updateToken } from './update-token.ts'

/**
 * `cause` is set if the bot revoked the token by itself, `entryOf` if no audit entry was written before. Resolves to true if the token was not recorded as revoked
 * before.
 */
export async function markTokenRevoked(
  ports: Pick<Ports, 'tokens' | 'audit' | 'alarms' | 'clock'>,
  tid: string,
  cause?: Cause,
  entryOf?: EntryOf<Token>,
): Promise<boolean> {
  const token = await ports.tokens.find(tid)
  if (token?.state === 'revoked' && cause) await addCause(ports, tid, cause)
  if (!token || token.state === 'revoked') return false
  const { replaces } = token
  // The alarm lets the token that this one was to replace stay active. It is set before the write as well, so that a
  // crash cannot lose it.
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now() + MINUTE)
  let isNew = false
  await updateToken(
    ports,
    tid,
    (before) => {
      isNew = before.state !== 'revoked'
      return isNew ? revoked(before, cause) : before
    },
    entryOf,
  )
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now())
  return isNew
}

function revoked({ endedFor, ...token }: Token, cause: Cause | undefined): Token {
  return { ...token, state: 'revoked', ...(cause && { endedFor: cause }) }
}

/** A list that was read between the revocation at Dremio and its record has recorded it without its cause. */
async function addCause(
  ports: Pick<Ports, 'tokens' | 'audit' | 'alarms' | 'clock'>,
  tid: string,
  cause: Cause,
): Promise<void> {
  await updateToken(ports, tid, (before) => (before.endedFor === undefined ? { ...before, endedFor: cause } : before))
}
