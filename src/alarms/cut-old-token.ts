// Starts the grace period of a replaced token once the new one was received, and revokes the old token after it.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { sendRevocationNotice } from '../procedures/revocation/revoke-or-ask-owner.ts'
import { settleOldToken } from '../procedures/rotation/settle-old-token.ts'

export async function cutOldToken(ports: Ports, tid: string): Promise<void> {
  const old = await ports.tokens.find(tid)
  // The process that revoked the token may have crashed before it told the owner.
  if (old?.state === 'revoked' && old.endedFor === 'cut') return sendRevocationNotice(ports, old, true)
  await settleOldToken(ports, tid)
}

/** The alarms of all tokens that have a successor. */
export async function* oldTokensToCut({ tokens, clock }: Ports): AsyncIterable<AlarmMoment> {
  for await (const { tid, replacedBy, retiresAt } of tokens.everyUnsettled()) {
    if (replacedBy !== undefined) yield { kind: 'cut-old-token', id: tid, due: retiresAt ?? clock.now() }
  }
}
