// Probes Dremio without changing anything: what answers, which kind of Dremio it is, and which credentials it accepts.
import { BotError, isBotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { AuthorizationServer } from './authorization-servers.ts'
import type { DremioClient } from './client.ts'
import { tokensOf, usersIn } from './paths.ts'
import { readAnswer, userPage } from './responses.ts'
import { administratorCapabilities } from './sessions/administrator.ts'
import type { Known } from './sessions/sessions.ts'

/**
 * The result of one check and its duration in milliseconds. `unknown` means that the check failed and found nothing
 * out.
 */
export type ProbeResult<T> = { ms: number } & ({ saw: T } | { unknown: BotError })

export interface ProbeReport {
  api: ProbeResult<'answers'>
  /**
   * Whether Software has a token endpoint (since 26); for Cloud only whether the login host answers. Undefined if not
   * needed.
   */
  login: ProbeResult<'answers' | 'missing'> | undefined
  provider: ProbeResult<'found' | 'another issuer'> | undefined
  credentials: { name: 'DREMIO_TOKEN' | 'DREMIO_ADMIN_TOKEN'; look: ProbeResult<'accepted' | 'refused'> }[]
  /** Whether the administrator's token may list other people's tokens. */
  listsOthers: ProbeResult<boolean> | undefined
}

export interface ProbeOptions {
  client: DremioClient
  clock: Clock
  loginUrl: string
  /** Whether the auth method uses the login host. */
  usesLogin: boolean
  provider: (() => Promise<AuthorizationServer | 'another issuer'>) | undefined
  token: Secret | undefined
  adminToken: Secret | undefined
}

export async function probeDremio(options: ProbeOptions): Promise<ProbeReport> {
  const { client, clock, loginUrl, provider, token, adminToken } = options
  const software = client.edition === 'software'
  const timed = <T>(look: () => Promise<T>) => timedBy(clock, look)
  const whether = async (as: Secret | undefined) => as && (await timed(() => acceptance(client, as)))
  const [api, login, found, tokenLook, adminLook, listsOthers] = await Promise.all([
    timed(async () => {
      await client.ping()
      return 'answers' as const
    }),
    software || options.usesLogin
      ? timed(() => (software ? endpointAt(client, loginUrl) : answersAt(client, loginUrl)))
      : undefined,
    provider && timed(async () => ((await provider()) === 'another issuer' ? 'another issuer' : 'found')),
    whether(token),
    whether(adminToken),
    adminToken && timed(() => mayListOthers(client, adminToken)),
  ])
  const credentials: ProbeReport['credentials'] = []
  if (tokenLook) credentials.push({ name: 'DREMIO_TOKEN', look: tokenLook })
  if (adminLook) credentials.push({ name: 'DREMIO_ADMIN_TOKEN', look: adminLook })
  return { api, login, provider: found, credentials, listsOthers }
}

/** Corrects the assumptions about this Dremio by the results. A result that is unknown changes nothing. */
export function updateKnown(known: Known, { login, credentials, listsOthers }: ProbeReport): void {
  const before = known.kind
  const endpoint = resultIn(login)
  if (before !== 'Cloud' && endpoint) known.kind = endpoint === 'missing' ? 'Software 25' : 'Software 26'
  const may = administratorCapabilities[known.kind]
  const token = resultIn(credentials.find(({ name }) => name === 'DREMIO_ADMIN_TOKEN')?.look)
  const lists = resultIn(listsOthers)
  if (token === 'refused') known.administratorMay = undefined
  else if (lists) known.administratorMay = { list: true, revoke: true }
  // Software 26 lets every ADMIN list, so this token's owner does not have the role, or no longer has it.
  else if (lists === false && endpoint === 'answers') known.administratorMay = { list: false, revoke: false }
  else if (lists === false) known.administratorMay = { ...may, list: false }
  else if (known.kind !== before || (token && !known.administratorMay)) known.administratorMay = may
}

function resultIn<T>(look: ProbeResult<T> | undefined): T | undefined {
  return look && 'saw' in look ? look.saw : undefined
}

async function timedBy<T>(clock: Clock, look: () => Promise<T>): Promise<ProbeResult<T>> {
  const begun = clock.now()
  try {
    const saw = await look()
    return { ms: clock.now() - begun, saw }
  } catch (error) {
    if (!(error instanceof BotError)) throw error
    return { ms: clock.now() - begun, unknown: error }
  }
}

async function answersAt(client: DremioClient, url: string): Promise<'answers'> {
  await client.ping(url)
  return 'answers'
}

/** A token endpoint answers an empty form with 400 or 401, without any effect. */
async function endpointAt(client: DremioClient, loginUrl: string): Promise<'answers' | 'missing'> {
  const status = await client.statusOfEmptyForm(`${loginUrl}/oauth/token`)
  if (status === 404 || status === 405) return 'missing'
  if (status >= 400 && status < 500) return 'answers'
  throw new BotError('dremio_unavailable', {
    operation: 'sign in',
    status,
    mayHaveHappened: false,
    because: 'not json',
  })
}

/** A credential that may not list users was still accepted. */
async function acceptance(client: DremioClient, as: Secret): Promise<'accepted' | 'refused'> {
  try {
    // No user has this name, so the answer is short whatever the number of users.
    await users(client, as, { filter: "name=='dremio-pat'" })
    return 'accepted'
  } catch (error) {
    if (isBotError(error, 'dremio_credential_refused')) return 'refused'
    if (isNo(error)) return 'accepted'
    throw error
  }
}

/**
 * Of two different users at least one is not the token's owner. Throws `dremio_missing` if Dremio shows fewer than two.
 */
async function mayListOthers(client: DremioClient, as: Secret): Promise<boolean> {
  // Software documents no paging; a version that knows this parameter sends less.
  const { data } = readAnswer(userPage, await users(client, as, { maxResults: '2' }), 'look up')
  const [first, second] = data
  if (!first || !second) throw new BotError('dremio_missing', { operation: 'look up', mayHaveHappened: false })
  try {
    for (const { id } of [first, second]) {
      await client.send({ operation: 'list', method: 'GET', path: tokensOf(client.edition, id), as })
    }
    return true
  } catch (error) {
    if (isBotError(error, 'dremio_forbidden')) return false
    throw error
  }
}

function users(client: DremioClient, as: Secret, query: Readonly<Record<string, string>>): Promise<string> {
  return client.send({ operation: 'look up', method: 'GET', path: usersIn(client.edition), query, as })
}

function isNo(error: unknown): boolean {
  return isBotError(error, 'dremio_forbidden', 'dremio_missing', 'dremio_tokens_off', 'dremio_rejected')
}
