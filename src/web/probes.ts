// The probes of a platform: is the process alive, and is what it needs there?
import { isBotError } from '../core/errors.ts'
import type { Handler } from './server.ts'

export interface Dependency {
  /** Whether the process is of no use without it. */
  needed: boolean
  /** Resolves if it is there. */
  check(): Promise<void>
}

/** 200 while the process lives; it says nothing of anything else, so that a restart is not tried as a cure for Redis. */
export const healthz: Handler = (_request, response) => answer(response, 200, { status: 'alive' })

/** JSON by dependency; 503 while one that is needed is away. */
export function readyz(dependencies: Record<string, Dependency>): Handler {
  return async (_request, response) => {
    const states = await Promise.all(
      Object.entries(dependencies).map(async ([name, { needed, check }]) => {
        const state = await check().then(
          () => ({ ok: true, needed }),
          (error: unknown) => ({ ok: false, needed, ...reasonOf(error) }),
        )
        return [name, state] as const
      }),
    )
    const ready = states.every(([, { ok, needed }]) => ok || !needed)
    answer(response, ready ? 200 : 503, { ready, dependencies: Object.fromEntries(states) })
  }
}

/** What has to be changed there, in a word of our own, where that is known. */
function reasonOf(error: unknown): { reason?: string } {
  return isBotError(error, 'redis_unusable') ? { reason: error.facts.because } : {}
}

function answer(response: Parameters<Handler>[1], status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}
