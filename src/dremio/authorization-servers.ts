// Who signs people in: Dremio, with its endpoints set by hand, or a provider that is found by discovery.
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

/** A server as one client of it sees it. */
export interface AuthorizationServer {
  readonly party: Party
  readonly metadata: Readonly<ServerMetadata>
  readonly clientId: string
  /** How we prove who we are, the likeliest first. */
  readonly authentications: ClientAuth[]
}

export interface EndpointOptions {
  clock: Clock
  /** Milliseconds for one call; 10,000 if not given. */
  timeout?: number
  fetch?: typeof fetch
}

/**
 * By hand, because the metadata that Dremio serves names an issuer on another host (https://app.dremio.com), which
 * discovery rightly refuses. Applications of Dremio are public clients: PKCE is what makes a stolen code useless.
 */
export function dremioServer(loginUrl: string, clientId: string): AuthorizationServer {
  const metadata: ServerMetadata = {
    issuer: loginUrl,
    authorization_endpoint: `${loginUrl}/oauth/authorize`,
    token_endpoint: `${loginUrl}/oauth/token`,
  }
  return { party: 'dremio', metadata, clientId, authentications: [None()] }
}

/** The same for exchanges, which Dremio documents without any client. */
export function dremioExchange(loginUrl: string): AuthorizationServer {
  return { ...dremioServer(loginUrl, 'none'), authentications: [() => {}] }
}

/** `another issuer` is a provider that goes by another name than it was asked for. Throws `provider_unavailable`. */
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

/** For one call, whose status is written down in `call`: what its failure means depends on how far it got. */
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
  // Looked up at each call, as the other client of this room does: whoever watches the process's fetch sees both.
  return protocolFetch(call, options.timeout ?? 10 * SECOND, options.fetch ?? fetch)
}

/** Plain http carries codes and tokens for everybody on the way to read, so it is for a server on this machine only. */
function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
