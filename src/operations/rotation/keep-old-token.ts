// "Keep longer": the old token's grace time is made longer, as far as the policy and its expiry go.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { longerGrace } from '../../core/tokens/rotation.ts'
import type { Token } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { redrawCardOf } from '../../procedures/messages/refresh-token-cards.ts'
import { changeToken } from '../../procedures/records/update-token.ts'
import { record } from '../../procedures/records/write-audit-entry.ts'
import { retiringToken } from '../../procedures/rotation/find-retiring-token.ts'

/** `tid` is the old one's. Throws `no_such_token`, `token_moved_on`, `kept_longest`. */
export async function keepOldToken(ports: Ports, actor: Actor, tid: string): Promise<Token> {
  const person = await admit(ports, actor)
  await retiringToken(ports, person, tid)
  const now = ports.clock.now()
  const kept = await changeToken(ports, tid, (before) => {
    const retiresAt = longerGrace(before, ports.policy().rotation, now)
    if (retiresAt === undefined) throw new BotError('kept_longest', { until: before.retiresAt ?? now })
    const { endedFor, outstandingSince, ...rest } = before
    return { ...rest, retiresAt }
  })
  await ports.alarms.set('cut-old-token', tid, kept.retiresAt ?? now)
  const { uid, label, retiresAt = now } = kept
  const note = `until ${new Date(retiresAt).toISOString()}`
  await record(ports, { deed: 'kept longer', by: person.id, for: person.id, tid, uid, label, note })
  if (kept.replacedBy !== undefined) await redrawCardOf(ports, kept.replacedBy)
  return kept
}
