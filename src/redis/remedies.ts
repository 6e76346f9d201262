// The message and the remedy for each problem with Redis.
import type { Facts } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'

interface Remedy {
  message: string
  remedy: string
}

const ANY_CERTIFICATE =
  'put the certificate of its authority into REDIS_CA; if the service gives none (Heroku Key-Value Store), set REDIS_TLS=unverified'
const PLAIN = 'begin REDIS_URL with redis://, and remove REDIS_TLS and REDIS_CA'
const CREDENTIALS = 'correct the user and password in REDIS_URL'
const COMMANDS = 'allow its user the commands and keys that docs/redis.md lists'

const connection: Partial<Record<string, Remedy>> = {
  ECONNREFUSED: { message: 'nothing listens there', remedy: 'start Redis, or correct host and port in REDIS_URL' },
  ENOTFOUND: { message: 'the host in REDIS_URL has no address', remedy: 'correct the host in REDIS_URL' },
  EAI_AGAIN: {
    message: 'the host in REDIS_URL has no address now',
    remedy: 'correct the host in REDIS_URL, or look at DNS',
  },
  ENOENT: { message: 'there is no such socket', remedy: 'start Redis, or correct the path in REDIS_URL' },
  EACCES: { message: 'the socket may not be used by this user', remedy: 'change its permissions (unixsocketperm)' },
  ETIMEDOUT: {
    message: 'does not answer',
    remedy: 'look whether it hangs; on another machine, let this one through to it (firewall, security group, network)',
  },
  EHOSTUNREACH: {
    message: 'cannot be reached',
    remedy: 'let this machine through to it (firewall, security group, network)',
  },
  ENETUNREACH: {
    message: 'cannot be reached',
    remedy: 'let this machine through to it (firewall, security group, network)',
  },

  DEPTH_ZERO_SELF_SIGNED_CERT: { message: 'its certificate is self-signed', remedy: ANY_CERTIFICATE },
  SELF_SIGNED_CERT_IN_CHAIN: { message: 'its certificate is signed by an unknown authority', remedy: ANY_CERTIFICATE },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    message: 'its certificate is signed by an unknown authority',
    remedy: ANY_CERTIFICATE,
  },
  UNABLE_TO_GET_ISSUER_CERT: { message: 'its certificate is signed by an unknown authority', remedy: ANY_CERTIFICATE },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    message: 'its certificate is signed by an unknown authority',
    remedy: ANY_CERTIFICATE,
  },
  CERT_SIGNATURE_FAILURE: {
    message: 'its certificate is not signed by REDIS_CA',
    remedy: 'put the right one into REDIS_CA',
  },
  CERT_HAS_EXPIRED: {
    message: 'its certificate has expired',
    remedy: 'renew it there; REDIS_TLS=unverified goes without until then',
  },
  CERT_NOT_YET_VALID: {
    message: 'its certificate is not valid yet',
    remedy: 'correct the clock of this machine, or of theirs',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: 'its certificate is for another name',
    remedy:
      'use the name in the certificate in REDIS_URL (of nodes and Sentinels: have them announce it), or set REDIS_TLS=unverified',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: { message: 'speaks no TLS', remedy: PLAIN },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { message: 'speaks no TLS', remedy: PLAIN },
  NO_TLS: { message: 'speaks no TLS', remedy: PLAIN },
  EPROTO: {
    message: 'no TLS can be agreed upon',
    remedy: `${PLAIN}; or look at the TLS settings there`,
  },
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: {
    message: 'wants a certificate of ours, and we have none',
    remedy: 'set tls-auth-clients to no there, and use a password',
  },
  TLS_WANTED: { message: 'speaks TLS only', remedy: 'begin REDIS_URL with rediss://' },

  WRONGPASS: { message: 'does not take the user or password', remedy: CREDENTIALS },
  NOAUTH: { message: 'wants a password', remedy: CREDENTIALS },
  NOPERM: { message: 'does not let its user do that', remedy: COMMANDS },
  LOADING: { message: 'is still loading its data', remedy: 'wait until it has' },
  CLUSTERDOWN: { message: 'is a cluster that is down', remedy: 'look at its nodes: somebody has to serve every slot' },
  MASTERDOWN: { message: 'is a replica that has lost its primary', remedy: 'look at the primary' },
  READONLY: {
    message: 'is a replica, though it is named as the primary',
    remedy: 'wait for the failover, or look at Sentinel',
  },

  NO_CLUSTER: { message: 'is no cluster', remedy: 'set REDIS_MODE=standalone' },
  NO_SENTINEL: {
    message: 'is no Sentinel',
    remedy: 'name Sentinels in REDIS_URL (port 26379), or set REDIS_MODE=standalone',
  },
  NO_PRIMARY: { message: 'Sentinel knows no primary of that name', remedy: 'correct REDIS_SENTINEL_NAME' },
}

const unusable: Record<Facts['redis_unusable']['because'], Remedy> = {
  full: { message: 'refuses writes: it is full', remedy: 'give Redis more memory, or a plan with more' },
  'read-only': { message: 'refuses writes: it is a replica', remedy: 'point REDIS_URL to the primary' },
  'not saving': { message: 'refuses writes: it cannot save to its disk', remedy: 'look at the disk of Redis' },
  'no replicas': {
    message: 'refuses writes: too few replicas are connected to it',
    remedy: 'look at its replicas (min-replicas-to-write)',
  },
  cluster: { message: 'is a node of a cluster, and serves a part of the keys only', remedy: 'set REDIS_MODE=cluster' },
  permission: { message: 'does not let its user do that', remedy: COMMANDS },
}

/** `word` is a code from `diagnose` or `wordOf`. */
export function noConnection(word: string | undefined): HealthCheck {
  const known = word === undefined ? undefined : connection[word]
  const code = word === undefined || word === 'lost' ? '' : ` (${word})`
  const message = known ? `${known.message} (${word})` : `does not answer, or refuses us${code}`
  const remedy = known?.remedy ?? 'check REDIS_URL, and that Redis runs and lets this machine in'
  return { subject: 'Redis', state: 'failure', message, remedy }
}

export function takesNothing(subject: string, because: Facts['redis_unusable']['because']): HealthCheck {
  return { subject, state: 'failure', ...unusable[because] }
}
