// Shows the owner of a token who reported it as leaked, in one message for each token that every process edits.
import type { Ports } from '../../core/ports.ts'
import type { DeliveryResult } from '../../core/reminders/reminder-message.ts'
import type { Token } from '../../core/tokens/token.ts'

/** The message is drawn again at most so many times in one call, each time because the token was changed meanwhile. */
const MOST_REDRAWS = 5

/**
 * Does nothing for a token that nobody reported. Two people may report a token at the same moment through two
 * processes: the one that drew an older record sees that and draws again.
 */
export async function showLeakReport(
  ports: Pick<Ports, 'tokens' | 'messenger'>,
  token: Token,
): Promise<DeliveryResult> {
  let drawn = token
  let result: DeliveryResult = 'delivered'
  for (let redraws = 0; redraws < MOST_REDRAWS && drawn.leakReporters !== undefined; redraws += 1) {
    result = await ports.messenger.showLeakReport(drawn)
    const now = await ports.tokens.find(token.tid)
    if (!now || now.version === drawn.version) break
    drawn = now
  }
  return result
}
