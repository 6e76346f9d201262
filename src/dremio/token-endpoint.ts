// Everything that is handed to a sign-in page or a token endpoint, Dremio's or a provider's: secrets are opened here.
import { type CryptoKey, decodeJwt, importJWK, type JWK } from 'jose'
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  genericGrantRequest,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  refreshTokenGrant,
} from 'openid-client'
import { z } from 'zod'
import { BotError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import {
  type AuthorizationServer,
  configurationFor,
  dremioExchange,
  type EndpointOptions,
} from './authorization-servers.ts'
import { ask, type Granted } from './grants.ts'
import { isUuid } from './paths.ts'
import { clientRefused, misconfigured, unreadable } from './sign-in-failures.ts'

/** What `redeemCode` has to know of the page that the browser left for. */
const keptSchema = z.object({ verifier: z.string(), nonce: z.string().optional() })

/** `parameters` are those of the authorization request that depend on the way. */
export async function signInPage(
  server: AuthorizationServer,
  parameters: { redirect_uri: string; scope: string; state: string; prompt?: string },
  options: EndpointOptions,
): Promise<{ page: string; kept: Secret }> {
  const verifier = randomPKCECodeVerifier()
  // Dremio gives no id_token in which a nonce could come back.
  const nonce = server.party === 'provider' ? randomNonce() : undefined
  const asked = {
    ...parameters,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(nonce !== undefined && { nonce }),
  }
  try {
    const url = buildAuthorizationUrl(
      configurationFor(server, None(), { party: server.party, step: 'code' }, options),
      asked,
    )
    return { page: url.href, kept: new Secret(JSON.stringify({ verifier, nonce })) }
  } catch {
    throw misconfigured(server.party)
  }
}

/** The code that a browser brought back, for tokens. Throws `sign_in_failed`, `provider_unavailable`, Dremio's codes. */
export async function redeemCode(
  server: AuthorizationServer,
  back: { redirectUri: string; query: string; state: string; kept: Secret },
  options: EndpointOptions,
): Promise<Granted> {
  const { verifier, nonce } = readKept(back.kept)
  const url = new URL(back.redirectUri)
  url.search = back.query
  // RFC 9207 lets a server name its issuer here. Dremio's is not the host that we know (see `dremioServer`), and there is
  // no second server with which this one could be mixed up: the state was made for it.
  if (server.party === 'dremio') url.searchParams.delete('iss')
  const checks = { expectedState: back.state, pkceCodeVerifier: verifier, ...(nonce && { expectedNonce: nonce }) }
  const got = await ask(server, 'code', options, (configuration) => authorizationCodeGrant(configuration, url, checks))
  if (!('no' in got)) return got
  const { reason } = got
  throw new BotError('sign_in_failed', { because: 'refused', ...(reason !== undefined && { reason }) })
}

/** `over` if the refresh token is worth nothing any more. Throws as `redeemCode`. */
export async function refresh(
  server: AuthorizationServer,
  token: Secret,
  options: EndpointOptions,
): Promise<Granted | 'over'> {
  const got = await ask(server, 'refresh', options, (configuration) => refreshTokenGrant(configuration, token.reveal()))
  if (!('no' in got)) return got
  // With this code, or with none, it is about the token. Others (`invalid_client`) are about us, and everybody's tokens
  // are good again once an operator has put that right.
  if (got.reason === undefined || got.reason === 'invalid_grant') return 'over'
  throw clientRefused(server.party, got)
}

/** What Dremio is to believe: a JWT about somebody, or a proxy user who wants to act for a user with this name. */
export type Subject = { jwt: Secret } | { userName: string; actor: Secret }

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const TYPE = 'urn:ietf:params:oauth:token-type:'

/**
 * Exchanges it for an access token of Dremio's (https://docs.dremio.com/current/reference/api/oauth-token). Throws
 * `exchange_refused` or `impersonation_refused`, and Dremio's codes; `dremio_missing` is a Dremio before 26.
 */
export async function exchange(loginUrl: string, subject: Subject, options: EndpointOptions): Promise<Granted> {
  const parameters =
    'jwt' in subject
      ? { subject_token: subject.jwt.reveal(), subject_token_type: `${TYPE}jwt` }
      : {
          subject_token: subject.userName,
          subject_token_type: `${TYPE}dremio:subject`,
          actor_token: subject.actor.reveal(),
          actor_token_type: `${TYPE}dremio:personal-access-token`,
        }
  const got = await ask(dremioExchange(loginUrl), 'exchange', options, (configuration) =>
    genericGrantRequest(configuration, EXCHANGE, { ...parameters, scope: 'dremio.all' }),
  )
  if ('no' in got) throw new BotError('jwt' in subject ? 'exchange_refused' : 'impersonation_refused', {})
  return got
}

/**
 * The Dremio user whom an access token names, or undefined. The signature is not checked: the token came straight from
 * Dremio's token endpoint over TLS, and whoever could change it there could sign it as well.
 */
export function uidIn(accessToken: Secret): string | undefined {
  try {
    const { sub } = decodeJwt(accessToken.reveal())
    return isUuid(sub) ? sub.toLowerCase() : undefined
  } catch {
    return undefined
  }
}

/**
 * How we prove at the provider who we are. By RFC 6749, 2.3.1, every server takes the header, but many take only what was
 * chosen for the client, and do not say which that is: the other one is tried where the first is refused.
 */
export function authenticationsWith(clientSecret: Secret | undefined): ClientAuth[] {
  if (clientSecret === undefined) return [None()]
  return [ClientSecretBasic, ClientSecretPost].map(
    (authenticate): ClientAuth =>
      (...call) =>
        authenticate(clientSecret.reveal())(...call),
  )
}

/** A key of the bot's own, as it rests: its private half for signing only, and what of it may be published. */
export async function openSigningKey(
  key: Secret,
): Promise<{ sign: CryptoKey; publicHalf: Required<Pick<JWK, 'kty' | 'n' | 'e'>> }> {
  const { kty, n, e, ...rest } = JSON.parse(key.reveal())
  const sign = await importJWK({ kty, n, e, ...rest }, 'RS256', { extractable: false })
  return { sign: sign as CryptoKey, publicHalf: { kty, n, e } }
}

function readKept(kept: Secret): z.infer<typeof keptSchema> {
  try {
    return keptSchema.parse(JSON.parse(kept.reveal()))
  } catch {
    throw unreadable()
  }
}
