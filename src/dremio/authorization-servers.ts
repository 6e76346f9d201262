// The authorization servers: Dremio, with endpoints set by hand, or a provider that is found by discovery.
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientError,
  Configuration,
  customFetch,
  discovery,
  None,
  type ServerMetadata,
} from 'openid-client'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import { type Party, type ProtocolCall, protocolFetch, providerAway, whatFailed } from './sign-in-failures.ts'

/** An authorization server, as one client of it uses it. */
export interface AuthorizationServer {
  readonly party: Party
  readonly metadata: Readonly<ServerMetadata>
  readonly clientId: string
  /** The ways of client authentication, the likeliest first. */
  readonly authentications: ClientAuth[]
}

export interface EndpointOptions {
  clock: Clock
  /** Milliseconds for one call; 10,000 if not given. */
  timeout?: number
  fetch?: typeof fetch
}

/**
 * The endpoints are set by hand, because the metadata that Dremio serves names an issuer on another host
 * (https://app.dremio.com), which discovery must refuse. Dremio's applications are public clients, so PKCE protects a
 * stolen code.
 */
export function dremioServer(loginUrl: string, clientId: string): AuthorizationServer {
  const metadata: ServerMetadata = {
    issuer: loginUrl,
    authorization_endpoint: `${loginUrl}/oauth/authorize`,
    token_endpoint: `${loginUrl}/oauth/token`,
  }
  return { party: 'dremio', metadata, clientId, authentications: [None()] }
}

/** The same for token exchanges, which Dremio documents without a client. */
export function dremioExchange(loginUrl: string): AuthorizationServer {
  return { ...dremioServer(loginUrl, 'none'), authentications: [() => {}] }
}

/**
 * Returns `another issuer` if the provider's metadata names another issuer than the one that was asked. Throws
 * `provider_unavailable`.
 */
export async function discoverProvider(
  { issuer, clientId, authentications }: { issuer: string; clientId: string; authentications: ClientAuth[] },
  options: EndpointOptions,
): Promise<AuthorizationServer | 'another issuer'> {
  const call: ProtocolCall = { party: 'provider', step: 'discovery' }
  try {
    const found = await discovery(new URL(issuer), clientId, undefined, None(), {
      [customFetch]: fetchFor(call, options),
      execute: isLoopback(issuer) ? [allowInsecureRequests] : [],
    })
    return { party: 'provider', metadata: found.serverMetadata(), clientId, authentications }
  } catch (error) {
    if (error instanceof ClientError && error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return 'another issuer'
    const failure = whatFailed(error, call)
    throw 'no' in failure ? providerAway(new Error(`HTTP ${failure.status}`)) : failure
  }
}

/** The configuration for one call. The status is stored in `call`, because the meaning of a failure depends on it. */
export function configurationFor(
  { metadata, clientId }: AuthorizationServer,
  authentication: ClientAuth,
  call: ProtocolCall,
  options: EndpointOptions,
): Configuration {
  const configuration = new Configuration(metadata, clientId, undefined, authentication)
  configuration[customFetch] = fetchFor(call, options)
  if (isLoopback(metadata.issuer)) allowInsecureRequests(configuration)
  return configuration
}

function fetchFor(call: ProtocolCall, options: EndpointOptions) {
  // The global fetch is looked up at each call, as in client.ts, so that code that replaces it sees the calls of
  // both clients.
  return protocolFetch(call, options.timeout ?? 10 * SECOND, options.fetch ?? fetch)
}

/** Plain http exposes codes and tokens on the network, so it is only allowed for a server on this machine. */
function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
