// How people sign in at Dremio from Slack: the link on their screen, a browser, and the page they end on.
import type { Browser } from '../world/browser.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import type { World } from '../world/world.ts'
import { approved } from './story.ts'

/** The newest link to sign in with on the person's screen; undefined if there is none. */
export function linkBefore(person: Actor): string | undefined {
  return person.linkTo('Sign in to Dremio')
}

/** Opens a link and signs in as whoever has that address; what the browser shows in the end. */
export async function signsIn(world: World, link: string, email: string): Promise<Browser> {
  const browser = world.browser()
  await browser.open(link)
  browser.fill({ email })
  await browser.press('Sign in')
  return browser
}

/** Ana's approved request, with the link to sign in on the card. */
export async function offered(world: World): Promise<string> {
  await approved(world)
  await world.ana.presses('Show token')
  return world.ana.waitsFor((person) => linkBefore(person))
}

/** The same, and she has signed in with it as herself. */
export async function signedIn(world: World): Promise<Browser> {
  const browser = await signsIn(world, await offered(world), 'ana@acme.test')
  await world.ana.waitsFor('You’re signed in to Dremio')
  return browser
}
