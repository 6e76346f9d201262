// Says in plain words what a look at Dremio found, and what to do about it.
import type { BotError } from '../core/errors.ts'
import type { Finding } from '../core/health-check.ts'
import { addedByAdministrator, whatItDoes } from './ability-table.ts'
import type { Look, Seen } from './probe.ts'
import type { Known } from './sessions/sessions.ts'
import type { Statement } from './sessions/statement.ts'

export interface Examined {
  seen: Seen
  known: Known
  statement: Statement
  offline: boolean
  apiUrl: string
  loginUrl: string
}

export function findingsOf(examined: Examined): Finding[] {
  const { seen, apiUrl } = examined
  return [
    host('Dremio API', apiUrl, seen.api, 'DREMIO_EDITION, DREMIO_REGION and DREMIO_API_URL'),
    ...login(examined),
    ...provider(seen),
    ...seen.credentials.map(({ name, look }) => credential(name, look)),
    ...abilities(examined),
    ...warnings(examined),
  ]
}

function host(subject: string, url: string, look: Look<unknown>, settings: string): Finding {
  if ('saw' in look) return { subject, state: 'ok', says: `answers at ${url} within ${look.ms} ms` }
  return {
    subject,
    state: 'failure',
    says: `${url} cannot be reached (${reason(look.unknown)})`,
    todo: cureOf(look.unknown, settings),
  }
}

/** What helps against each reason; `settings` are those that lead there. */
function cureOf(error: BotError, settings: string): string {
  const why = reason(error)
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(why)) {
    return `If its certificate is of your own authority, set NODE_EXTRA_CA_CERTS to that authority's file; else check ${settings}.`
  }
  if (why === 'ENOTFOUND' || why === 'EAI_AGAIN') return `Check how ${settings} is written; its name is not known here.`
  if (why === 'ECONNREFUSED') return `Check the port in ${settings}, and that something runs there.`
  if (why === 'server error') return 'It has trouble of its own: look at its log or status page, then look again.'
  if (why === 'not json') return `Something else answers there, perhaps a sign-in page of a proxy. Check ${settings}.`
  if (/^HTTP \d+$/.test(why)) return `Something answers there, but does not know what was asked for. Check ${settings}.`
  if (error.code === 'dremio_busy') return 'It asks for a rest: look again in a few minutes.'
  return `Check ${settings}, and that a firewall lets this machine connect there.`
}

function login({ seen, statement, loginUrl }: Examined): Finding[] {
  const { login } = seen
  const subject = 'Dremio sign-in'
  if (!login) return []
  if (!('saw' in login) || login.saw === 'answers') return [host(subject, loginUrl, login, 'DREMIO_LOGIN_URL')]
  const says = `there is no token endpoint at ${loginUrl}: this is Software 25 or older`
  if (statement.worksAt.includes('Software 25')) return [{ subject, state: 'ok', says }]
  const todo = `DREMIO_AUTH=${statement.way} needs Software 26. Upgrade Dremio, or set DREMIO_AUTH=token.`
  return [{ subject, state: 'failure', says, todo }]
}

function provider({ provider }: Seen): Finding[] {
  const subject = 'Identity provider'
  if (!provider) return []
  if ('unknown' in provider) {
    const says = `its metadata cannot be read (${reason(provider.unknown)})`
    const todo = `${cureOf(provider.unknown, 'IDP_ISSUER_URL')} /.well-known/openid-configuration is read below it.`
    return [{ subject, state: 'failure', says, todo }]
  }
  if (provider.saw === 'found') return [{ subject, state: 'ok', says: `answers within ${provider.ms} ms` }]
  const says = 'it calls itself by another name than IDP_ISSUER_URL'
  return [
    { subject, state: 'failure', says, todo: 'Set IDP_ISSUER_URL to the `issuer` in its metadata, letter by letter.' },
  ]
}

function credential(subject: string, look: Look<'accepted' | 'refused'>): Finding {
  if ('unknown' in look) {
    const todo = `${cureOf(look.unknown, 'DREMIO_API_URL')} Then look again.`
    return { subject, state: 'warning', says: `could not be tried (${reason(look.unknown)})`, todo }
  }
  if (look.saw === 'accepted') return { subject, state: 'ok', says: 'Dremio accepts it' }
  const todo = `Make a new token at Dremio and set ${subject}. A user of the other region is not known either.`
  return { subject, state: 'failure', says: 'Dremio refuses it: wrong, expired or revoked', todo }
}

function abilities({ seen, known, statement, offline }: Examined): Finding[] {
  const subject = 'What people can do'
  const does = whatItDoes(statement, known.kind, offline)
  const says = `${statement.way} at ${known.kind}: ${does}`
  const otherWay = 'Set another DREMIO_AUTH: the table in README, “Ways to act at Dremio”, says what works where.'
  const all: Finding[] = [
    does === 'nothing' ? { subject, state: 'failure', says, todo: otherWay } : { subject, state: 'ok', says },
  ]
  if (!seen.listsOthers || !known.administratorMay) return all
  const adds = addedByAdministrator(known.administratorMay)
  if ('unknown' in seen.listsOthers) {
    if (seen.listsOthers.unknown.code === 'dremio_missing') {
      const says = 'could not be tried with DREMIO_ADMIN_TOKEN: Dremio shows it fewer than two users'
      const todo = 'Look again when Dremio has a second user.'
      return [...all, { subject: 'What administrators can do', state: 'warning', says, todo }]
    }
    const says = `could not be tried with DREMIO_ADMIN_TOKEN (${reason(seen.listsOthers.unknown)})`
    const todo = `${cureOf(seen.listsOthers.unknown, 'DREMIO_API_URL')} Then look again.`
    return [...all, { subject: 'What administrators can do', state: 'warning', says, todo }]
  }
  const powerless = !known.administratorMay.revoke
  const todo = 'Make it as a user with the role ADMIN.'
  const administrator = { subject: 'What administrators can do', says: `DREMIO_ADMIN_TOKEN ${adds}` }
  return [...all, powerless ? { ...administrator, state: 'warning', todo } : { ...administrator, state: 'ok' }]
}

function warnings({ statement: { way, experimental, except } }: Examined): Finding[] {
  const subject = 'DREMIO_AUTH'
  const all: Finding[] = []
  if (experimental) {
    const todo = 'Try it with one person on a test server before you rely on it.'
    all.push({ subject, state: 'warning', says: `${way} is experimental: not yet proved on a live server`, todo })
  }
  if (way === 'issuer') {
    const says = 'issuer: the key of this bot can become anybody at Dremio, and Dremio cannot limit whom'
    const todo =
      'Guard Redis and ENCRYPTION_KEYS like an administrator’s password; name service accounts in ISSUER_DENY.'
    all.push({ subject, state: 'warning', says, todo })
  }
  if (way === 'token') {
    const todo = 'For other people use oauth (Cloud), idp (Cloud, Software 26) or impersonation (Software 26).'
    all.push({ subject, state: 'warning', says: `token: it works ${except}`, todo })
  }
  return all
}

function reason({ code, facts, cause }: BotError): string {
  // Node's own code for what went wrong on the way (`ENOTFOUND`) says more to an operator than ours.
  if (cause instanceof Error) return cause.message
  return 'because' in facts && typeof facts.because === 'string' ? facts.because : code
}
