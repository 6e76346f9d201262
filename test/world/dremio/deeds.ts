// What the simulated Dremio does for a caller, and what it refuses to whom (facts, section 2).
import { type Answer, json, Refusal } from './answer.ts'
import type { Operation } from './faults.ts'
import type { Route } from './routes.ts'
import { asListed, readNewToken } from './token-book.ts'
import { asCloudUser, asCloudUserV1, asSoftwareUser, filtered, type User } from './users.ts'
import type { World } from './world.ts'

export interface Asked {
  readonly route: Route
  readonly query: URLSearchParams
  readonly body: unknown
  readonly caller: User
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function perform(world: World, { route, query, body, caller }: Asked): Answer {
  switch (route.operation) {
    case 'findUser':
      allowLookUp(world, caller)
      return findUser(world, query)
    case 'getUser': {
      allowLookUp(world, caller)
      const user = existing(world, route.uid)
      return json(200, route.v1 ? asCloudUserV1(user) : describe(world, user))
    }
    case 'list':
      allow(world, route, caller)
      return json(200, { data: world.tokens.of(route.uid).map((token) => asListed(token, world.edition)) })
    case 'create':
      return create(world, route, caller, body)
    case 'delete':
      allow(world, route, caller)
      if (!UUID.test(route.tid)) throw new Refusal(404, 'Token not found')
      world.tokens.remove(route.uid, route.tid)
      return { status: 204, body: '' }
    case 'deleteAll':
      allow(world, route, caller)
      world.tokens.removeAll(route.uid)
      return { status: 204, body: '' }
    case 'wipe':
      // 26 ends every token of every user here, 25 those of the caller; the worse of the two is simulated.
      world.wiped = true
      world.tokens.wipe()
      return { status: 204, body: '' }
    default:
      throw new Refusal(404, 'HTTP 404 Not Found')
  }
}

function create(world: World, route: Route, caller: User, body: unknown): Answer {
  allow(world, route, caller)
  const token = world.tokens.add(route.uid, readNewToken(body, world.edition))
  world.secrets.push(token.secret)
  return { status: 200, contentType: 'text/plain', body: token.secret }
}

function allow(world: World, { operation, uid }: Route, caller: User): void {
  existing(world, uid)
  if (uid === caller.id) return
  if (caller.admin && administratorsMay(world, operation)) return
  throw new Refusal(403, 'Permission denied')
}

function allowLookUp({ usersMayLookUp }: World, caller: User): void {
  // Which right looking up takes is not documented, not even for oneself (facts, section 4).
  if (!usersMayLookUp && !caller.admin) throw new Refusal(403, 'Permission denied')
}

/** Nobody creates for others anywhere; on Cloud administrators do nothing for others at all. */
function administratorsMay({ edition, version }: World, operation: Operation): boolean {
  if (edition === 'cloud' || operation === 'create') return false
  return operation === 'list' ? version === '26' : true
}

function existing(world: World, uid: string): User {
  if (!UUID.test(uid)) throw new Refusal(400, 'Invalid user id')
  const user = world.users.get(uid)
  if (!user) throw new Refusal(404, 'User not found')
  return user
}

function describe({ edition }: World, user: User): Record<string, unknown> {
  return edition === 'cloud' ? asCloudUser(user) : asSoftwareUser(user)
}

function findUser(world: World, query: URLSearchParams): Answer {
  const all = [...world.users.values()].map((user) => describe(world, user))
  const names = ['id', 'name', 'firstName', 'lastName', 'identityType']
  if (world.edition === 'software') {
    // No paging is documented for Software.
    const data = filtered(all, query.get('filter'), [...names, 'email'])
    return json(200, { data, totalResults: data.length })
  }
  const found = filtered(all, query.get('filter'), names)
  const most = Number(query.get('maxResults') ?? 100)
  const from = Number(query.get('pageToken') ?? 0)
  if (!Number.isInteger(most) || most < 1 || most > 1000) throw new Refusal(400, 'maxResults must be 1 to 1000')
  if (!Number.isInteger(from) || from < 0) throw new Refusal(400, 'Invalid pageToken')
  const nextPageToken = from + most < found.length ? { nextPageToken: String(from + most) } : {}
  return json(200, { data: found.slice(from, from + most), ...nextPageToken })
}
