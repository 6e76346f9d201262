// Sends people to a sign-in page and calls token endpoints, Dremio's or a provider's; only here are secrets revealed.
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

/** What `redeemCode` needs when the browser returns from the sign-in page. */
const keptSchema = z.object({ verifier: z.string(), nonce: z.string().optional() })

/** `parameters` are the parameters of the authorization request that depend on the auth method. */
export async function signInPage(
  server: AuthorizationServer,
  parameters: { redirect_uri: string; scope: string; state: string; prompt?: string },
  options: EndpointOptions,
): Promise<{ page: string; kept: Secret }> {
  const verifier = randomPKCECodeVerifier()
  // Dremio returns no id_token, which would contain the nonce.
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

/**
 * Exchanges the code that a browser brought back for tokens. Throws `sign_in_failed`, `provider_unavailable`, Dremio's
 * codes.
 */
export async function redeemCode(
  server: AuthorizationServer,
  back: { redirectUri: string; query: string; state: string; kept: Secret },
  options: EndpointOptions,
): Promise<Granted> {
  const { verifier, nonce } = readKept(back.kept)
  const url = new URL(back.redirectUri)
  url.search = back.query
  // By RFC 9207 a server may name its issuer here. Dremio's issuer is another host than the configured one (see
  // `dremioServer`). The check is not needed, because the state belongs to this server and there is no second one to
  // confuse it with.
  if (server.party === 'dremio') url.searchParams.delete('iss')
  const checks = { expectedState: back.state, pkceCodeVerifier: verifier, ...(nonce && { expectedNonce: nonce }) }
  const got = await ask(server, 'code', options, (configuration) => authorizationCodeGrant(configuration, url, checks))
  if (!('no' in got)) return got
  const { reason } = got
  throw new BotError('sign_in_failed', { because: 'refused', ...(reason !== undefined && { reason }) })
}

/** Returns `over` if the refresh token is no longer valid. Throws as `redeemCode`. */
export async function refresh(
  server: AuthorizationServer,
  token: Secret,
  options: EndpointOptions,
): Promise<Granted | 'over'> {
  const got = await ask(server, 'refresh', options, (configuration) => refreshTokenGrant(configuration, token.reveal()))
  if (!('no' in got)) return got
  // This code, or none, concerns the refresh token. Other codes (`invalid_client`) concern the bot's registration, and
  // the refresh tokens work again after an operator has corrected that.
  if (got.reason === undefined || got.reason === 'invalid_grant') return 'over'
  throw clientRefused(server.party, got)
}

/** What is exchanged: a JWT about a user, or the name of a user for whom a proxy user wants to act. */
export type Subject = { jwt: Secret } | { userName: string; actor: Secret }

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const TYPE = 'urn:ietf:params:oauth:token-type:'

/**
 * Exchanges the subject for an access token of Dremio (https://docs.dremio.com/current/reference/api/oauth-token).
 * Throws `exchange_refused` or `impersonation_refused`, and Dremio's codes; `dremio_missing` means a Dremio before 26.
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
 * The Dremio user whom an access token names, or undefined. The signature is not checked, because the token came
 * directly from Dremio's token endpoint over TLS: an attacker who can change it there could also sign it.
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
 * The client authentications at the provider. By RFC 6749, 2.3.1, every server accepts the header, but many accept only
 * the method that was chosen for the client, and do not say which it is. So the second one is tried when the first is
 * refused.
 */
export function authenticationsWith(clientSecret: Secret | undefined): ClientAuth[] {
  if (clientSecret === undefined) return [None()]
  return [ClientSecretBasic, ClientSecretPost].map(
    (authenticate): ClientAuth =>
      (...call) =>
        authenticate(clientSecret.reveal())(...call),
  )
}

/** Opens a stored signing key: the private key, for signing only, and the public members that may be published. */
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
