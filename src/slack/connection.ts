// Connects to Slack with retries, and knows which workspace the token belongs to and whether the connection is up.
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import type { GuardLog } from './guard.ts'

const FIRST_PAUSE = SECOND
const LONGEST_PAUSE = 30 * SECOND

export interface SlackConnection {
  /** The workspace that the token belongs to; undefined until Slack has answered. */
  readonly team: string | undefined
  /**
   * Tries until it is connected or `stopping`. `onKnown` is called as soon as the token's workspace is known. Never
   * rejects.
   */
  connect(stopping: AbortSignal, onKnown: () => void): Promise<void>
  /** For readiness probes. Throws `slack_unavailable`, without a call to Slack. */
  check(): Promise<void>
  /** The beginning of an outage, milliseconds since epoch; undefined if the connection was never up. */
  since(): number | undefined
}

export interface SlackTransport {
  /** Throws `slack_unavailable`. */
  whose(): Promise<{ team: string }>
  /** Opens the socket, in Socket Mode. Throws `slack_unavailable`. */
  open?(): Promise<void>
  /** The reason and the beginning of an outage; undefined if there is none. */
  disconnected?(): { reason: string; since: number } | undefined
}

export function connectToSlack(transport: SlackTransport, log: GuardLog): SlackConnection {
  let team: string | undefined
  let isOpen = false
  let reason = 'not connected'
  return {
    get team() {
      return team
    },
    async connect(stopping, onKnown) {
      for (let pause = FIRST_PAUSE; !stopping.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
        try {
          if (team === undefined) {
            team = (await transport.whose()).team
            onKnown()
          }
          await transport.open?.()
          isOpen = true
          log.info({ team }, 'connected to Slack')
          return
        } catch (error) {
          const now = reasonIn(error)
          // One line for each reason, not one for each attempt in an outage that may last days.
          if (now !== reason) log.error({ reason: now }, 'no connection to Slack yet')
          reason = now
          await pauseOf(pause, stopping)
        }
      }
    },
    async check() {
      const away = isOpen ? transport.disconnected?.() : { reason }
      if (away) throw new BotError('slack_unavailable', { operation: 'connect', reason: away.reason })
    },
    since: () => (!isOpen ? undefined : transport.disconnected?.()?.since),
  }
}

function reasonIn(error: unknown): string {
  if (error instanceof BotError) return (error.facts as { reason?: string }).reason ?? error.code
  return error instanceof Error ? error.name : typeof error
}

function pauseOf(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      // Without this, the listeners of all pauses in an outage would add up.
      stopping.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    timer.unref()
    stopping.addEventListener('abort', end)
  })
}
