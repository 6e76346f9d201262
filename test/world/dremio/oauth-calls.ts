// Calls that a test makes at the login side of the simulated Dremio, as a browser and as an application.
import { createHash } from 'node:crypto'
import { afterEach, expect } from 'vitest'
import { type Browser, openBrowser } from '../browser.ts'
import { type DremioOptions, type SimulatedDremio, startDremio } from './dremio.ts'

export const ada = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@example.com', name: 'ada' }
export const bob = { id: '22222222-2222-4222-8222-222222222222', email: 'bob@example.com', name: 'bob' }
export const robot = {
  id: '44444444-4444-4444-8444-444444444444',
  email: 'robot@example.com',
  name: 'robot',
  identityType: 'SERVICE_USER',
} as const
export const app = { clientId: 'the-bot', redirectUris: ['http://127.0.0.1:9/callback'] }
export const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')

/** Milliseconds since epoch. */
export const clock = { at: 0 }

const running = new Set<SimulatedDremio>()
afterEach(async () => {
  for (const dremio of running) await dremio.close()
  running.clear()
})

/** A Dremio with the application, and with a clock that a test moves by hand. Closed after the test. */
export async function start(options: DremioOptions = {}): Promise<SimulatedDremio> {
  clock.at = Date.now()
  const dremio = await startDremio({ users: [ada, bob, robot], oauthApps: [app], now: () => clock.at, ...options })
  running.add(dremio)
  return dremio
}

/** An empty value leaves a parameter out. */
export function authorizeUrl(dremio: SimulatedDremio, change: Record<string, string> = {}): string {
  const said = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUris[0] ?? '',
    scope: 'dremio.all offline_access',
    state: 'the-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  }
  const query = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== ''))
  return `${dremio.url}/oauth/authorize?${query}`
}

/** What the browser brings back to the application. */
export async function signIn(
  dremio: SimulatedDremio,
  {
    email = ada.email,
    change = {},
    browser = openBrowser(),
  }: { email?: string; change?: Record<string, string>; browser?: Browser } = {},
): Promise<Record<string, string>> {
  await browser.open(authorizeUrl(dremio, change))
  browser.fill({ email, password: 'anything' })
  await browser.press('Sign in')
  return broughtBack(browser)
}

export function broughtBack({ page }: Browser): Record<string, string> {
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?/)
  return Object.fromEntries(new URL(page.url).searchParams)
}

export async function ask(dremio: SimulatedDremio, fields: Record<string, string>) {
  const answer = await fetch(`${dremio.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(fields) })
  const text = await answer.text()
  return { status: answer.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as Record<string, string> }
}

export function redeem(dremio: SimulatedDremio, code = '', change: Record<string, string> = {}) {
  const redirect_uri = app.redirectUris[0] ?? ''
  const fields = {
    grant_type: 'authorization_code',
    client_id: app.clientId,
    redirect_uri,
    code_verifier: verifier,
    code,
  }
  return ask(dremio, { ...fields, ...change })
}

export function refresh(dremio: SimulatedDremio, token = '', client_id = app.clientId) {
  return ask(dremio, { grant_type: 'refresh_token', client_id, refresh_token: token })
}

export async function listAs(dremio: SimulatedDremio, bearer = ''): Promise<number> {
  const path = dremio.edition === 'cloud' ? `/v0/user/${ada.id}/token` : `/api/v3/user/${ada.id}/token`
  return (await fetch(dremio.url + path, { headers: { Authorization: `Bearer ${bearer}` } })).status
}
