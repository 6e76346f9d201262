// Steps of a rotation, up to the end of the old token.
import { DAY, MINUTE } from '../../../src/core/time/duration.ts'
import { english } from '../../../src/words/words.ts'
import { secretBefore } from '../../flows/story.ts'
import { uids } from '../../world/world.ts'
import type { Life } from '../life.ts'
import { aimAt, getsHerToken, hears, presses } from '../next-clicks.ts'
import { type Step, TOKEN } from '../step.ts'
import { has } from './situations.ts'

export const rotating: readonly Step[] = [
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
      return () => life.world.ana.presses('Show token', { on: english.requests.titles.approved })
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
    click: ({ world }) => aimAt(world.ana, 'I did not get it'),
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
]

async function asksToReplace(life: Life): Promise<void> {
  await has(life)
  await life.world.ana.types('/dremio-pat rotate tableau')
  await life.world.ana.waitsFor('The replacement for tableau is approved.')
  await life.quiet()
}

/** The new one is on her screen. */
async function replaces(life: Life): Promise<void> {
  const { ana } = life.world
  await asksToReplace(life)
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await secretBefore(ana)
  await ana.waitsFor('The old token keeps working for')
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
    const successors = tokens.filter(({ replaces, state }) => replaces !== undefined && state !== 'revoked')
    const successor = successors.find(({ delivery }) => delivery === 'confirmed') ?? successors[0]
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
