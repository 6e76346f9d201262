// Where Dremio's API is, by edition and region.
import { BotError } from '../core/errors.ts'

export type Edition = 'cloud' | 'software'
export type Region = 'us' | 'eu'

/** https://docs.dremio.com/dremio-cloud/api: the two control planes. A user exists in one of them only. */
const cloud: Readonly<Record<Region, string>> = {
  us: 'https://api.dremio.cloud',
  eu: 'https://api.eu.dremio.cloud',
}

const prefixes: Readonly<Record<Edition, string>> = { cloud: '/v0', software: '/api/v3' }

export interface Place {
  edition: Edition
  /** Of Cloud; `us` if not given. */
  region?: Region | undefined
  /** Scheme, host and port, instead of Cloud's own; Software has no other. */
  apiUrl?: string | undefined
}

/** `https://api.dremio.cloud`, without a slash at the end. Throws `broken` for Software without a URL. */
export function apiUrlOf({ edition, region = 'us', apiUrl }: Place): string {
  const url = apiUrl ?? (edition === 'cloud' ? cloud[region] : undefined)
  if (url === undefined) throw new BotError('broken', {})
  return url.replace(/\/+$/, '')
}

/** The base of every call, `https://api.dremio.cloud/v0`. Throws as `apiUrlOf`. */
export function apiBase(place: Place): string {
  return apiUrlOf(place) + prefixes[place.edition]
}
