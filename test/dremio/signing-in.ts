// How somebody signs in with a real browser through the Dremio room, step by step or all at once.
import type { SignedIn } from '../../src/core/sessions/session.ts'
import { openBrowser } from '../world/browser.ts'
import type { Room } from './room.ts'

export const STATE = 'state-of-43-characters-that-nobody-can-guess'

/** The browser leaves, somebody signs in (or cancels), and it is back with this query. */
export async function away(room: Room, login: string, button: 'Sign in' | 'Cancel' = 'Sign in') {
  const { page, kept } = await signInOf(room).begin(STATE)
  const browser = openBrowser()
  await browser.open(page)
  browser.fill({ email: login, password: 'anything' })
  await browser.press(button)
  const query = new URL(browser.page.url).search.slice(1)
  return {
    page: new URL(page),
    kept,
    query,
    finish: (q = query, state = STATE) => signInOf(room).finish(q, state, kept),
  }
}

/** Signs in and keeps the session for this Slack person. */
export async function signIn(room: Room, login: string, person = 'U1'): Promise<{ uid: string; signedIn: SignedIn }> {
  const signedIn = await (await away(room, login)).finish()
  const { uid } = await room.users.signedIn(signedIn.accessToken, login)
  if (uid === undefined) throw new Error('Dremio did not say who signed in')
  await signInOf(room).store(person, uid, signedIn)
  return { uid, signedIn }
}

export function signInOf(room: Room) {
  const { signIn } = room.sessions
  if (!signIn) throw new Error('Nobody has to sign in here')
  return signIn
}

/** The fields of every call to Dremio's token endpoint, without what is secret in them. */
export function tokenCalls(room: Room): Record<string, unknown>[] {
  return room.simulated.requests
    .filter(({ operation }) => operation === 'token')
    .map(({ body }) => body as Record<string, unknown>)
}
