// Changes what is known of a token by compare-and-swap, trying again on what somebody else made of it meanwhile.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Token } from '../../core/token.ts'
import { lookSoon } from '../reminding/look-soon.ts'

/**
 * `change` may throw what refuses; one that returns what it was handed writes nothing. The version is counted here. Throws
 * `no_such_token`.
 */
export async function changeToken(
  ports: Pick<Ports, 'tokens' | 'alarms' | 'clock'>,
  tid: string,
  change: (before: Token) => Token,
): Promise<Token> {
  for (;;) {
    const before = await ports.tokens.find(tid)
    if (!before) throw new BotError('no_such_token', {})
    const after = change(before)
    if (after === before) return before
    // What was said of it before is not true any more.
    if (after.state !== before.state || after.replacedBy !== before.replacedBy) await lookSoon(ports, before.owner)
    const next = { ...after, version: before.version + 1 }
    if (await ports.tokens.swap(before, next)) return next
  }
}
