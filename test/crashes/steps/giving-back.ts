// Steps in which a token is given back, revoked, or reported as leaked.
import { expect } from 'vitest'
import { english } from '../../../src/words/words.ts'
import { claimed } from '../../flows/story.ts'
import { uids } from '../../world/world.ts'
import type { Life } from '../life.ts'
import { aimAt, hears, presses } from '../next-clicks.ts'
import { OAUTH, type Step, TOKEN } from '../step.ts'
import { claimedByOauth, has, returnsAndCollects, revokes, revokesUntilGone, settles } from './situations.ts'

const DONE = english.labels.buttons.doneWithIt

export const givingBack: readonly Step[] = [
  {
    name: 'I did not get it (token)',
    world: TOKEN,
    async prepare({ world }) {
      await claimed(world)
      await world.ana.waitsFor(english.requests.titles.claimed)
      return () => world.ana.presses('I did not get it')
    },
    click: ({ world }) => aimAt(world.ana, 'I did not get it'),
    again: returnsAndCollects,
  },
  {
    name: 'I did not get it (oauth)',
    world: OAUTH,
    async prepare(life) {
      await claimedByOauth(life)
      return () => life.world.ana.presses('I did not get it')
    },
    click: ({ world }) => aimAt(world.ana, 'I did not get it'),
    again: returnsAndCollects,
  },
  {
    name: 'revoke one',
    world: TOKEN,
    async prepare({ world }) {
      await claimed(world)
      await world.ana.waitsFor(english.requests.titles.claimed)
      return revokes(world.ana, 'tableau')
    },
    again: (life) => revokesUntilGone(life, 'tableau'),
  },
  {
    name: 'be done with it',
    world: TOKEN,
    async prepare(life) {
      await has(life)
      return () => life.world.ana.presses(DONE)
    },
    click: ({ world }) => aimAt(world.ana, DONE),
    async again(life) {
      const { ana, dremio } = life.world
      // A card that says what happened has no such button any more.
      const heard = await presses(life, DONE)
      if (heard === '') throw new Error(`“${DONE}” is answered with nothing`)
      expect(dremio.tokensOf(uids.ana)).toEqual([])
      await settles(life)
      expect(ana.sees()).toContain(english.requests.titles.revoked)
      return 'given back'
    },
  },
  {
    name: 'revoke all',
    world: TOKEN,
    async prepare({ world }) {
      await claimed(world)
      await world.ana.waitsFor(english.requests.titles.claimed)
      await claimed(world, { label: 'notebook' })
      await world.ana.waitsFor((person) => person.sees().split(english.requests.titles.claimed).length === 3)
      return revokes(world.ana, 'all')
    },
    again: (life) => revokesUntilGone(life, 'all'),
  },
  {
    name: 'report a leak',
    world: TOKEN,
    async prepare(life) {
      const secret = await claimed(life.world)
      await life.world.ana.waitsFor(english.requests.titles.claimed)
      await life.quiet()
      return pastes(life, secret)
    },
    async again(life) {
      const [secret = ''] = life.seen.keys()
      expect(await hears(life, await pastes(life, secret))).toMatch(/is revoked|was already revoked/)
      expect(life.world.dremio.tokensOf(uids.ana)).toEqual([])
      return 'revoked'
    },
  },
]

async function pastes({ world: { ana } }: Life, secret: string): Promise<() => Promise<unknown>> {
  if (ana.form) await ana.closes()
  await ana.types('/dremio-pat leaked')
  await ana.waitsFor((person) => person.form?.title === 'Leaked token')
  await ana.fills({ Token: secret })
  return () => ana.submits('Revoke it')
}
