// A token was replaced: its grace time starts once the new one arrived, and when that is over it is revoked.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { sendRevocationNotice } from '../procedures/revocation/revoke-or-ask-owner.ts'
import { settleOldToken } from '../procedures/rotation/settle-old-token.ts'

export async function cutOldToken(ports: Ports, tid: string): Promise<void> {
  const old = await ports.tokens.find(tid)
  // Whoever ended it may have died before saying so.
  if (old?.state === 'revoked' && old.endedFor === 'cut') return sendRevocationNotice(ports, old, true)
  await settleOldToken(ports, tid)
}

/** Tokens that have a successor: the alarms that they want. */
export async function* oldTokensToCut({ tokens, clock }: Ports): AsyncIterable<AlarmMoment> {
  for await (const { tid, replacedBy, retiresAt } of tokens.everyUnsettled()) {
    if (replacedBy !== undefined) yield { kind: 'cut-old-token', id: tid, due: retiresAt ?? clock.now() }
  }
}
