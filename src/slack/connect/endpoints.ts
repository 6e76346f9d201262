// The hosts and ports at which tools reach Dremio, by edition and region, or placeholders for them.
import type { DremioPlace } from '../interaction.ts'

export interface Endpoints {
  /** Host and port of Arrow Flight, which the newer drivers, Python and Power BI use. */
  flight: { host: string; port: number }
  /** The same for Dremio's older JDBC driver; undefined if it cannot connect. */
  legacy: { host: string; port: number } | undefined
  /** Scheme, host and port of the REST API. */
  api: URL
  /** Cloud's control plane, as tools ask for it. */
  region: DremioPlace['region']
  /** Why the person has to check `flight`; undefined if it is certain. `host` is the REST API's. */
  caveat: { because: 'same host' | 'own address' | 'private link'; host: string } | undefined
}

/** A placeholder for a host that cannot be derived from the REST API's address. */
export const DATA_HOST = 'DATA_HOST'

/**
 * Cloud: https://docs.dremio.com/dremio-cloud/about/regions (Connection Endpoints), for the EU
 * https://docs.dremio.com/cloud/appendix/supported-regions. PrivateLink:
 * https://docs.dremio.com/dremio-cloud/security/privatelink, which has no host for the older driver. Software's ports:
 * https://docs.dremio.com/current/client-applications/drivers
 */
export function endpointsOf({ edition, region, apiUrl }: DremioPlace): Endpoints {
  const api = new URL(apiUrl)
  if (edition === 'software') {
    const host = api.hostname
    return {
      flight: { host, port: 32010 },
      legacy: { host, port: 31010 },
      api,
      region,
      caveat: { because: 'same host', host },
    }
  }
  const control = /^api\.(eu\.)?dremio\.cloud$/.exec(api.hostname)
  if (control) {
    const [, eu = ''] = control
    return {
      flight: { host: `data.${eu}dremio.cloud`, port: 443 },
      legacy: { host: `sql.${eu}dremio.cloud`, port: 443 },
      api,
      region: eu ? 'eu' : 'us',
      caveat: undefined,
    }
  }
  const [, alias] = /^([a-z0-9-]+)\.api\.privatelink\.dremio\.cloud$/.exec(api.hostname) ?? []
  const host = alias === undefined ? DATA_HOST : `${alias}.data.privatelink.dremio.cloud`
  const caveat = { because: alias === undefined ? 'own address' : 'private link', host: api.hostname } as const
  return { flight: { host, port: 443 }, legacy: undefined, api, region, caveat }
}
