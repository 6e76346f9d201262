// The health probes for a platform: whether the process is alive, and whether its dependencies are available.
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import type { Handler } from './server.ts'
import { throttledCheck } from './throttled-check.ts'

export interface Dependency {
  /** Whether the process is useless without it. */
  needed: boolean
  /** Resolves if it is available, or resolves to a short reason (a string) if not; an error is a reason as well. */
  check(): Promise<unknown>
  /**
   * Since when it is unavailable, milliseconds since epoch, if the dependency itself knows it better than these checks.
   */
  since?(): number | undefined
  /** Further details: numbers and fixed words, nothing about people. */
  details?(): object
  /** The check costs nothing and is made each time. */
  isLocal?: true
}

export interface ProbeSettings {
  /** Milliseconds for which a result is cached. */
  keptFor?: number
  /** Milliseconds since epoch, by the machine's clock. */
  now: () => number
  /** Milliseconds of a monotonic clock. */
  elapsed: () => number
}

/**
 * A platform asks every few seconds, and anybody may ask more often. Neither may cause more requests to Dremio or Redis
 * than this.
 */
const KEPT_FOR = 2 * SECOND
/** A check that takes longer counts as failed until it ends, before the platform's own timeout. */
const PATIENCE = 3 * SECOND

/**
 * Always 200: it does not depend on anything else, so that a platform does not restart the process when Redis is
 * unavailable.
 */
export const healthz: Handler = (_request, response) => answer(response, 200, { status: 'alive' })

/** JSON by dependency; 503 while a needed one is unavailable. */
export function readyz(dependencies: Record<string, Dependency>, settings: ProbeSettings): Handler {
  const looks = Object.entries(dependencies).map(
    ([name, dependency]) => [name, dependency, lookAt(dependency, settings)] as const,
  )
  return async (_request, response) => {
    const states = await Promise.all(
      looks.map(
        async ([name, { needed, details }, look]) => [name, { needed, ...(await look()), ...details?.() }] as const,
      ),
    )
    const ready = states.every(([, { ok, needed }]) => ok || !needed)
    answer(response, ready ? 200 : 503, { ready, dependencies: Object.fromEntries(states) })
  }
}

interface State {
  ok: boolean
  /** Whole seconds since the check. */
  checkedSecondsAgo: number
  /** One word, if it is unavailable. */
  reason?: string
  /** Since when it is unavailable, and for how long. */
  since?: string
  awaySeconds?: number
}

function lookAt(dependency: Dependency, { keptFor = KEPT_FOR, now, elapsed }: ProbeSettings): () => Promise<State> {
  let awaySince: number | undefined
  const look = throttledCheck<string | undefined>(
    () => dependency.check().then((result) => (typeof result === 'string' ? result : undefined), reasonOf),
    {
      keptFor: dependency.isLocal ? 0 : keptFor,
      late: { after: PATIENCE, value: 'no answer yet' },
      elapsed,
    },
  )
  return async () => {
    const { value: reason, age } = await look()
    const checkedSecondsAgo = Math.floor(age / SECOND)
    if (reason === undefined) {
      awaySince = undefined
      return { ok: true, checkedSecondsAgo }
    }
    awaySince = dependency.since?.() ?? awaySince ?? now()
    const awaySeconds = Math.max(0, Math.floor((now() - awaySince) / SECOND))
    return { ok: false, checkedSecondsAgo, reason, since: new Date(awaySince).toISOString(), awaySeconds }
  }
}

/** The reason comes from fixed lists of the bot, of Slack and of the network; other texts are dropped. */
function reasonOf(error: unknown): string {
  if (!(error instanceof BotError)) return 'unknown'
  const { reason, because } = error.facts as { reason?: unknown; because?: unknown }
  const word = reason ?? because
  return typeof word === 'string' && /^[\w .-]{1,60}$/.test(word) ? word : error.code
}

function answer(response: Parameters<Handler>[1], status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}
