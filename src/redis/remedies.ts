// What an operator is told of each trouble with Redis, and what cures it.
import type { Facts } from '../core/errors.ts'
import type { Finding } from '../core/health-check.ts'

interface Remedy {
  says: string
  todo: string
}

const ANY_CERTIFICATE =
  'put the certificate of its authority into REDIS_CA; if the service gives none (Heroku Key-Value Store), set REDIS_TLS=unverified'
const PLAIN = 'begin REDIS_URL with redis://, and remove REDIS_TLS and REDIS_CA'
const CREDENTIALS = 'correct the user and password in REDIS_URL'
const COMMANDS = 'allow its user the commands and keys that docs/redis.md lists'

const connection: Partial<Record<string, Remedy>> = {
  ECONNREFUSED: { says: 'nothing listens there', todo: 'start Redis, or correct host and port in REDIS_URL' },
  ENOTFOUND: { says: 'the host in REDIS_URL has no address', todo: 'correct the host in REDIS_URL' },
  EAI_AGAIN: {
    says: 'the host in REDIS_URL has no address now',
    todo: 'correct the host in REDIS_URL, or look at DNS',
  },
  ENOENT: { says: 'there is no such socket', todo: 'start Redis, or correct the path in REDIS_URL' },
  EACCES: { says: 'the socket may not be used by this user', todo: 'change its permissions (unixsocketperm)' },
  ETIMEDOUT: {
    says: 'does not answer',
    todo: 'look whether it hangs; on another machine, let this one through to it (firewall, security group, network)',
  },
  EHOSTUNREACH: {
    says: 'cannot be reached',
    todo: 'let this machine through to it (firewall, security group, network)',
  },
  ENETUNREACH: {
    says: 'cannot be reached',
    todo: 'let this machine through to it (firewall, security group, network)',
  },

  DEPTH_ZERO_SELF_SIGNED_CERT: { says: 'its certificate is self-signed', todo: ANY_CERTIFICATE },
  SELF_SIGNED_CERT_IN_CHAIN: { says: 'its certificate is signed by an unknown authority', todo: ANY_CERTIFICATE },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { says: 'its certificate is signed by an unknown authority', todo: ANY_CERTIFICATE },
  UNABLE_TO_GET_ISSUER_CERT: { says: 'its certificate is signed by an unknown authority', todo: ANY_CERTIFICATE },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    says: 'its certificate is signed by an unknown authority',
    todo: ANY_CERTIFICATE,
  },
  CERT_SIGNATURE_FAILURE: {
    says: 'its certificate is not signed by REDIS_CA',
    todo: 'put the right one into REDIS_CA',
  },
  CERT_HAS_EXPIRED: {
    says: 'its certificate has expired',
    todo: 'renew it there; REDIS_TLS=unverified goes without until then',
  },
  CERT_NOT_YET_VALID: {
    says: 'its certificate is not valid yet',
    todo: 'correct the clock of this machine, or of theirs',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    says: 'its certificate is for another name',
    todo: 'use the name in the certificate in REDIS_URL (of nodes and Sentinels: have them announce it), or set REDIS_TLS=unverified',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: { says: 'speaks no TLS', todo: PLAIN },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { says: 'speaks no TLS', todo: PLAIN },
  NO_TLS: { says: 'speaks no TLS', todo: PLAIN },
  EPROTO: {
    says: 'no TLS can be agreed upon',
    todo: `${PLAIN}; or look at the TLS settings there`,
  },
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: {
    says: 'wants a certificate of ours, and we have none',
    todo: 'set tls-auth-clients to no there, and use a password',
  },
  TLS_WANTED: { says: 'speaks TLS only', todo: 'begin REDIS_URL with rediss://' },

  WRONGPASS: { says: 'does not take the user or password', todo: CREDENTIALS },
  NOAUTH: { says: 'wants a password', todo: CREDENTIALS },
  NOPERM: { says: 'does not let its user do that', todo: COMMANDS },
  LOADING: { says: 'is still loading its data', todo: 'wait until it has' },
  CLUSTERDOWN: { says: 'is a cluster that is down', todo: 'look at its nodes: somebody has to serve every slot' },
  MASTERDOWN: { says: 'is a replica that has lost its primary', todo: 'look at the primary' },
  READONLY: {
    says: 'is a replica, though it is named as the primary',
    todo: 'wait for the failover, or look at Sentinel',
  },

  NO_CLUSTER: { says: 'is no cluster', todo: 'set REDIS_MODE=standalone' },
  NO_SENTINEL: {
    says: 'is no Sentinel',
    todo: 'name Sentinels in REDIS_URL (port 26379), or set REDIS_MODE=standalone',
  },
  NO_PRIMARY: { says: 'Sentinel knows no primary of that name', todo: 'correct REDIS_SENTINEL_NAME' },
}

const unusable: Record<Facts['redis_unusable']['because'], Remedy> = {
  full: { says: 'refuses writes: it is full', todo: 'give Redis more memory, or a plan with more' },
  'read-only': { says: 'refuses writes: it is a replica', todo: 'point REDIS_URL to the primary' },
  'not saving': { says: 'refuses writes: it cannot save to its disk', todo: 'look at the disk of Redis' },
  'no replicas': {
    says: 'refuses writes: too few replicas are connected to it',
    todo: 'look at its replicas (min-replicas-to-write)',
  },
  cluster: { says: 'is a node of a cluster, and serves a part of the keys only', todo: 'set REDIS_MODE=cluster' },
  permission: { says: 'does not let its user do that', todo: COMMANDS },
}

/** `word` as `diagnose` and `wordOf` say it. */
export function noConnection(word: string | undefined): Finding {
  const known = word === undefined ? undefined : connection[word]
  const code = word === undefined || word === 'lost' ? '' : ` (${word})`
  const says = known ? `${known.says} (${word})` : `does not answer, or refuses us${code}`
  const todo = known?.todo ?? 'check REDIS_URL, and that Redis runs and lets this machine in'
  return { subject: 'Redis', state: 'failure', says, todo }
}

export function takesNothing(subject: string, because: Facts['redis_unusable']['because']): Finding {
  return { subject, state: 'failure', ...unusable[because] }
}
