// The routes at which Dremio finds the public keys of a bot that signs for people itself (`DREMIO_AUTH=issuer`).
import type { ServerResponse } from 'node:http'
import { SECOND } from '../core/time/duration.ts'
import type { Handler } from './server.ts'
import { throttledCheck } from './throttled-check.ts'

const KEYS = '/.well-known/jwks.json'

/**
 * Keys are rotated with days of overlap, so five minutes in a cache do no harm. Only public keys are published: `jwks`
 * must leave out the private ones.
 */
const published = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }

/** Milliseconds for which the keys are cached. The next key is published days before its first use. */
const KEPT_FOR = 5 * SECOND

export interface JwksSettings {
  /** The issuer's URL in the signed tokens. */
  issuer: string
  /** Milliseconds of a monotonic clock. */
  elapsed: () => number
}

/** `jwks` is called at most once in a few seconds. */
export function jwksRoutes(jwks: () => Promise<object>, { issuer, elapsed }: JwksSettings): Record<string, Handler> {
  const look = throttledCheck<{ keys: object } | { error: unknown }>(
    () =>
      jwks().then(
        (keys) => ({ keys }),
        (error: unknown) => ({ error }),
      ),
    { keptFor: KEPT_FOR, elapsed },
  )
  return {
    [`GET ${KEYS}`]: async (_request, response) => {
      const { value, isNew } = await look()
      if ('keys' in value) return answer(response, value.keys)
      response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '60' })
      response.end(JSON.stringify({ error: 'unavailable' }))
      // The server reports the error to the operator: once for each check, not for each request.
      if (isNew) throw value.error
    },
    // The document only leads to the keys: people cannot sign in here, so there are no endpoints to list.
    'GET /.well-known/openid-configuration': (_request, response) =>
      answer(response, {
        issuer,
        jwks_uri: issuer.replace(/\/$/, '') + KEYS,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
      }),
  }
}

function answer(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body)
  response.writeHead(200, published).end(text)
}
