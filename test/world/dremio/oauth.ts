// The login side of the simulated Dremio: which call means what, and what of it may be written down.
import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, Refusal } from './answer.ts'
import { SUBJECT } from './exchanges.ts'
import type { OAuthOperation } from './faults.ts'
import { readJson } from './http.ts'
import { authorize, signIn } from './sign-in.ts'
import { answerTokenCall } from './token-endpoint.ts'
import type { World } from './world.ts'

export interface OAuthCall {
  readonly query: URLSearchParams
  readonly fields: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** Software got its token endpoint with 26 (facts, section 3.1). Throws `Refusal`. */
export async function performOAuth(world: World, operation: OAuthOperation, call: OAuthCall): Promise<Answer> {
  if (world.edition === 'software' && world.version === '25') throw new Refusal(404, 'HTTP 404 Not Found')
  const { query, fields, headers } = call
  if (operation === 'authorize') return authorize(world, query, headers.cookie ?? '')
  if (operation === 'signIn') return signIn(world, fields)
  return answerTokenCall(world, {
    contentType: headers['content-type'] ?? '',
    fields,
    authenticates: headers.authorization !== undefined,
  })
}

/** The fields of a body. Those of JSON as well, though it is refused: what was sent there is no less a secret. */
export function readFields(contentType: string, text: string): URLSearchParams {
  if (!contentType.includes('json')) return new URLSearchParams(text)
  const value = readJson(text)
  return new URLSearchParams(
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, field]): [string, string] => [name, String(field)])
      : [],
  )
}

const secretFields = [
  'code',
  'code_verifier',
  'refresh_token',
  'subject_token',
  'actor_token',
  'client_secret',
  'assertion',
  'password',
]

function isSecret(name: string, fields: URLSearchParams): boolean {
  // With this type the "token" is the name of a user.
  if (name === 'subject_token' && fields.get('subject_token_type') === SUBJECT) return false
  return secretFields.includes(name)
}

/** What may be kept of a call: of a secret no more than that it was there. */
export function withoutSecrets(fields: URLSearchParams): Record<string, string | true> {
  return Object.fromEntries([...fields].map(([name, value]) => [name, isSecret(name, fields) || value]))
}

/** The same for what stands in an address, where no secret belongs at all. */
export function recordable(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([name]) => !isSecret(name, query)))
}

/** Remembers what was sent to the token endpoint as canaries. Tokens that the API handed out have a check of their own. */
export function rememberSecrets({ issuedSecrets, secrets }: World, fields: URLSearchParams): void {
  for (const name of ['code_verifier', 'subject_token', 'actor_token']) {
    const value = fields.get(name)
    if (value && isSecret(name, fields) && !secrets.includes(value)) issuedSecrets.add(value)
  }
}
