// Steps of a request that is made, is cancelled, or lapses.
import { expect } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { english } from '../../../src/words/words.ts'
import { approved, asks } from '../../flows/story.ts'
import type { Actor } from '../../world/slack/driver/person.ts'
import type { Life } from '../life.ts'
import { aimAt, type Click, getsHerToken, hears } from '../next-clicks.ts'
import { type Step, TOKEN } from '../step.ts'
import { approves, newestRequest, settles } from './situations.ts'

export const requesting: readonly Step[] = [
  {
    name: 'request what is reviewed',
    world: TOKEN,
    prepare: ({ world }) => fillsIn(world.ana, '30 days'),
    async again(life) {
      await asksAgain(life, '30 days')
      await settles(life)
      await approves(life, life.world.bea)
      return getsHerToken(life)
    },
  },
  {
    name: 'request what a rule approves',
    world: TOKEN,
    prepare: ({ world }) => fillsIn(world.ana, '7 days'),
    async again(life) {
      await asksAgain(life, '7 days')
      await settles(life)
      return getsHerToken(life)
    },
  },
  {
    name: 'cancel what waits',
    world: TOKEN,
    async prepare({ world, quiet }) {
      await asks(world)
      await quiet()
      return () => world.ana.presses('Cancel request')
    },
    click: ({ world }) => aimAt(world.ana, 'Cancel request'),
    again: cancels,
  },
  {
    name: 'cancel what is approved',
    world: TOKEN,
    async prepare({ world, quiet }) {
      await approved(world)
      await quiet()
      return () => world.ana.presses('Cancel request')
    },
    click: ({ world }) => aimAt(world.ana, 'Cancel request'),
    again: cancels,
  },
  {
    name: 'lapse by itself undecided',
    world: TOKEN,
    async prepare(life) {
      await asks(life.world)
      await life.quiet()
      // Each of them is reminded of at its time.
      for (const pause of [4 * HOUR, 2 * DAY - 4 * HOUR, DAY]) {
        await life.look()
        await life.quiet()
        await life.passes(pause + MINUTE)
      }
      return () => life.look()
    },
    again: hasLapsed,
  },
  {
    name: 'lapse by itself uncollected',
    world: TOKEN,
    async prepare(life) {
      await approved(life.world)
      await life.quiet()
      await life.passes(3 * DAY + MINUTE)
      return () => life.look()
    },
    again: hasLapsed,
  },
]

/** The form, filled in; the click that sends it. */
async function fillsIn(ana: Actor, lifetime: string): Promise<Click> {
  await ana.types('/dremio-pat create tableau')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Lifetime: lifetime, Reason: 'Dashboards' })
  await ana.quiet()
  return () => ana.submits('Request')
}

/** She sends it once more, and is told that she has asked already if she has. */
async function asksAgain(life: Life, lifetime: string): Promise<void> {
  const { world, store } = life
  const { ana } = world
  if (ana.form) await ana.closes()
  const heard = await hears(life, await fillsIn(ana, lifetime))
  if (heard === '') throw new Error('“Request” is answered with nothing')
  expect(await store.requests.openOf(ana.id)).toHaveLength(1)
}

async function cancels(life: Life): Promise<string> {
  const { ana } = life.world
  if ((await newestRequest(life))?.state !== 'cancelled') {
    const click = aimAt(ana, 'Cancel request')
    if (!click) throw new Error(`There is no "Cancel request" on:\n${ana.sees()}`)
    if ((await hears(life, click)) === '') throw new Error('“Cancel request” is answered with nothing')
  }
  expect((await newestRequest(life))?.state).toBe('cancelled')
  await settles(life)
  expect(ana.sees()).toContain(english.requests.titles.cancelled)
  return 'cancelled'
}

async function hasLapsed(life: Life): Promise<string> {
  await settles(life)
  expect((await newestRequest(life))?.state).toBe('lapsed')
  expect(life.world.ana.sees()).toContain(english.requests.titles.lapsed)
  return 'lapsed'
}
