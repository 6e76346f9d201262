// Where Dremio finds the keys of a bot that signs for people itself (`DREMIO_AUTH=issuer`), and what it is told of them.
import type { ServerResponse } from 'node:http'
import type { Handler } from './server.ts'

const KEYS = '/.well-known/jwks.json'

/**
 * Keys are rotated with days of overlap; five minutes in somebody's cache do no harm. What is published are public keys
 * alone: `jwks` is trusted to leave the private ones out.
 */
const published = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }

/** `issuer` is the URL that stands in what the bot signs. `jwks` is asked each time. */
export function jwksRoutes(jwks: () => Promise<object>, issuer: string): Record<string, Handler> {
  return {
    [`GET ${KEYS}`]: async (_request, response) => {
      try {
        answer(response, await jwks())
      } catch (error) {
        response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '60' })
        response.end(JSON.stringify({ error: 'unavailable' }))
        // The server lets whoever runs the bot know.
        throw error
      }
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
