// Records that a token which an administrator wanted to end still works: it is outstanding from then on.
import type { Ports } from '../../core/ports.ts'
import { DAY } from '../../core/time/duration.ts'
import type { Token } from '../../core/tokens/token.ts'
import { updateToken } from '../records/update-token.ts'
import type { TokenToEndOf } from './find-tokens-to-end.ts'

/**
 * `owner` and `by` are Slack ids. `at` is when the administrator did it, milliseconds since epoch: tokens with the same
 * `by` and `at` are followed up in one message. `isLater` if the bot may be able to end it soon. Resolves to false if it was left to them before. Throws
 * `redis_unavailable`.
 */
export async function leaveTokenToOwner(
  ports: Pick<Ports, 'tokens' | 'audit' | 'alarms' | 'clock'>,
  owner: string,
  { known, tid, uid, label, createdAt, expiresAt }: TokenToEndOf,
  { by, at, isLater }: NonNullable<Token['ended']> & { isLater: boolean },
): Promise<boolean> {
  // First, so that a crash cannot leave a token that nobody follows up.
  await ports.alarms.setNoLater('follow-up-revocation', owner, at + DAY)
  // An external token gets a record of its own, so that it is listed as outstanding.
  if (!known) {
    const dates = { createdAt, expiresAt, version: 1 }
    await ports.tokens.add({ tid, uid, owner, label, ...dates, state: 'active', delivery: 'confirmed' })
  }
  let isNew = false
  await updateToken(
    ports,
    tid,
    (before) => {
      isNew = before.ended === undefined && before.state !== 'revoked'
      return isNew ? { ...before, ended: { by, at }, outstandingSince: before.outstandingSince ?? at } : before
    },
    () => ({
      ...{ action: 'token.outstanding', by, for: owner, tid, uid, label },
      ...(!isLater && { note: 'only its owner can end it' }),
    }),
  )
  return isNew
}
