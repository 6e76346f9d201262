// Describes in plain words what the probe of Dremio found, and the remedy for each problem.
import type { BotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import { addedByAdministrator, whatItDoes } from './capability-table.ts'
import type { ProbeReport, ProbeResult } from './probe.ts'
import type { AuthMethodCapabilities } from './sessions/capabilities.ts'
import type { Known } from './sessions/sessions.ts'

export interface Examined {
  report: ProbeReport
  known: Known
  statement: AuthMethodCapabilities
  offline: boolean
  apiUrl: string
  loginUrl: string
}

export function findingsOf(examined: Examined): HealthCheck[] {
  const { report, apiUrl } = examined
  return [
    host('Dremio API', apiUrl, report.api, 'DREMIO_EDITION, DREMIO_REGION and DREMIO_API_URL'),
    ...login(examined),
    ...provider(report),
    ...report.credentials.map(({ name, look }) => credential(name, look)),
    ...abilities(examined),
    ...warnings(examined),
  ]
}

function host(subject: string, url: string, look: ProbeResult<unknown>, settings: string): HealthCheck {
  if ('saw' in look) return { subject, state: 'ok', message: `answers at ${url} within ${look.ms} ms` }
  return {
    subject,
    state: 'failure',
    message: `${url} cannot be reached (${reason(look.unknown)})`,
    remedy: cureOf(look.unknown, settings),
  }
}

/** The remedy for each failure; `settings` are the variables that determine the address. */
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

function login({ report, statement, loginUrl }: Examined): HealthCheck[] {
  const { login } = report
  const subject = 'Dremio sign-in'
  if (!login) return []
  if (!('saw' in login) || login.saw === 'answers') return [host(subject, loginUrl, login, 'DREMIO_LOGIN_URL')]
  const message = `there is no token endpoint at ${loginUrl}: this is Software 25 or older`
  if (statement.worksAt.includes('Software 25')) return [{ subject, state: 'ok', message }]
  const remedy = `DREMIO_AUTH=${statement.method} needs Software 26. Upgrade Dremio, or set DREMIO_AUTH=token.`
  return [{ subject, state: 'failure', message, remedy }]
}

function provider({ provider }: ProbeReport): HealthCheck[] {
  const subject = 'Identity provider'
  if (!provider) return []
  if ('unknown' in provider) {
    const message = `its metadata cannot be read (${reason(provider.unknown)})`
    const remedy = `${cureOf(provider.unknown, 'IDP_ISSUER_URL')} /.well-known/openid-configuration is read below it.`
    return [{ subject, state: 'failure', message, remedy }]
  }
  if (provider.saw === 'found') return [{ subject, state: 'ok', message: `answers within ${provider.ms} ms` }]
  const message = 'it calls itself by another name than IDP_ISSUER_URL'
  return [
    {
      subject,
      state: 'failure',
      message,
      remedy: 'Set IDP_ISSUER_URL to the `issuer` in its metadata, letter by letter.',
    },
  ]
}

function credential(subject: string, look: ProbeResult<'accepted' | 'refused'>): HealthCheck {
  if ('unknown' in look) {
    const remedy = `${cureOf(look.unknown, 'DREMIO_API_URL')} Then look again.`
    return { subject, state: 'warning', message: `could not be tried (${reason(look.unknown)})`, remedy }
  }
  if (look.saw === 'accepted') return { subject, state: 'ok', message: 'Dremio accepts it' }
  const remedy = `Make a new token at Dremio and set ${subject}. A user of the other region is not known either.`
  return { subject, state: 'failure', message: 'Dremio refuses it: wrong, expired or revoked', remedy }
}

function abilities({ report, known, statement, offline }: Examined): HealthCheck[] {
  const subject = 'What people can do'
  const does = whatItDoes(statement, known.kind, offline)
  const message = `${statement.method} at ${known.kind}: ${does}`
  const otherWay = 'Set another DREMIO_AUTH: the table in README, “Ways to act at Dremio”, says what works where.'
  const all: HealthCheck[] = [
    does === 'nothing' ? { subject, state: 'failure', message, remedy: otherWay } : { subject, state: 'ok', message },
  ]
  if (!report.listsOthers || !known.administratorMay) return all
  const adds = addedByAdministrator(known.administratorMay)
  if ('unknown' in report.listsOthers) {
    if (report.listsOthers.unknown.code === 'dremio_missing') {
      const message = 'could not be tried with DREMIO_ADMIN_TOKEN: Dremio shows it fewer than two users'
      const remedy = 'Look again when Dremio has a second user.'
      return [...all, { subject: 'What administrators can do', state: 'warning', message, remedy }]
    }
    const message = `could not be tried with DREMIO_ADMIN_TOKEN (${reason(report.listsOthers.unknown)})`
    const remedy = `${cureOf(report.listsOthers.unknown, 'DREMIO_API_URL')} Then look again.`
    return [...all, { subject: 'What administrators can do', state: 'warning', message, remedy }]
  }
  const powerless = !known.administratorMay.revoke
  const remedy = 'Make it as a user with the role ADMIN.'
  const administrator = { subject: 'What administrators can do', message: `DREMIO_ADMIN_TOKEN ${adds}` }
  return [...all, powerless ? { ...administrator, state: 'warning', remedy } : { ...administrator, state: 'ok' }]
}

function warnings({ statement: { method, experimental, except } }: Examined): HealthCheck[] {
  const subject = 'DREMIO_AUTH'
  const all: HealthCheck[] = []
  if (experimental) {
    const remedy = 'Try it with one person on a test server before you rely on it.'
    all.push({
      subject,
      state: 'warning',
      message: `${method} is experimental: not yet proved on a live server`,
      remedy,
    })
  }
  if (method === 'issuer') {
    const message = 'issuer: the key of this bot can become anybody at Dremio, and Dremio cannot limit whom'
    const remedy =
      'Guard Redis and ENCRYPTION_KEYS like an administrator’s password; name service accounts in ISSUER_DENY.'
    all.push({ subject, state: 'warning', message, remedy })
  }
  if (method === 'token') {
    const remedy = 'For other people use oauth (Cloud), idp (Cloud, Software 26) or impersonation (Software 26).'
    all.push({ subject, state: 'warning', message: `token: it works ${except}`, remedy })
  }
  return all
}

function reason({ code, facts, cause }: BotError): string {
  // Node's own error code (`ENOTFOUND`) tells an operator more than the bot's code.
  if (cause instanceof Error) return cause.message
  return 'because' in facts && typeof facts.because === 'string' ? facts.because : code
}
