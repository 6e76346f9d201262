// The steps in whose middle the bot is killed: what comes before, the one click, and how its person goes on afterwards.

import { fileURLToPath } from 'node:url'
import { expect, vi } from 'vitest'
import { CLAIM_LEASE } from '../../src/core/requests/request.ts'
import { LONGEST_STORED_SESSION } from '../../src/core/sessions/session.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { linkTitles, requesterTitles } from '../../src/slack/views/card-titles.ts'
import { linkBefore, offered, signedIn } from '../flows/sign-in-story.ts'
import { approved, claimed, collectsInVain, secretBefore, secretsBefore } from '../flows/story.ts'
import { uids, type WorldOptions } from '../world/world.ts'
import type { Life } from './life.ts'
import { getsHerToken, hears, presses } from './next-clicks.ts'

export interface Step {
  name: string
  world: WorldOptions
  /** A sample holds every one of its calls. */
  whole?: boolean
  /** Something that began before the click never ends by itself. */
  hangs?: boolean
  /** Up to the click, with nothing under way; the click, which may never be answered. */
  prepare(life: Life): Promise<() => Promise<unknown>>
  /** Goes on when the bot is back, until the intention is fulfilled; in a word or two what came of it. */
  again(life: Life): Promise<string>
}

const POLICY_FILE = fileURLToPath(new URL('policy.yml', import.meta.url))

/** Without an audit channel: it is told beside the deeds, in calls whose order nobody can foresee. */
const env = { ADMINS: 'UCARL', POLICY_FILE }
const OAUTH: WorldOptions = { method: 'oauth', env }
const TOKEN: WorldOptions = { method: 'token', env }

