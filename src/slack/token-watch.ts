// Whether Slack takes our token: suspected when a call or an event says so, asked afresh, and asked again until it does.
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import { reasonOf, refusesToken } from './client.ts'

/** An administrator installs the app again; nobody need hurry more than they. */
const AGAIN = 30 * SECOND

export interface TokenWatch {
  /** Throws `slack_unavailable` with Slack's reason while the token is refused. */
  mustBeTaken(): Promise<void>
  /** Asks Slack, once for all who suspect at the same time, if the error is Slack's refusal of the token, or none is given. */
  suspect(error?: unknown): void
  /** The same handler of errors, that suspects each of them first. */
  noticing<More extends unknown[]>(handle: (error: unknown, ...more: More) => void): typeof handle
  stop(): void
}

export interface TokenWatchWorld {
  client: WebClient
  log: { info(facts: object, message: string): void; error(facts: object, message: string): void }
  /** What this process does by itself, if it does: it waits while nobody could be told of it. */
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
    // An outage says nothing either way: what was known holds.
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
