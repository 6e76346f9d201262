// Steps of a review: approving, denying, and what time does while nobody decides.
import { expect } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { english } from '../../../src/words/words.ts'
import { asks } from '../../flows/story.ts'
import type { Life } from '../life.ts'
import { aimAt, type Click, getsHerToken } from '../next-clicks.ts'
import { type Step, TOKEN } from '../step.ts'
import { approves, newestRequest, settles } from './situations.ts'

export const reviewing: readonly Step[] = [
  {
    name: 'approve',
    world: TOKEN,
    async prepare(life) {
      await waits(life)
      return () => life.world.bea.presses('Approve')
    },
    click: ({ world }) => aimAt(world.bea, 'Approve'),
    async again(life) {
      await approves(life, life.world.bea)
      return getsHerToken(life)
    },
  },
  {
    name: 'approve as one of two',
    world: TOKEN,
    async prepare(life) {
      await waits(life, 'shared')
      await life.world.carl.waitsFor('Why you:')
      return () => life.world.bea.presses('Approve')
    },
    click: ({ world }) => aimAt(world.bea, 'Approve'),
    async again(life) {
      await approves(life, life.world.bea)
      await approves(life, life.world.carl)
      return getsHerToken(life)
    },
  },
  {
    name: 'deny',
    world: TOKEN,
    async prepare(life) {
      await waits(life)
      return denies(life)
    },
    click: ({ world: { bea } }) => (bea.form?.submit === 'Decide' ? () => bea.submits('Decide') : undefined),
    async again(life) {
      const { ana, bea } = life.world
      if (bea.form) await bea.closes()
      if ((await newestRequest(life))?.state === 'pending') await (await denies(life))()
      await settles(life)
      expect((await newestRequest(life))?.state).toBe('denied')
      expect(ana.sees()).toContain(english.requests.titles.denied)
      return 'denied'
    },
  },
  {
    name: 'remind the reviewers by itself',
    world: TOKEN,
    async prepare(life) {
      await waits(life)
      await life.passes(4 * HOUR + MINUTE)
      return () => life.look()
    },
    async again(life) {
      await settles(life)
      expect((await newestRequest(life))?.nudges).toBeGreaterThanOrEqual(1)
      await approves(life, life.world.bea)
      return getsHerToken(life)
    },
  },
  {
    name: 'ask the fallback by itself',
    world: TOKEN,
    async prepare(life) {
      await waits(life, 'urgent')
      await life.passes(4 * HOUR + MINUTE)
      await life.look()
      await life.quiet()
      await life.passes(DAY - 4 * HOUR)
      return () => life.look()
    },
    async again(life) {
      await settles(life)
      // Whoever waits for the alarms of days waits too long.
      if ((await newestRequest(life))?.state === 'lapsed') return 'lapsed'
      await approves(life, life.world.carl)
      return getsHerToken(life)
    },
  },
]

/** Ana's request is on Bea's screen, and nothing is under way. */
async function waits({ world, quiet }: Life, label = 'tableau'): Promise<void> {
  await asks(world, { label })
  await world.bea.waitsFor('Why you:')
  await quiet()
}

/** The form, filled in; the click that sends it. */
async function denies({ world: { bea }, quiet }: Life): Promise<Click> {
  await bea.presses('Deny')
  await bea.waitsFor((person) => person.form?.submit === 'Decide')
  await bea.fills({ Comment: 'Not this one.' })
  await quiet()
  return () => bea.submits('Decide')
}