export const steps: readonly Step[] = [
  {
    name: 'claim (token)',
    world: TOKEN,
    whole: true,
    async prepare({ world }) {
      await approved(world)
      return () => world.ana.presses('Show token')
    },
    again: getsHerToken,
  },
  {
    name: 'claim (oauth)',
    world: OAUTH,
    async prepare({ world }) {
      await signedIn(world)
      return () => world.ana.presses('Show token', { on: 'You are signed in to Dremio' })
    },
    again: getsHerToken,
  },
  {
    name: 'settle a claim by itself',
    world: TOKEN,
    async prepare(life) {
      const { world, bot, passes } = life
      await approved(world)
      world.slack.fail('chat.postEphemeral', { error: 'internal_error' })
      world.dremio.fail('delete', { status: 503 }, { times: 9 })
      await collectsInVain(world)
      world.dremio.clearFaults()
      expect(world.dremio.tokensOf(uids.ana)).toHaveLength(1)
      await passes(CLAIM_LEASE + 1_000)
      return () => bot.look()
    },
    again: getsHerToken,
  },
  {
    name: 'leave a claim to its owner',
    world: OAUTH,
    hangs: true,
    async prepare({ world, bot, passes }) {
      await signedIn(world)
      // Dremio never answers, and by the time that the alarm looks her session is gone.
      world.dremio.fail('create', { afterwards: 'hang' })
      await world.ana.presses('Show token', { on: 'You are signed in to Dremio' })
      await vi.waitUntil(() => world.dremio.tokensOf(uids.ana).length === 1)
      await passes(LONGEST_STORED_SESSION + MINUTE)
      return () => bot.look()
    },
    again: getsHerToken,
  },
  {
    name: 'I have saved it',
    world: TOKEN,
    async prepare({ world }) {
      await claimed(world)
      await world.ana.waitsFor(requesterTitles.claimed)
      return () => world.ana.presses('I have saved it')
    },
    again: getsHerToken,
  },
  {
    name: 'I did not get it (token)',
    world: TOKEN,
    async prepare({ world }) {
      await claimed(world)
      await world.ana.waitsFor(requesterTitles.claimed)
      return () => world.ana.presses('I did not get it')
    },
    again: returnsAndCollects,
  },
  {
    name: 'I did not get it (oauth)',
    world: OAUTH,
    async prepare(life) {
      await claimedByOauth(life)
      return () => life.world.ana.presses('I did not get it')
    },
    again: returnsAndCollects,
  },
  {
    name: 'revoke one',
    world: TOKEN,
    async prepare({ world }) {
      await claimed(world)
      await world.ana.waitsFor(requesterTitles.claimed)
      return revokes(world.ana, 'tableau')
    },
    again: (life) => revokesUntilGone(life, 'tableau'),
  },
  {
    name: 'revoke all',
    world: TOKEN,
    async prepare({ world }) {
      await claimed(world)
      await world.ana.waitsFor(requesterTitles.claimed)
      await claimed(world, { label: 'notebook' })
      await world.ana.waitsFor((person) => person.sees().match(/You have your token/g)?.length === 2)
      return revokes(world.ana, 'all')
    },
    again: (life) => revokesUntilGone(life, 'all'),
  },
  {
    name: 'sign in to claim',
    world: OAUTH,
    prepare: async (life) => comesBack(life, await offered(life.world)),
    again: getsHerToken,
  },
  {
    name: 'sign in to give back',
    world: OAUTH,
    async prepare(life) {
      const { ana } = life.world
      await claimedByOauth(life)
      await ana.presses('I did not get it')
      return comesBack(life, await ana.waitsFor((person) => linkBefore(person)))
    },
    again: returnsAndCollects,
  },
  {
    name: 'sign in to revoke',
    world: OAUTH,
    async prepare(life) {
      const { ana } = life.world
      await claimedByOauth(life)
      await (await revokes(ana, 'tableau'))()
      return comesBack(life, await ana.waitsFor((person) => linkBefore(person)))
    },
    again: (life) => revokesUntilGone(life, 'tableau'),
  },
  {
    name: 'report a leak',
    world: TOKEN,
    async prepare(life) {
      const secret = await claimed(life.world)
      await life.world.ana.waitsFor(requesterTitles.claimed)
      await life.quiet()
      return pastes(life, secret)
    },
    async again(life) {
      const [secret = ''] = life.seen.keys()
      expect(await hears(life, await pastes(life, secret))).toMatch(/is revoked/)
      expect(life.world.dremio.tokensOf(uids.ana)).toEqual([])
      return 'revoked'
    },
  },
  {
    name: 'ask for the receipt by itself',
    world: TOKEN,
    prepare: (life) => holdsUntil(life, HOUR + MINUTE),
    again: getsHerToken,
  },
  {
    name: 'revoke by itself what is not confirmed',
    world: TOKEN,
    prepare: (life) => holdsUntil(life, DAY + MINUTE),
    again: getsHerToken,
  },
  {
    name: 'name what only its owner can revoke',
    world: OAUTH,
    async prepare(life) {
      await claimedByOauth(life)
      await life.passes(DAY + MINUTE)
      return () => life.bot.look()
    },
    again: getsHerToken,
  },
  {
    name: 'rotate',
    world: TOKEN,
    async prepare(life) {
      await has(life)
      return () => life.world.ana.types('/dremio-pat rotate tableau')
    },
    again: rotatesAndSaves,
  },
  {
    name: 'collect what replaces',
    world: TOKEN,
    async prepare(life) {
      await asksToReplace(life)
      return () => life.world.ana.presses('Show token', { on: requesterTitles.approved })
    },
    again: rotatesAndSaves,
  },
  {
    name: 'save what replaces',
    world: TOKEN,
    async prepare(life) {
      await replaces(life)
      return () => life.world.ana.presses('I have saved it', { on: 'Your Dremio token' })
    },
    again: rotatesAndSaves,
  },
  {
    name: 'give back what replaces',
    world: TOKEN,
    async prepare(life) {
      await replaces(life)
      return () => life.world.ana.presses('I did not get it', { on: 'Your Dremio token' })
    },
    again: rotatesAndSaves,
  },
  {
    name: 'cut the old one by itself',
    world: TOKEN,
    async prepare(life) {
      await hasReplaced(life)
      await life.passes(DAY + MINUTE)
      return () => life.bot.look()
    },
    again: cutsTheOldOne,
  },
  {
    name: 'cut the old one now',
    world: TOKEN,
    async prepare(life) {
      await hasReplaced(life)
      return () => life.world.ana.presses('Cut now')
    },
    again: cutsTheOldOne,
  },
  {
    name: 'keep the old one longer',
    world: TOKEN,
    async prepare(life) {
      await hasReplaced(life)
      return () => life.world.ana.presses('Keep longer')
    },
    again: cutsTheOldOne,
  },
  {
    name: 'unlink',
    world: { ...OAUTH, env: { ...env, DREMIO_OFFLINE: 'true' } },
    async prepare(life) {
      const { ana } = life.world
      await claimedByOauth(life)
      return () => ana.types('/dremio-pat unlink')
    },
    async again(life) {
      const { ana, redis } = life.world
      const heard = await hears(life, () => ana.types('/dremio-pat unlink'))
      expect(heard).toMatch(/You are no longer linked|You are not linked/)
      expect(await redis.dump()).not.toMatch(/:session:/)
      return 'unlinked'
    },
  },
  {
    name: 'ask for a link',
    world: { method: 'oauth', env: { ...env, ADMINS: 'UCARL,UBEA' } },
    async prepare({ world: { carl } }) {
      return () => carl.types(`/dremio-pat admin link @ana ${uids.carl}`)
    },
    async again(life) {
      await life.world.carl.types(`/dremio-pat admin link @ana ${uids.carl}`)
      await life.quiet()
      return confirmsTheLink(life)
    },
  },
  {
    name: 'confirm a link',
    world: { method: 'oauth', env: { ...env, ADMINS: 'UCARL,UBEA' } },
    async prepare({ world: { bea, carl }, quiet }) {
      await carl.types(`/dremio-pat admin link @ana ${uids.carl}`)
      await bea.waitsFor(linkTitles.pending)
      await quiet()
      return () => bea.presses('Confirm')
    },
    again: confirmsTheLink,
  },
]

