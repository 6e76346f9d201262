// Changes what is known of a token by compare-and-swap, trying again on what somebody else made of it meanwhile.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Token } from '../../core/tokens/token.ts'
import { scheduleCardRefresh } from '../messages/publish-request-cards.ts'
import { scheduleReminderCheck } from './schedule-reminders.ts'

/**
 * `change` may throw what refuses; one that returns what it was handed writes nothing. The version is counted here. Throws
 * `no_such_token`.
 */
export async function updateToken(
  ports: Pick<Ports, 'tokens' | 'alarms' | 'clock'>,
  tid: string,
  change: (before: Token) => Token,
): Promise<Token> {
  for (;;) {
    const before = await ports.tokens.find(tid)
    if (!before) throw new BotError('no_such_token', {})
    const after = change(before)
    if (after === before) return before
    await announce(ports, before, after)
    const next = { ...after, version: before.version + 1 }
    if (await ports.tokens.swap(before, next)) return next
  }
}

/** Before it is written, so that no crash leaves a reminder or a card standing that is not true any more. */
async function announce(ports: Pick<Ports, 'tokens' | 'alarms' | 'clock'>, before: Token, after: Token): Promise<void> {
  const differs = (...fields: (keyof Token)[]) => fields.some((field) => after[field] !== before[field])
  if (differs('state', 'replacedBy')) await scheduleReminderCheck(ports, before.owner)
  if (!differs('state', 'replacedBy', 'delivery', 'retiresAt', 'outstandingSince')) return
  const successor = after.replacedBy === undefined ? undefined : await ports.tokens.find(after.replacedBy)
  for (const id of [before.request, successor?.request]) if (id !== undefined) await scheduleCardRefresh(ports, id)
}
