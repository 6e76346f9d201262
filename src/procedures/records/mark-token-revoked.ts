// Records that a token is gone at Dremio, unless the token is not one of ours.

import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import type { Cause, Token } from '../../core/tokens/token.ts'
import type { EntryOf } from './compare-and-swap.ts'
import { updateToken } from './update-token.ts'

/** Why the token is gone: `cause` if the bot revoked it by itself, `givenBack` if its owner was done with it. */
export interface Reason {
  cause?: Cause | undefined
  givenBack?: boolean | undefined
}

/** `entryOf` is the audit entry of it. Resolves to true if the token was not recorded as revoked before. */
export async function markTokenRevoked(
  ports: Pick<Ports, 'tokens' | 'audit' | 'alarms' | 'clock'>,
  tid: string,
  reason: Reason = {},
  entryOf?: EntryOf<Token>,
): Promise<boolean> {
  const token = await ports.tokens.find(tid)
  if (token?.state === 'revoked') await addReason(ports, tid, reason, entryOf)
  if (!token || token.state === 'revoked') return false
  const { replaces, ended, owner } = token
  // The alarm lets the token that this one was to replace stay active. It is set before the write as well, so that a
  // crash cannot lose it.
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now() + MINUTE)
  // Whoever ended everything of the owner hears that this token is gone.
  if (ended) await ports.alarms.set('follow-up-revocation', owner, ports.clock.now() + MINUTE)
  let isNew = false
  await updateToken(
    ports,
    tid,
    (before) => {
      isNew = before.state !== 'revoked'
      return isNew ? revoked(before, reason) : before
    },
    entryOf,
  )
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now())
  if (ended) await ports.alarms.set('follow-up-revocation', owner, ports.clock.now())
  return isNew
}

function revoked({ endedFor, ...token }: Token, reason: Reason): Token {
  return { ...token, state: 'revoked', ...stored(reason) }
}

function stored({ cause, givenBack }: Reason): Pick<Token, 'endedFor' | 'givenBack'> {
  return { ...(cause && { endedFor: cause }), ...(givenBack && { givenBack: true }) }
}

/**
 * A list that was read between the revocation at Dremio and its record has recorded it without its reason. Tokens that
 * were given back are counted, so that has an audit entry beside the one of the list.
 */
async function addReason(
  ports: Pick<Ports, 'tokens' | 'audit' | 'alarms' | 'clock'>,
  tid: string,
  reason: Reason,
  entryOf: EntryOf<Token> | undefined,
): Promise<void> {
  if (!reason.cause && !reason.givenBack) return
  const isKnown = ({ endedFor, givenBack }: Token) => endedFor !== undefined || givenBack !== undefined
  await updateToken(
    ports,
    tid,
    (before) => (isKnown(before) ? before : { ...before, ...stored(reason) }),
    reason.givenBack ? entryOf : undefined,
  )
}
