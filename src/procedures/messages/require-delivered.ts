// What has to be said in the end: an alarm that could not say it comes again.
import { BotError } from '../../core/errors.ts'

/** Throws `slack_unavailable` for what could not be said. */
export function requireDelivered(isSaid: boolean): void {
  if (!isSaid)
    throw new BotError('slack_unavailable', { operation: 'show how a request stands', reason: 'see the log' })
}
