// Where a browser comes to sign in at the simulated Dremio, and with what it is sent back.
import { randomBytes } from 'node:crypto'
import { errorPage, signInPage } from '../sign-in-page.ts'
import { type Answer, html, redirect } from './answer.ts'
import { maySignIn, type User, userNamed } from './users.ts'
import type { World } from './world.ts'

const COOKIE = 'dremio_session'
/** The only ones that Dremio has. */
const SCOPES = ['dremio.all', 'offline_access']
/** What an authorization request says; the form carries it on. */
const PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
]

const page = { at: 'Dremio', action: '/oauth/sign-in' }

/** `cookie` is the header as it came. */
export function authorize(world: World, query: URLSearchParams, cookie: string): Answer {
  const bad = whatIsWrong(world, query)
  if (bad) return bad
  const known = world.browsers.get(new RegExp(`${COOKIE}=([^;]+)`).exec(cookie)?.[1] ?? '')
  const user = world.users.get(known ?? '')
  if (maySignIn(user) && query.get('prompt') !== 'login') return sendBack(world, query, user)
  return html(200, signInPage({ ...page, carried: carried(query), email: query.get('login_hint') ?? '' }))
}

export function signIn(world: World, form: URLSearchParams): Answer {
  const bad = whatIsWrong(world, form)
  if (bad) return bad
  if (form.has('cancel')) return back(form, { error: 'access_denied', error_description: 'The user cancelled' })
  const email = form.get('email')?.trim() ?? ''
  const user = userNamed(email, world.users.values(), world.edition) ?? userWithEmail(world, email)
  if (maySignIn(user)) return sendBack(world, form, user)
  const message = 'Nobody can sign in with this e-mail address. Check it, or ask an administrator of Dremio.'
  return html(200, signInPage({ ...page, carried: carried(form), email, message }))
}

function userWithEmail(world: World, email: string): User | undefined {
  return [...world.users.values()].find((user) => user.email.toLowerCase() === email.toLowerCase())
}

function carried(parameters: URLSearchParams): [string, string][] {
  return [...parameters].filter(([name]) => PARAMETERS.includes(name))
}

/** Nobody is sent to an address that no application registered; every other mistake is told to the application. */
function whatIsWrong({ apps }: World, asked: URLSearchParams): Answer | undefined {
  const app = apps.get(asked.get('client_id') ?? '')
  if (!app) return html(400, errorPage('Dremio', 'This application is not known to Dremio.'))
  if (!app.redirectUris.includes(asked.get('redirect_uri') ?? '')) {
    return html(400, errorPage('Dremio', 'The application did not register this redirect URI.'))
  }
  if (PARAMETERS.some((name) => asked.getAll(name).length > 1))
    return wrong('invalid_request', 'A parameter came twice')
  if (asked.get('response_type') !== 'code') return wrong('unsupported_response_type', 'response_type must be code')
  const scopes = (asked.get('scope') ?? '').split(' ')
  if (!scopes.includes('dremio.all') || scopes.some((scope) => !SCOPES.includes(scope))) {
    return wrong('invalid_scope', 'scope must be dremio.all, with or without offline_access')
  }
  if (asked.get('code_challenge_method') !== 'S256')
    return wrong('invalid_request', 'code_challenge_method must be S256')
  if (!/^[\w-]{43}$/.test(asked.get('code_challenge') ?? ''))
    return wrong('invalid_request', 'code_challenge is missing')
  return undefined

  function wrong(error: string, error_description: string): Answer {
    return back(asked, { error, error_description })
  }
}

function sendBack(world: World, asked: URLSearchParams, user: User): Answer {
  const value = (name: string) => asked.get(name) ?? ''
  const code = world.grants.issueCode(
    { userId: user.id, clientId: value('client_id'), offline: value('scope').split(' ').includes('offline_access') },
    { redirectUri: value('redirect_uri'), challenge: value('code_challenge') },
  )
  if (!world.remembersBrowsers) return back(asked, { code })
  const browser = randomBytes(16).toString('base64url')
  world.browsers.set(browser, user.id)
  return back(asked, { code }, { 'Set-Cookie': `${COOKIE}=${browser}; Path=/oauth; HttpOnly; SameSite=Lax` })
}

function back(asked: URLSearchParams, said: Record<string, string>, headers?: Record<string, string>): Answer {
  const to = new URL(asked.get('redirect_uri') ?? '')
  for (const [name, value] of Object.entries(said)) to.searchParams.set(name, value)
  const state = asked.get('state')
  if (state !== null) to.searchParams.set('state', state)
  return redirect(to, headers)
}
