// Checks the bot's public address as a browser sees it: name, certificate, health and callback path.
import type { HealthCheck } from './core/health-check.ts'
import type { AuthMethod } from './core/sessions/session.ts'
import { SECOND } from './core/time/duration.ts'

/** Milliseconds for one check. */
const PATIENCE = 5 * SECOND

const START = 'Start the web process (on Heroku: heroku ps:scale web=1), then look again.'
const FIREWALL = 'A firewall may keep only this machine out: open PUBLIC_URL/healthz in a browser.'

/** Node's error codes for a failed connection. */
const reasons: readonly { code: RegExp; message: string; remedy: string }[] = [
  {
    code: /^(ENOTFOUND|EAI_)/,
    message: 'its name cannot be resolved from here',
    remedy: 'Check how PUBLIC_URL is written, and its DNS record.',
  },
  { code: /^ECONNREFUSED$/, message: 'nobody listens there', remedy: `${START} Check the port in PUBLIC_URL.` },
  {
    code: /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/,
    message: 'its certificate is not trusted',
    remedy:
      'Renew it, or let it be issued for this name. If it is of your own authority, set NODE_EXTRA_CA_CERTS to its file.',
  },
  { code: /TIMEOUT|TimeoutError/, message: 'no answer within 5 seconds', remedy: FIREWALL },
]

type Answer = { status: number; ours: boolean; alive: boolean } | { code: string }

/**
 * `method` determines the second check: browsers that return from a sign-in, or Dremio reading the public keys. Never
 * throws.
 */
export async function lookAtPublicAddress(publicUrl: string, method: AuthMethod): Promise<HealthCheck[]> {
  const found = judgeHealth(await ask(`${publicUrl}/healthz`))
  const signsIn = method === 'oauth' || method === 'idp'
  const callback = `${publicUrl}/dremio/callback`
  const register = signsIn ? `; register ${callback} as redirect URI` : ''
  const first: HealthCheck = { subject: 'Public URL', ...found, message: `${found.message}${register}` }
  if (method === 'token' || method === 'impersonation') return [first]
  const [subject, path] = signsIn
    ? (['Redirect URI', '/dremio/callback'] as const)
    : (['Published keys', '/.well-known/jwks.json'] as const)
  if (found.state !== 'ok') {
    const remedy = `Once PUBLIC_URL answers, look again: ${path} must be reached as well.`
    return [first, { subject, state: 'warning', message: 'could not be tried', remedy }]
  }
  return [first, { subject, ...judgePath(await ask(`${publicUrl}${path}`), path, signsIn) }]
}

function judgeHealth(answer: Answer): Omit<HealthCheck, 'subject'> {
  const state = 'warning'
  if ('code' in answer) {
    const known = reasons.find(({ code }) => code.test(answer.code))
    if (known) return { state, message: `${known.message} (${answer.code})`, remedy: known.remedy }
    return { state, message: `cannot be reached from here (${answer.code})`, remedy: `${START} ${FIREWALL}` }
  }
  const { status, alive } = answer
  if (alive) return { state: 'ok', message: 'answers' }
  const message = `answers ${status} to /healthz`
  if (status >= 300 && status < 400) {
    const remedy =
      'Set PUBLIC_URL to the address that answers by itself; no sign-in of another kind may stand before it.'
    return { state, message: `${message}: it leads elsewhere`, remedy }
  }
  if (status === 401 || status === 403) {
    return { state, message, remedy: 'What is in front of the bot must let browsers through to /dremio/….' }
  }
  if (status >= 500) return { state, message, remedy: `${START} If it runs, look at its log.` }
  const remedy = 'Check that PUBLIC_URL leads to the web process of this bot.'
  return { state, message: `${message}: it is not the bot that answers there`, remedy }
}

/** The bot answers a callback without parameters with an error page, which says so or that Redis is unavailable. */
function judgePath(answer: Answer, path: string, signsIn: boolean): Omit<HealthCheck, 'subject'> {
  const fine =
    'status' in answer && answer.ours && (signsIn ? [400, 503].includes(answer.status) : answer.status === 200)
  if (fine) return { state: 'ok', message: 'is reached' }
  const what = 'code' in answer ? `cannot be reached (${answer.code})` : `answers ${answer.status}`
  const remedy =
    'status' in answer && answer.ours
      ? 'The web process that answers runs with another configuration: restart it with this one, then look again.'
      : `What is in front of the bot must let ${signsIn ? 'browsers' : 'Dremio'} through to ${path}.`
  return { state: 'warning', message: `${path} ${what}`, remedy }
}

async function ask(url: string): Promise<Answer> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) })
    const ours = answer.headers.get('content-security-policy')?.startsWith("default-src 'none'") ?? false
    const body = await answer.text()
    return { status: answer.status, ours, alive: answer.status === 200 && saysAlive(body) }
  } catch (error) {
    return { code: codeOf(error) }
  }
}

function saysAlive(body: string): boolean {
  try {
    return (JSON.parse(body) as { status?: unknown } | null)?.status === 'alive'
  } catch {
    return false
  }
}

/** The first error code in the chain of causes: fetch's own error has none. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (typeof code === 'string') return code
    if (cause.name === 'TimeoutError') return cause.name
  }
  return 'unknown'
}
