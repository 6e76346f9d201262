// Which operation a method and a path mean in each edition.
import type { OAuthOperation, Operation } from './faults.ts'

export type Edition = 'cloud' | 'software'

export const prefixes: Readonly<Record<Edition, string>> = { cloud: '/v0', software: '/api/v3' }

const underOAuth: Readonly<Record<string, OAuthOperation>> = {
  'GET /oauth/authorize': 'authorize',
  'POST /oauth/sign-in': 'signIn',
  'POST /oauth/token': 'token',
}

export interface Route {
  readonly operation: Operation
  /** As in the path, decoded, not checked. */
  readonly uid: string
  readonly tid: string
  /** Cloud's newer way to a user, which tells the roles as well. */
  readonly v1?: true
}

/** The paths of the login host, which the simulator serves from the same address. */
export function oauthOperationOf(method: string, path: string): OAuthOperation | undefined {
  return underOAuth[`${method} ${path}`]
}

export function routeOf(edition: Edition, method: string, path: string): Route {
  const route = (operation: Operation, uid = '', tid = ''): Route => ({ operation, uid, tid })
  const oauth = oauthOperationOf(method, path)
  if (oauth) return route(oauth)
  const v1 = /^\/v1\/users\/([^/]+)$/.exec(path)
  if (edition === 'cloud' && method === 'GET' && v1)
    return { ...route('getUser', decodeSegment(v1[1] ?? '')), v1: true }
  const prefix = prefixes[edition]
  if (!path.startsWith(`${prefix}/`)) return route('unknown')
  const rest = path.slice(prefix.length + 1)
  const segments = rest.split('/').map(decodeSegment)
  // A user id that is empty or all dots collapses into the dangerous path on a lenient server, so it does here.
  const collapsed = segments.filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
  if (method === 'DELETE' && ['token', 'user/token'].includes(collapsed.join('/'))) return route('wipe')

  const [first, uid = '', third, tid = ''] = segments
  if (method === 'GET' && segments.length === 1 && first === (edition === 'cloud' ? 'users' : 'user')) {
    return route('findUser')
  }
  if (method === 'GET' && segments.length === 2 && first === (edition === 'cloud' ? 'users' : 'user')) {
    return route('getUser', uid)
  }
  if (first !== 'user' || third !== 'token') return route('unknown')
  if (segments.length === 3 && method === 'GET') return route('list', uid)
  if (segments.length === 3 && method === 'POST') return route('create', uid)
  if (segments.length === 3 && method === 'DELETE') return route('deleteAll', uid)
  if (segments.length === 4 && method === 'DELETE') return route('delete', uid, tid)
  return route('unknown')
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
