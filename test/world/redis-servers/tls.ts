// A real Redis server that speaks TLS alone, with a certificate of an own authority or any other that is wanted.
import { freshPrefix, type RunningRedis } from '../redis.ts'
import { type Certificate, makeAuthority, makeCertificate } from './certificates.ts'
import { type RedisServer, startServer } from './server.ts'

export interface TlsRedis extends RunningRedis {
  server: RedisServer
  /** PEM of whoever signed the certificate. */
  authority: string
}

/** Options of a server with that certificate, and how a test connects to it. */
export function tlsWish({ certificate, key }: Certificate) {
  return {
    files: { 'server.crt': certificate, 'server.key': key },
    options: ['--tls-cert-file', 'server.crt', '--tls-key-file', 'server.key', '--tls-auth-clients', 'no'],
    connect: { tls: { rejectUnauthorized: false } },
    plain: false,
  } as const
}

/** `host` is what stands in the URL. */
export async function startTlsRedis(
  options: { certificate?: Certificate; authority?: Certificate; host?: string } = {},
): Promise<TlsRedis> {
  const authority = options.authority ?? makeAuthority()
  const certificate = options.certificate ?? makeCertificate({ name: 'redis' }, authority)
  const server = await startServer(tlsWish(certificate))
  return {
    server,
    authority: authority.certificate,
    url: `rediss://${options.host ?? 'localhost'}:${server.port}`,
    prefix: freshPrefix(),
    kind: 'server',
    describe: `a private Redis with TLS on port ${server.port}`,
    dump: server.dump,
    async restart(meanwhile) {
      await server.kill()
      await meanwhile?.()
      await server.revive()
    },
    stop: server.stop,
  }
}
