// What Ana does when the bot is back: she presses on, signs in where she is asked to, and reads what she is told.

import type { Token } from '../../src/core/tokens/token.ts'
import { english } from '../../src/words/words.ts'
import { signsIn } from '../flows/sign-in-story.ts'
import { secretsBefore } from '../flows/story.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { uids } from '../world/world.ts'
import type { Life } from './life.ts'
import { REVOKE_AFTER } from './ownership.ts'

/** So many clicks may one intention take, with signing in and clearing up in between. */
const MOST_CLICKS = 6

/** A click, and signing in if that is what the answer asks for; what she reads afterwards. Undefined if there is nothing to press. */
export async function presses(life: Life, button: string, on?: string): Promise<string | undefined> {
  const { ana } = life.world
  let press: ReturnType<typeof ana.aims>
  try {
    press = ana.aims(button, on === undefined ? {} : { on })
  } catch {
    return undefined
  }
  return hears(life, press)
}

/** What is next on Ana's screen, for a click that may never be answered; undefined if there is nothing to go on with. */
export function nextClick({ world: { ana } }: Life): Click | undefined {
  return aimAt(ana, 'Show token', 'I have saved it', 'I did not get it', 'Cut now')
}

export type Click = () => Promise<unknown>

/** A click on the first of these buttons that is on the screen. */
export function aimAt(person: Actor, ...buttons: string[]): Click | undefined {
  for (const button of buttons) {
    try {
      return person.aims(button)
    } catch {
      // It is not on the screen.
    }
  }
  return undefined
}

/** Does it, signs in if that is asked for, and reads. */
export async function hears(life: Life, deed: () => Promise<unknown>): Promise<string> {
  const { world, quiet } = life
  const { ana } = world
  ana.news()
  const links = linksBefore(ana)
  await deed()
  await quiet()
  const next = linksBefore(ana).find((link) => !links.includes(link))
  if (next === undefined) return ana.news().join('\n')
  const browser = await signsIn(world, next, 'ana@acme.test')
  if (browser.page.status !== 200) throw new Error(`Signing in ends with ${browser.page.status}: ${browser.page.text}`)
  await quiet()
  return ana.news().join('\n')
}

/** Every link to sign in with on the screen: the newest one may stand on an old card. */
function linksBefore(person: Actor): string[] {
  return [...person.sees().matchAll(/\[ Sign in to Dremio \] \((\S+)\)/g)].map(([, link = '']) => link)
}

/** The state of Ana's newest request, and of the token that it led to. */
async function stands({ store, world }: Life) {
  const [newest] = [...(await store.requests.openOf(world.ana.id)), ...(await store.requests.closedOf(world.ana.id, 1))]
  const tid = newest?.state === 'claimed' ? newest.claim?.tid : undefined
  const token = tid === undefined ? undefined : await store.tokens.find(tid)
  return { state: newest?.state, token }
}

/**
 * Goes on until she has her token and said so. Answers with what she was told instead, where she is told to wait. Throws
 * if she is left without a word, or without a button.
 */
export async function getsHerToken(life: Life): Promise<string> {
  for (let clicks = 0; clicks < MOST_CLICKS; clicks += 1) {
    const { state, token } = await stands(life)
    if (token?.delivery === 'confirmed') return 'confirmed'
    if (token && isClosedWith(token)) return revokedInTime(life)
    const collects = state !== 'claimed'
    const button = collects ? 'Show token' : holds(life, token?.tid) ? 'I have saved it' : 'I did not get it'
    const before = secretsBefore(life.world.ana)
    const heard = await presses(life, button)
    if (heard === undefined) throw new Error(`There is no "${button}" on:\n${life.world.ana.sees()}`)
    const shown = secretsBefore(life.world.ana).some((secret) => !before.includes(secret))
    if (heard === '' && !shown && button === 'Show token') throw new Error(`"${button}" is answered with nothing`)
    if (heard.includes(english.failures.stale.claiming)) return 'told to wait'
  }
  throw new Error(`After ${MOST_CLICKS} clicks she still has no token:\n${life.world.ana.sees()}`)
}

/** It was revoked because she never said that she has it, or went back too late for another one. */
function isClosedWith({ state, endedFor, shownAt = 0, returnedAt = shownAt }: Token): boolean {
  return state === 'revoked' && (endedFor === 'unconfirmed' || returnedAt > shownAt + REVOKE_AFTER)
}

/** She did not say in time that she has it: she is told so, and how to get another, at the latest when she presses on. */
async function revokedInTime(life: Life): Promise<string> {
  const { ana } = life.world
  const isTold = () =>
    [english.requests.titles.revoked, 'because you didn’t confirm that'].some((words) => ana.sees().includes(words)) &&
    ana.sees().includes('Request again')
  const heard = isTold() ? '' : await presses(life, 'I did not get it')
  if (!isTold()) throw new Error(`She is told “${heard}” of the revoked token, and sees:\n${ana.sees()}`)
  return 'revoked in time'
}

/** Whether that token's value is on her screen. */
function holds({ world }: Life, tid: string | undefined): boolean {
  const token = world.dremio.tokensOf(uids.ana).find((one) => one.tid === tid)
  return token !== undefined && secretsBefore(world.ana).includes(token.secret)
}
