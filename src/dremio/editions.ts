// The addresses of Dremio's API and sign-in, by edition and region.
import { BotError } from '../core/errors.ts'

export type Edition = 'cloud' | 'software'
export type Region = 'us' | 'eu'

/** https://docs.dremio.com/dremio-cloud/api: the two control planes. A user exists in one of them only. */
const cloud: Readonly<Record<Region, { api: string; login: string }>> = {
  us: { api: 'https://api.dremio.cloud', login: 'https://login.dremio.cloud' },
  eu: { api: 'https://api.eu.dremio.cloud', login: 'https://login.eu.dremio.cloud' },
}

export interface DremioLocation {
  edition: Edition
  /** For Cloud; `us` if not given. */
  region?: Region | undefined
  /** Scheme, host and port. Replaces Cloud's own address; required for Software. */
  apiUrl?: string | undefined
  /** Scheme, host and port of the sign-in page and the token endpoint, if they are not at their usual address. */
  loginUrl?: string | undefined
}

/** For example `https://api.dremio.cloud`, without a slash at the end. Throws `broken` for Software without a URL. */
export function apiUrlOf({ edition, region = 'us', apiUrl }: DremioLocation): string {
  const url = apiUrl ?? (edition === 'cloud' ? cloud[region].api : undefined)
  if (url === undefined) throw new BotError('broken', {})
  return url.replace(/\/+$/, '')
}

/**
 * For example `https://login.dremio.cloud`, without a slash at the end. On Cloud it does not depend on `apiUrl`: with
 * PrivateLink the API has a private name, but the login host stays public
 * (https://docs.dremio.com/dremio-cloud/security/privatelink). Software signs people in at its API's address. Throws as
 * `apiUrlOf`.
 */
export function loginUrlOf(place: DremioLocation): string {
  const { edition, region = 'us', loginUrl } = place
  const url = loginUrl ?? (edition === 'cloud' ? cloud[region].login : apiUrlOf(place))
  return url.replace(/\/+$/, '')
}
