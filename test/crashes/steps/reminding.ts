// Steps of the reminders of a token that ends soon.
import { expect } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import type { Life } from '../life.ts'
import { aimAt, type Click, hears } from '../next-clicks.ts'
import { type Step, TOKEN } from '../step.ts'
import { has, settles } from './situations.ts'

export const reminding: readonly Step[] = [
  {
    name: 'remind of a token by itself',
    world: TOKEN,
    prepare: endsSoon,
    async again(life) {
      await settles(life)
      return declines(life)
    },
  },
  {
    name: 'snooze a reminder',
    world: TOKEN,
    async prepare(life) {
      await isReminded(life)
      return snoozes(life)
    },
    click: ({ world: { ana } }) => (ana.form?.submit === 'Snooze' ? () => ana.submits('Snooze') : undefined),
    async again(life) {
      const { ana } = life.world
      if (ana.form) await ana.closes()
      // A reminder that says so has no such button any more.
      if (aimAt(ana, 'Snooze')) {
        const heard = await hears(life, await snoozes(life))
        if (heard === '') throw new Error('“Snooze” is answered with nothing')
      }
      await settles(life)
      expect(ana.sees()).toContain('is snoozed until')
      return 'snoozed'
    },
  },
  {
    name: 'do not renew',
    world: TOKEN,
    async prepare(life) {
      await isReminded(life)
      return () => life.world.ana.presses('Do not renew')
    },
    click: ({ world }) => aimAt(world.ana, 'Do not renew'),
    again: declines,
  },
]

/** Ana's token ends in fourteen days, of which nobody has told her; the alarm that does. */
async function endsSoon(life: Life): Promise<Click> {
  await has(life)
  await life.passes(16 * DAY - HOUR)
  await life.look()
  await life.quiet()
  await life.passes(HOUR + MINUTE)
  return () => life.look()
}

async function isReminded(life: Life): Promise<void> {
  await (await endsSoon(life))()
  await life.world.ana.waitsFor('[ Do not renew ]')
  await life.quiet()
}

async function snoozes({ world: { ana }, quiet }: Life): Promise<Click> {
  await ana.presses('Snooze')
  await ana.waitsFor((person) => person.form?.submit === 'Snooze')
  await ana.fills({ Until: '3 days' })
  await quiet()
  return () => ana.submits('Snooze')
}

async function declines(life: Life): Promise<string> {
  const { ana } = life.world
  const click = aimAt(ana, 'Do not renew')
  if (click && (await hears(life, click)) === '') throw new Error('“Do not renew” is answered with nothing')
  await settles(life)
  expect(ana.sees()).toContain('I won’t remind you about')
  return 'not renewed'
}
