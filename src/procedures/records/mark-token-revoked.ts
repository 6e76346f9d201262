// Writes down that a token is gone at Dremio; nothing happens if it is not one of ours.

import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import type { Cause, Token } from '../../core/tokens/token.ts'
import { updateToken } from './update-token.ts'

/** `cause` is why the bot ended it by itself, if it did. True if it was not written down before. */
export async function markTokenRevoked(
  ports: Pick<Ports, 'tokens' | 'alarms' | 'clock'>,
  tid: string,
  cause?: Cause,
): Promise<boolean> {
  const token = await ports.tokens.find(tid)
  if (!token || token.state === 'revoked') return false
  const { replaces } = token
  // The one that it was to replace works on. Set before as well, so that a crash cannot forget that.
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now() + MINUTE)
  let isNew = false
  await updateToken(ports, tid, (before) => {
    isNew = before.state !== 'revoked'
    return isNew ? revoked(before, cause) : before
  })
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now())
  return isNew
}

function revoked({ endedFor, ...token }: Token, cause: Cause | undefined): Token {
  return { ...token, state: 'revoked', ...(cause && { endedFor: cause }) }
}
