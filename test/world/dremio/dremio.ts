// A Dremio of our own over real HTTP, by edition: users, personal access tokens, and whatever can go wrong with them.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as later } from 'node:timers/promises'
import { type Answer, Refusal } from './answer.ts'
import { perform, type World } from './deeds.ts'
import { type Fault, Faults, type Gate, type Match, type Moment, type Operation } from './faults.ts'
import { type Edition, routeOf } from './routes.ts'
import { mintSecret } from './secrets.ts'
import { type NewToken, type StoredToken, TokenBook } from './token-book.ts'
import { seedUser, type User, type UserSeed } from './users.ts'

export type { Fault, Gate, Match } from './faults.ts'
export type { User, UserSeed } from './users.ts'

export interface DremioOptions {
  /** Cloud if not said. */
  readonly edition?: Edition
  /** Of Software; 26 if not said. */
  readonly version?: '25' | '26'
  readonly users?: readonly UserSeed[]
  /** Milliseconds since epoch; the wall clock if not said. */
  readonly now?: () => number
  /** A free one if not said. */
  readonly port?: number
}

/** One call as it arrived, whether or not it was allowed. Its credential is not kept. */
export interface Recorded {
  readonly operation: Operation
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly at: number
  /** Id of the user whose credential it carried, if that was accepted. */
  readonly as: string | undefined
}

export interface SimulatedDremio {
  /** `http://127.0.0.1:1234`: what goes into `DREMIO_API_URL`. */
  readonly url: string
  readonly edition: Edition
  readonly requests: readonly Recorded[]
  /** The values of all tokens that the API handed out: the canaries. */
  readonly secrets: readonly string[]
  /** True once somebody called the path that ends everybody's tokens. */
  readonly wiped: boolean
  /** Lives as it is: what a test changes in it holds from the next call on. Throws if there is none. */
  user(id: string): User
  addUser(seed: UserSeed): User
  removeUser(id: string): void
  /** A token for the user that is in no list and never expires; the same one each time. */
  credential(userId: string): string
  /** Accepts any text as bearer of a user, until a moment in milliseconds. For access tokens made elsewhere. */
  accept(bearer: string, userId: string, until?: number): void
  /** A token in the user's list that was not made through the API; its value is no canary. */
  mint(userId: string, token?: Partial<NewToken>): StoredToken
  tokensOf(userId: string): readonly StoredToken[]
  fail(match: Match, fault: Fault, options?: { times?: number }): void
  clearFaults(): void
  hold(match: Match, options?: { before?: Moment }): Gate
  close(): Promise<void>
}

export async function startDremio(options: DremioOptions = {}): Promise<SimulatedDremio> {
  const now = options.now ?? Date.now
  const world: World = {
    edition: options.edition ?? 'cloud',
    version: options.version ?? '26',
    users: new Map((options.users ?? []).map((seed) => [seed.id, seedUser(seed)])),
    tokens: new TokenBook(now),
    secrets: [],
    wiped: false,
  }
  const faults = new Faults()
  const requests: Recorded[] = []
  const bearers = new Map<string, { userId: string; until: number }>()
  const credentials = new Map<string, string>()

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    edition: world.edition,
    requests,
    secrets: world.secrets,
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
      const known = credentials.get(user(userId).id) ?? mintSecret().secret
      credentials.set(userId, known)
      bearers.set(known, { userId, until: Number.POSITIVE_INFINITY })
      return known
    },
    accept: (bearer, userId, until = Number.POSITIVE_INFINITY) => void bearers.set(bearer, { userId, until }),
    mint: (userId, { label = 'made elsewhere', lifetime = 30 * 86_400_000 } = {}) =>
      world.tokens.add(user(userId).id, { label, lifetime }),
    tokensOf: (userId) => world.tokens.of(userId),
    fail: (match, fault, times) => faults.fail(match, fault, times),
    clearFaults: () => faults.clear(),
    hold: (match, moment) => faults.hold(match, moment),
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

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Not `new URL`, which would resolve `..` before anybody saw it.
    const [path = '', search = ''] = (request.url ?? '').split('?')
    const query = new URLSearchParams(search)
    const method = request.method ?? ''
    const route = routeOf(world.edition, method, path)
    const { operation } = route
    const body = readJson(await textOf(request))
    const caller = callerOf(request)
    requests.push({ operation, method, path, query: Object.fromEntries(query), body, at: now(), as: caller?.id })

    await faults.pass(operation, 'deed')
    const fault = faults.take(operation)
    if (fault && 'drop' in fault) return void response.destroy()
    if (fault && 'hang' in fault) return
    if (fault && 'status' in fault) return send(response, staged(fault))
    if (fault && 'delay' in fault) await later(fault.delay)

    const answer = attempt()
    await faults.pass(operation, 'answer')
    if (fault && 'afterwards' in fault) {
      if (fault.afterwards === 'drop') return void response.destroy()
      if (fault.afterwards === 'hang') return
      return send(response, staged(fault.afterwards))
    }
    if (fault && 'text' in fault) {
      const text = typeof fault.text === 'string' ? fault.text : fault.text(answer.body)
      return send(response, { status: 200, contentType: 'text/plain', body: text })
    }
    send(response, answer)

    function attempt(): Answer {
      try {
        if (!caller) throw new Refusal(401, 'Unauthorized')
        return perform(world, { route, query, body, caller })
      } catch (error) {
        if (error instanceof Refusal) return error.asAnswer(world.edition)
        throw error
      }
    }
  }

  function callerOf(request: IncomingMessage): User | undefined {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const known = bearers.get(bearer)
    const id = known && known.until > now() ? known.userId : world.tokens.presented(bearer)?.uid
    const found = world.users.get(id ?? '')
    return found?.active ? found : undefined
  }
}

function staged(fault: { status: number; body?: unknown; retryAfter?: number | string; html?: boolean }): Answer {
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) }
  if (fault.html) {
    const body = `<!DOCTYPE html><html><head><title>${fault.status}</title></head><body>Sorry</body></html>`
    return { status: fault.status, contentType: 'text/html', headers, body }
  }
  const value = fault.body ?? { errorMessage: `Staged ${fault.status}` }
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return { status: fault.status, contentType: 'application/json', headers, body }
}

function send(response: ServerResponse, { status, contentType, headers = {}, body }: Answer): void {
  response.writeHead(status, { ...(contentType ? { 'Content-Type': contentType } : {}), ...headers })
  response.end(status === 204 ? undefined : body)
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function readJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
