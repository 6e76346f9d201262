// Where Dremio finds the keys of a bot that signs for people itself (`DREMIO_AUTH=issuer`), and what it is told of them.
import type { ServerResponse } from 'node:http'
import { SECOND } from '../core/time/duration.ts'
import type { Handler } from './server.ts'
import { throttledCheck } from './throttled-check.ts'

const KEYS = '/.well-known/jwks.json'

/**
 * Keys are rotated with days of overlap; five minutes in somebody's cache do no harm. What is published are public keys
 * alone: `jwks` is trusted to leave the private ones out.
 */
const published = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }

/** Milliseconds for which Redis is not asked for the keys again. The next key is published days before it is used. */
const KEPT_FOR = 5 * SECOND

export interface JwksSettings {
  /** The URL that stands in what the bot signs. */
  issuer: string
  /** Milliseconds by a clock that is never set. */
  elapsed: () => number
}

/** `jwks` is asked at most every few seconds. */
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
      // The server lets whoever runs the bot know; once for each look, however many wanted the keys.
      if (isNew) throw value.error
    },
    // No more than is needed to find the keys: nobody can sign in here, so there are no endpoints to name.
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
