// Applies one change to a stored token, even while other processes change it, and writes the audit entry of that in one go.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Token } from '../../core/tokens/token.ts'
import { scheduleCardRefresh } from '../messages/publish-request-cards.ts'
import { compareAndSwap, type EntryOf, withNextVersion } from './compare-and-swap.ts'
import { scheduleReminderCheck } from './schedule-reminders.ts'

/**
 * `change` may throw a refusal. Its result gets the next version here. `entryOf` is the audit entry of the change, as for
 * requests. Throws `no_such_token`.
 */
export async function updateToken(
  ports: Pick<Ports, 'tokens' | 'audit' | 'alarms' | 'clock'>,
  tid: string,
  change: (before: Token) => Token,
  entryOf?: EntryOf<Token>,
): Promise<Token> {
  return compareAndSwap(
    {
      async read() {
        const token = await ports.tokens.find(tid)
        if (!token) throw new BotError('no_such_token', {})
        return token
      },
      beforeWriting: (before, after) => announce(ports, before, after),
      swap: (before, after, entries) => ports.tokens.swap(before, after, entries),
      audit: ports.audit,
    },
    withNextVersion(change),
    () => new BotError('broken', {}),
    entryOf,
  )
}

/** Called before the write, so that a crash cannot leave an outdated reminder or card. */
async function announce(ports: Pick<Ports, 'tokens' | 'alarms' | 'clock'>, before: Token, after: Token): Promise<void> {
  const differs = (...fields: (keyof Token)[]) => fields.some((field) => after[field] !== before[field])
  if (differs('state', 'replacedBy')) await scheduleReminderCheck(ports, before.owner)
  if (!differs('state', 'replacedBy', 'delivery', 'retiresAt', 'outstandingSince')) return
  const successor = after.replacedBy === undefined ? undefined : await ports.tokens.find(after.replacedBy)
  for (const id of [before.request, successor?.request]) if (id !== undefined) await scheduleCardRefresh(ports, id)
}
