// Connects to Slack, however often that takes, and knows whose workspace it is and whether anything reaches us.
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import type { GuardLog } from './guard.ts'

const FIRST_PAUSE = SECOND
const LONGEST_PAUSE = 30 * SECOND

export interface SlackConnection {
  /** The workspace that the token belongs to; undefined until Slack has said so. */
  readonly team: string | undefined
  /** Tries until it is done or `stopping`. `onKnown` is called as soon as it is known whose token it is. Never rejects. */
  connect(stopping: AbortSignal, onKnown: () => void): Promise<void>
  /** For readiness. Throws `slack_unavailable`, without asking Slack. */
  check(): Promise<void>
  /** Milliseconds since epoch since when it is away, if it was there before. */
  since(): number | undefined
}

export interface SlackTransport {
  /** Throws `slack_unavailable`. */
  whose(): Promise<{ team: string }>
  /** Opens the way in, where one is wanted. Throws `slack_unavailable`. */
  open?(): Promise<void>
  /** Why and since when nothing reaches us; undefined while all is well. */
  away?(): { reason: string; since: number } | undefined
}

export function connectToSlack(wayIn: SlackTransport, log: GuardLog): SlackConnection {
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
            team = (await wayIn.whose()).team
            onKnown()
          }
          await wayIn.open?.()
          isOpen = true
          log.info({ team }, 'connected to Slack')
          return
        } catch (error) {
          const now = reasonIn(error)
          // One line for each reason, not one for each attempt of an outage that may last days.
          if (now !== reason) log.error({ reason: now }, 'no connection to Slack yet')
          reason = now
          await pauseOf(pause, stopping)
        }
      }
    },
    async check() {
      const away = isOpen ? wayIn.away?.() : { reason }
      if (away) throw new BotError('slack_unavailable', { operation: 'connect', reason: away.reason })
    },
    since: () => (!isOpen ? undefined : wayIn.away?.()?.since),
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
      // One listener for each pause of an outage would add up.
      stopping.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    timer.unref()
    stopping.addEventListener('abort', end)
  })
}
