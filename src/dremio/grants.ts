// Calls a token endpoint, and wraps its tokens as Secrets at once.
import type { Configuration, TokenEndpointResponse } from 'openid-client'
import { BotError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { LONGEST_STORED_SESSION, type SignedIn } from '../core/sessions/session.ts'
import { SECOND } from '../core/time/duration.ts'
import { type AuthorizationServer, configurationFor, type EndpointOptions } from './authorization-servers.ts'
import { type ProtocolCall, type ProviderRefusal, type SignInStep, whatFailed } from './sign-in-failures.ts'

/** The tokens from a token endpoint. */
export interface Granted extends SignedIn {
  idToken?: Secret
}

/**
 * Tries each way of client authentication until one is accepted; that one comes first from then on. Nothing else is
 * retried, because a code works once, and so may a refresh token. Throws Dremio's codes, `provider_unavailable`,
 * `sign_in_failed`.
 */
export async function ask(
  server: AuthorizationServer,
  step: SignInStep,
  options: EndpointOptions,
  request: (configuration: Configuration) => Promise<TokenEndpointResponse>,
): Promise<Granted | ProviderRefusal> {
  let got: Granted | ProviderRefusal | undefined
  for (const authentication of [...server.authentications]) {
    const call: ProtocolCall = { party: server.party, step }
    got = await grantedFrom(request(configurationFor(server, authentication, call, options)), call, options)
    if ('no' in got && got.reason === 'invalid_client') continue
    if (authentication !== server.authentications[0]) server.authentications.reverse()
    break
  }
  if (!got) throw new BotError('broken', {})
  return got
}

async function grantedFrom(
  answering: Promise<TokenEndpointResponse>,
  call: ProtocolCall,
  { clock }: EndpointOptions,
): Promise<Granted | ProviderRefusal> {
  try {
    const answer = await answering
    const life = answer.expires_in === undefined ? LONGEST_STORED_SESSION : answer.expires_in * SECOND
    return {
      accessToken: new Secret(answer.access_token),
      expiresAt: clock.now() + life,
      ...(answer.refresh_token !== undefined && { refreshToken: new Secret(answer.refresh_token) }),
      ...(answer.id_token !== undefined && { idToken: new Secret(answer.id_token) }),
    }
  } catch (error) {
    const failure = whatFailed(error, call)
    if ('no' in failure) return failure
    throw failure
  }
}