/** Bea presses as long as there is a button; then everybody hears of it, once, and it is as it was asked for. */
async function confirmsTheLink(life: Life): Promise<string> {
  const { store, world, quiet, passes } = life
  const { ana, bea, carl } = world
  const press = () => {
    try {
      return bea.aims('Confirm')
    } catch {
      return undefined
    }
  }
  // What a crash left, an alarm does within minutes: the card that somebody died of posting, and the link.
  for (let times = 0; times < 2; times += 1) {
    await press()?.()
    await quiet()
    await passes(3 * MINUTE)
    await life.looks()
  }
  expect((await store.links.of('UANA'))?.uid).toBe(uids.carl)
  expect(await store.links.assignmentOf('UANA')).toBeDefined()
  expect(await store.linkConfirmations.everyUnsettled()).toEqual([])
  const count = (person: typeof ana, words: string) => person.sees().split(words).length - 1
  expect(count(ana, '@Carl linked you to the Dremio user')).toBe(1)
  expect(count(carl, '@Bea confirmed: @Ana is now linked')).toBe(1)
  expect(count(bea, linkTitles.confirmed)).toBe(1)
  expect(count(bea, '[ Confirm ]')).toBe(0)
  return 'linked'
}

/** Ana has a token on the screen, and so much time has gone by: the alarms that are due now. */
async function holdsUntil({ world, passes, quiet, bot }: Life, milliseconds: number): Promise<() => Promise<unknown>> {
  await claimed(world)
  await world.ana.waitsFor(requesterTitles.claimed)
  await quiet()
  await passes(milliseconds)
  return () => bot.look()
}

/** Ana has a token and has said so. */
async function has({ world, quiet }: Life): Promise<void> {
  await claimed(world)
  await world.ana.waitsFor(requesterTitles.claimed)
  await world.ana.presses('I have saved it', { on: 'Your Dremio token' })
  await world.ana.waitsFor('You said that you saved it.')
  await quiet()
}

async function asksToReplace(life: Life): Promise<void> {
  await has(life)
  await life.world.ana.types('/dremio-pat rotate tableau')
  await life.world.ana.waitsFor('A new token in the place of tableau is approved.')
  await life.quiet()
}

