// Waits out a rate limit of Slack's that ends soon, and gives up on one that lasts.
import { WebAPIRateLimitedError } from '@slack/web-api'
import { SECOND } from '../core/time/duration.ts'

/**
 * Milliseconds in all. A process that waits longer than a message is reserved (a minute) may post it although another one
 * has, and one that is asked to stop has ten seconds.
 */
export const LONGEST_WAIT = 6 * SECOND

/** Throws what `call` throws, a `WebAPIRateLimitedError` if Slack asks for a longer wait. The client must not wait itself. */
export async function waitOutRateLimit<T>(call: () => Promise<T>, longest = LONGEST_WAIT): Promise<T> {
  let waited = 0
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw error
      const wait = error.retryAfter * SECOND
      waited += wait
      if (waited > longest) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}
