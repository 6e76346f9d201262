// Detects that Slack refuses the bot's token: checks it when that is suspected, and again until Slack accepts it.
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import { reasonOf, refusesToken } from './client.ts'

/** An administrator has to install the app again, so a short interval is not needed. */
const AGAIN = 30 * SECOND

export interface TokenWatch {
  /** Throws `slack_unavailable` with Slack's reason while the token is refused. */
  mustBeTaken(): Promise<void>
  /** Checks the token if the error is Slack's refusal of it, or without an error. Concurrent calls share one check. */
  suspect(error?: unknown): void
  /** Wraps an error handler so that each error is checked with `suspect` first. */
  noticing<More extends unknown[]>(handle: (error: unknown, ...more: More) => void): typeof handle
  stop(): void
}

export interface TokenWatchWorld {
  client: WebClient
  log: { info(facts: object, message: string): void; error(facts: object, message: string): void }
  /**
   * The background jobs of this process, if it has any: they stop while Slack refuses the token, because they could not
   * tell people anything.
   */
  jobs?: { start(): void; stop(): Promise<void> }
}

export function createTokenWatch({ client, log, jobs }: TokenWatchWorld): TokenWatch {
  let refused: string | undefined
  let asking = false
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function ask(): Promise<void> {
    const reason = await client.auth.test().then(
      () => undefined,
      (error: unknown) => reasonOf(error),
    )
    if (stopped) return
    if (reason === undefined && refused !== undefined) {
      refused = undefined
      log.info({}, 'Slack takes our token again')
      jobs?.start()
    } else if (reason !== undefined && refusesToken(reason)) {
      if (refused === undefined) {
        log.error(
          { reason },
          'Slack does not take our token: jobs wait until the app is installed again, nothing is deleted',
        )
        void jobs?.stop()
      }
      refused = reason
    }
    // An outage proves nothing, so the earlier result stays.
    if (refused !== undefined) timer = setTimeout(start, AGAIN).unref()
  }

  function start(): void {
    clearTimeout(timer)
    if (asking) return
    asking = true
    void ask().finally(() => {
      asking = false
    })
  }

  function suspect(error?: unknown): void {
    const reason = error instanceof BotError ? (error.facts as { reason?: string }).reason : error && reasonOf(error)
    const isSuspicious = error === undefined || (typeof reason === 'string' && refusesToken(reason))
    if (isSuspicious && refused === undefined && !stopped) start()
  }

  return {
    async mustBeTaken() {
      if (refused !== undefined) throw new BotError('slack_unavailable', { operation: 'be let in', reason: refused })
    },
    suspect,
    noticing:
      (handle) =>
      (error, ...more) => {
        suspect(error)
        handle(error, ...more)
      },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
