// The probes of a platform: is the process alive, and is what it needs there?
import { BotError } from '../core/errors.ts'
import type { Handler } from './server.ts'

export interface Dependency {
  /** Whether the process is of no use without it. */
  needed: boolean
  /** Resolves with a short reason, a text, if it is not there; what it throws is a reason as well. */
  check(): Promise<unknown>
  /** What else is worth knowing of it: numbers and words of ours, nothing about persons. */
  details?(): object
}

/** 200 while the process lives; it says nothing of anything else, so that a restart is not tried as a cure for Redis. */
export const healthz: Handler = (_request, response) => answer(response, 200, { status: 'alive' })

/** JSON by dependency; 503 while one that is needed is away. */
export function readyz(dependencies: Record<string, Dependency>): Handler {
  return async (_request, response) => {
    const states = await Promise.all(
      Object.entries(dependencies).map(async ([name, { needed, check, details }]) => {
        const reason = await check().catch(reasonOf)
        const ok = typeof reason !== 'string'
        return [name, { ok, needed, ...(!ok && { reason }), ...details?.() }] as const
      }),
    )
    const ready = states.every(([, { ok, needed }]) => ok || !needed)
    answer(response, ready ? 200 : 503, { ready, dependencies: Object.fromEntries(states) })
  }
}

/** A code of ours, never a message from below, which may hold anything. */
function reasonOf(error: unknown): string {
  if (!(error instanceof BotError)) return 'unknown'
  const { reason, because } = error.facts as { reason?: string; because?: string }
  return reason ?? because ?? error.code
}

function answer(response: Parameters<Handler>[1], status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}
