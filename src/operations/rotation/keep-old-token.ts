// "Keep longer": extends the old token's grace period, within the limits of the policy and of its expiry.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { longerGrace } from '../../core/tokens/rotation.ts'
import type { Token } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { refreshTokenCards } from '../../procedures/messages/refresh-token-cards.ts'
import { updateToken } from '../../procedures/records/update-token.ts'
import { findRetiringToken } from '../../procedures/rotation/find-retiring-token.ts'

/** `tid` is the id of the old token. Throws `no_such_token`, `token_stale`, `kept_longest`. */
export async function keepOldToken(ports: Ports, actor: Actor, tid: string): Promise<Token> {
  const person = await admit(ports, actor)
  await findRetiringToken(ports, person, tid)
  const now = ports.clock.now()
  const kept = await updateToken(
    ports,
    tid,
    (before) => {
      const retiresAt = longerGrace(before, ports.policy().rotation, now)
      if (retiresAt === undefined) throw new BotError('kept_longest', { until: before.retiresAt ?? now })
      const { endedFor, outstandingSince, ...rest } = before
      return { ...rest, retiresAt }
    },
    ({ uid, label, retiresAt = now }) => {
      const note = `until ${new Date(retiresAt).toISOString()}`
      return { action: 'rotation.grace_extended', by: person.id, for: person.id, tid, uid, label, note }
    },
  )
  await ports.alarms.set('cut-old-token', tid, kept.retiresAt ?? now)
  if (kept.replacedBy !== undefined) await refreshTokenCards(ports, kept.replacedBy)
  return kept
}
