// A Dremio of our own over real HTTP, by edition: users, their tokens, signing in, and whatever can go wrong.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as later } from 'node:timers/promises'
import { openBorder } from '../border.ts'
import type { Attend } from '../crossing.ts'
import { type Answer, Refusal } from './answer.ts'
import { perform } from './deeds.ts'
import { Faults } from './faults.ts'
import { Grants } from './grants.ts'
import { readJson, send, staged, textOf } from './http.ts'
import { performOAuth, readFields, recordable, rememberSecrets, withoutSecrets } from './oauth.ts'
import { oauthOperationOf, routeOf } from './routes.ts'
import { mintSecret } from './secrets.ts'
import type { DremioOptions, Recorded, SimulatedDremio } from './surface.ts'
import { TokenBook } from './token-book.ts'
import { seedUser, type User } from './users.ts'
import { userPresenting, type World } from './world.ts'

export type { Fault, Gate, Match } from './faults.ts'
export type { DremioOptions, Recorded, SimulatedDremio } from './surface.ts'
export type { User, UserSeed } from './users.ts'
export type { Impersonation, OauthApp, TokenProvider } from './world.ts'

/** What people do at Dremio's own pages. */
const ofBrowsers: readonly string[] = ['authorize', 'signIn']

export async function startDremio(options: DremioOptions = {}): Promise<SimulatedDremio> {
  const now = options.now ?? Date.now
  const issuedSecrets = new Set<string>()
  const world: World = {
    edition: options.edition ?? 'cloud',
    version: options.version ?? '26',
    users: new Map((options.users ?? []).map((seed) => [seed.id, seedUser(seed)])),
    now,
    url: '',
    usersMayLookUp: options.usersMayLookUp ?? true,
    tokens: new TokenBook(now),
    bearers: new Map(),
    credentials: new Map(),
    secrets: [],
    wiped: false,
    apps: new Map((options.oauthApps ?? []).map((app) => [app.clientId, app])),
    providers: [...(options.tokenProviders ?? [])],
    impersonation: options.impersonation ?? [],
    grants: new Grants(now, (secret) => issuedSecrets.add(secret)),
    opaqueAccessTokens: options.opaqueAccessTokens ?? false,
    rotatesRefreshTokens: options.rotatesRefreshTokens ?? true,
    remembersBrowsers: options.remembersBrowsers ?? false,
    browsers: new Map(),
    issuedSecrets,
  }
  const faults = new Faults()
  const requests: Recorded[] = []

  const serverOf = (attend?: Attend) =>
    createServer((request, response) => {
      serve(request, response, attend).catch(() => response.destroy())
    })
  const server = serverOf()
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: world.url,
    edition: world.edition,
    requests,
    secrets: world.secrets,
    get issuedSecrets() {
      return [...issuedSecrets]
    },
    get wiped() {
      return world.wiped
    },
    user,
    addUser(seed) {
      const added = seedUser(seed)
      world.users.set(seed.id, added)
      return added
    },
    removeUser: (id) => void world.users.delete(id),
    credential(userId) {
      const known = world.credentials.get(user(userId).id) ?? mintSecret().secret
      world.credentials.set(userId, known)
      world.bearers.set(known, { userId, until: Number.POSITIVE_INFINITY })
      return known
    },
    accept: (bearer, userId, until = Number.POSITIVE_INFINITY) => void world.bearers.set(bearer, { userId, until }),
    mint: (userId, { label = 'made elsewhere', lifetime = 30 * 86_400_000, beginning } = {}) =>
      world.tokens.add(user(userId).id, { label, lifetime }, beginning),
    tokensOf: (userId) => world.tokens.of(userId),
    addOauthApp: (app) => void world.apps.set(app.clientId, app),
    addTokenProvider: (provider) => void world.providers.push(provider),
    revokeGrants: (userId) => world.grants.endRefreshTokensOf(userId),
    fail: (match, fault, times) => faults.fail(match, fault, times),
    clearFaults: () => faults.clear(),
    hold: (match, moment) => faults.hold(match, moment),
    openBorder: (attend) => openBorder(serverOf(attend)),
    async close() {
      // Hung calls never end by themselves.
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  function user(id: string): User {
    const found = world.users.get(id)
    if (!found) throw new Error(`The simulated Dremio has no user ${id}`)
    return found
  }

  async function serve(request: IncomingMessage, response: ServerResponse, attend?: Attend): Promise<void> {
    // Not `new URL`, which would resolve `..` before anybody saw it.
    const [path = '', search = ''] = (request.url ?? '').split('?')
    const query = new URLSearchParams(search)
    const method = request.method ?? ''
    const route = routeOf(world.edition, method, path)
    const { operation } = route
    const oauth = oauthOperationOf(method, path)
    const text = await textOf(request)
    const fields = readFields(request.headers['content-type'] ?? '', oauth ? text : '')
    if (oauth === 'token') rememberSecrets(world, fields)
    const body = oauth && text !== '' ? withoutSecrets(fields) : readJson(text)
    const caller = oauth ? undefined : userPresenting(world, bearerOf(request))
    requests.push({ operation, method, path, query: recordable(query), body, at: now(), as: caller?.id })

    const leave = ofBrowsers.includes(operation) ? undefined : await attend?.(`dremio ${operation}`)
    await faults.pass(operation, 'deed')
    const fault = faults.take(operation)
    if (fault && 'drop' in fault) return void response.destroy()
    if (fault && 'hang' in fault) return
    if (fault && 'status' in fault) return send(response, staged(fault))
    if (fault && 'delay' in fault) await later(fault.delay)

    const answer = await attempt()
    await faults.pass(operation, 'answer')
    await leave?.()
    if (fault && 'afterwards' in fault) {
      if (fault.afterwards === 'drop') return void response.destroy()
      if (fault.afterwards === 'hang') return
      return send(response, staged(fault.afterwards))
    }
    if (fault && 'text' in fault) {
      const text = typeof fault.text === 'string' ? fault.text : fault.text(answer.body)
      const contentType = operation === 'token' ? 'application/json' : 'text/plain'
      return send(response, { status: 200, contentType, body: text })
    }
    send(response, answer)

    async function attempt(): Promise<Answer> {
      try {
        if (oauth) return await performOAuth(world, oauth, { query, fields, headers: request.headers })
        if (!caller) throw new Refusal(401, 'Unauthorized')
        return perform(world, { route, query, body, caller })
      } catch (error) {
        if (error instanceof Refusal) return error.asAnswer(world.edition)
        throw error
      }
    }
  }
}

function bearerOf(request: IncomingMessage): string {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
}
