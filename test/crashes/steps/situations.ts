// What comes before several steps, and how several of them are gone on with.
import { expect } from 'vitest'
import type { Request } from '../../../src/core/requests/request.ts'
import { english } from '../../../src/words/words.ts'
import { signedIn } from '../../flows/sign-in-story.ts'
import { claimed, secretBefore, secretsBefore } from '../../flows/story.ts'
import type { Actor } from '../../world/slack/driver/person.ts'
import { uids } from '../../world/world.ts'
import { alarmsRun, type Life } from '../life.ts'
import { aimAt, getsHerToken, hears, presses } from '../next-clicks.ts'
import { unrecorded } from '../records.ts'
import { untold } from '../told.ts'

/** Ana has a token and has said so. */
export async function has({ world, quiet }: Life): Promise<void> {
  await claimed(world)
  await world.ana.waitsFor(english.requests.titles.claimed)
  await world.ana.presses('I have saved it', { on: 'Your Dremio token' })
  await world.ana.waitsFor(english.requests.received)
  await quiet()
}

export async function claimedByOauth({ world, quiet }: Life): Promise<void> {
  await signedIn(world)
  await world.ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  await secretBefore(world.ana)
  await world.ana.waitsFor(english.requests.titles.claimed)
  // The session is given up last.
  await quiet()
}

/** Ana's browser, with her name filled in on Dremio's page; the click from which it comes back to us. */
export async function comesBack({ world }: Life, link: string): Promise<() => Promise<unknown>> {
  const browser = world.browser()
  await browser.open(link)
  browser.fill({ email: 'ana@acme.test' })
  return () => browser.press('Sign in')
}

export async function revokes(ana: Life['world']['ana'], what: string): Promise<() => Promise<unknown>> {
  await ana.types(`/dremio-pat revoke ${what}`)
  await ana.waitsFor((person) => person.form?.submit === 'Revoke')
  return () => ana.submits('Revoke')
}

export async function revokesUntilGone(life: Life, what: string): Promise<string> {
  const { ana, dremio } = life.world
  const living = () => dremio.tokensOf(uids.ana).length
  for (let tries = 0; living() > 0; tries += 1) {
    if (tries > 2) throw new Error(`She cannot revoke it:\n${ana.sees()}`)
    if (ana.form) await ana.closes()
    const submit = await revokes(ana, what)
    await hears(life, submit)
  }
  return 'revoked'
}

export async function returnsAndCollects(life: Life): Promise<string> {
  const { ana, dremio } = life.world
  const [before] = dremio.tokensOf(uids.ana)
  // Where it went back, there is no such button any more, or it says so.
  await presses(life, 'I did not get it')
  const result = await getsHerToken(life)
  if (before) expect(dremio.tokensOf(uids.ana)).not.toContainEqual(before)
  expect(secretsBefore(ana).length).toBeLessThanOrEqual(1)
  return result
}

/** Alarms have had their time: whatever a crash left to them is done, and everybody knows. Throws if it is not. */
export async function settles(life: Life): Promise<void> {
  await alarmsRun(life)
  const wrong = [...(await untold(life)), ...(await unrecorded(life))]
  if (wrong.length > 0) throw new Error(`When alarms had their time: ${wrong.join('; ')}`)
}

/** Of Ana's newest request. */
export async function newestRequest({ store, world }: Life): Promise<Request | undefined> {
  return [...(await store.requests.openOf(world.ana.id)), ...(await store.requests.closedOf(world.ana.id, 1))][0]
}

/** A click of somebody else's, and what they read afterwards; undefined if there is no such button. */
export async function pressesAs({ quiet }: Life, person: Actor, button: string): Promise<string | undefined> {
  const click = aimAt(person, button)
  if (!click) return undefined
  person.news()
  await click()
  await quiet()
  const heard = person.news().join('\n')
  if (heard === '') throw new Error(`“${button}” is answered with nothing`)
  return heard
}

/** Approves what waits for them, if they have not done so; whoever has a button is told what came of it. */
export async function approves(life: Life, person: Actor): Promise<void> {
  await pressesAs(life, person, 'Approve')
  await settles(life)
  const request = await newestRequest(life)
  const isAsked = request?.state === 'pending' && request.approvals.every(({ by }) => by !== person.id)
  if (isAsked && (await pressesAs(life, person, 'Approve')) === undefined) {
    throw new Error(`${person.id} has nothing to approve on:\n${person.sees()}`)
  }
}
