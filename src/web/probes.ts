// The probes of a platform: is the process alive, and is what it needs there?
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import type { Handler } from './server.ts'
import { throttledCheck } from './throttled-check.ts'

export interface Dependency {
  /** Whether the process is of no use without it. */
  needed: boolean
  /** Resolves if it is there, with a short reason (a text) if it is not; what it throws is a reason as well. */
  check(): Promise<unknown>
  /** Milliseconds since epoch since when it is away, where somebody knows better than these looks. */
  since?(): number | undefined
  /** What else is worth knowing of it: numbers and words of ours, nothing about persons. */
  details?(): object
  /** The check costs nobody anything and is made each time. */
  isLocal?: true
}

export interface ProbeSettings {
  /** Milliseconds for which what a check found is told again. */
  keptFor?: number
  /** Milliseconds since epoch, by the machine's clock. */
  now: () => number
  /** Milliseconds by a clock that is never set. */
  elapsed: () => number
}

/** A platform asks every few seconds, and whoever likes may ask more often: neither is to cost Dremio or Redis more than this. */
const KEPT_FOR = 2 * SECOND
/** A check that takes longer counts as failed meanwhile, before the platform gives up on us. */
const PATIENCE = 3 * SECOND

/** 200 while the process lives; it says nothing of anything else, so that a restart is not tried as a cure for Redis. */
export const healthz: Handler = (_request, response) => answer(response, 200, { status: 'alive' })

/** JSON by dependency; 503 while one that is needed is away. */
export function readyz(dependencies: Record<string, Dependency>, settings: ProbeSettings): Handler {
  const looks = Object.entries(dependencies).map(([name, one]) => [name, one, lookAt(one, settings)] as const)
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
  /** Whole seconds since it was looked at. */
  checkedSecondsAgo: number
  /** One word, if it is away. */
  reason?: string
  /** Since when it is away, and how long that is. */
  since?: string
  awaySeconds?: number
}

function lookAt(dependency: Dependency, { keptFor = KEPT_FOR, now, elapsed }: ProbeSettings): () => Promise<State> {
  let awaySince: number | undefined
  const look = throttledCheck<string | undefined>(
    () => dependency.check().then((said) => (typeof said === 'string' ? said : undefined), reasonOf),
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

/** From fixed lists of ours, of Slack's and of the network's; nothing that somebody wrote. */
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