/** The new one is on her screen. */
async function replaces(life: Life): Promise<void> {
  const { ana } = life.world
  await asksToReplace(life)
  await ana.presses('Show token', { on: requesterTitles.approved })
  await secretBefore(ana)
  await ana.waitsFor('The old one works on until you say')
  await life.quiet()
}

/** She has the new one, and the old one's grace time runs. */
async function hasReplaced(life: Life): Promise<void> {
  const { ana } = life.world
  await replaces(life)
  await ana.presses('I have saved it', { on: 'Your Dremio token' })
  await ana.waitsFor('[ Cut now ]')
  await life.quiet()
}

/** Whatever is still to be done of a rotation, up to the receipt; then the old one is on its way out. */
async function rotatesAndSaves(life: Life): Promise<string> {
  const { ana } = life.world
  for (let tries = 0; tries < 4; tries += 1) {
    // What was asked for is on the card, or in the answer to asking again.
    if (life.world.ana.sees().includes('[ Show token ]') || tries > 0) {
      const result = await getsHerToken(life)
      if (result !== 'confirmed') return result
    }
    const tokens = await life.store.tokens.of(ana.id)
    const successor = tokens.find(({ replaces, state }) => replaces !== undefined && state !== 'revoked')
    if (successor?.delivery === 'confirmed') return 'replaced'
    if (successor) continue
    const heard = await hears(life, () => ana.types('/dremio-pat rotate tableau'))
    if (heard === '') throw new Error('“rotate” is answered with nothing')
    if (/a moment ago|already/.test(heard)) await life.passes(2 * MINUTE)
  }
  throw new Error(`She cannot replace it:\n${ana.sees()}`)
}

async function cutsTheOldOne(life: Life): Promise<string> {
  const { ana, dremio } = life.world
  const living = () => dremio.tokensOf(uids.ana).length
  for (let tries = 0; living() > 1; tries += 1) {
    if (tries > 2) throw new Error(`She cannot cut the old one:\n${ana.sees()}`)
    const heard = await presses(life, 'Cut now')
    if (heard === undefined) throw new Error(`There is no "Cut now" on:\n${ana.sees()}`)
  }
  return 'cut'
}

async function claimedByOauth({ world, quiet }: Life): Promise<void> {
  await signedIn(world)
  await world.ana.presses('Show token', { on: 'You are signed in to Dremio' })
  await secretBefore(world.ana)
  await world.ana.waitsFor(requesterTitles.claimed)
  // The session is given up last.
  await quiet()
}

/** Ana's browser, with her name filled in on Dremio's page; the click from which it comes back to us. */
async function comesBack({ world }: Life, link: string): Promise<() => Promise<unknown>> {
  const browser = world.browser()
  await browser.open(link)
  browser.fill({ email: 'ana@acme.test' })
  return () => browser.press('Sign in')
}

async function revokes(ana: Life['world']['ana'], what: string): Promise<() => Promise<unknown>> {
  await ana.types(`/dremio-pat revoke ${what}`)
  await ana.waitsFor((person) => person.form?.submit === 'Revoke')
  return () => ana.submits('Revoke')
}

async function pastes({ world: { ana } }: Life, secret: string): Promise<() => Promise<unknown>> {
  if (ana.form) await ana.closes()
  await ana.types('/dremio-pat leaked')
  await ana.waitsFor((person) => person.form?.title === 'Leaked token')
  await ana.fills({ Token: secret })
  return () => ana.submits('Revoke it')
}

async function revokesUntilGone(life: Life, what: string): Promise<string> {
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

async function returnsAndCollects(life: Life): Promise<string> {
  const { ana, dremio } = life.world
  const [before] = dremio.tokensOf(uids.ana)
  // Where it went back, there is no such button any more, or it says so.
  await presses(life, 'I did not get it')
  const result = await getsHerToken(life)
  if (before) expect(dremio.tokensOf(uids.ana)).not.toContainEqual(before)
  expect(secretsBefore(ana).length).toBeLessThanOrEqual(1)
  return result
}
