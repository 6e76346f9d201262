// The room's door: one client, and every port that Dremio stands behind on top of it.
import type { DremioTokens, DremioUsers, Sessions } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import { type ClientOptions, createDremioClient } from './client.ts'
import { apiUrlOf } from './editions.ts'
import { createTokenSessions } from './sessions/token.ts'
import { createDremioTokens } from './tokens.ts'
import { createDremioUsers } from './users.ts'

export interface DremioSettings extends ClientOptions {
  /** The static token: acts for everybody, and looks users up. */
  token: Secret
}

export interface Dremio {
  sessions: Sessions
  tokens: DremioTokens
  users: DremioUsers
  /** Scheme, host and port, for people to connect to. */
  apiUrl: string
  /** For readiness. Throws `dremio_unavailable`. */
  ping(): Promise<void>
}

/** Connects with the first call. Throws `broken` for Software without a URL. */
export function connectDremio({ token, ...settings }: DremioSettings): Dremio {
  const client = createDremioClient(settings)
  return {
    sessions: createTokenSessions(token),
    tokens: createDremioTokens(client),
    users: createDremioUsers(client, token),
    apiUrl: apiUrlOf(settings),
    ping: client.ping,
  }
}
