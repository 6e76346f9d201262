// Steps about links that an administrator makes by hand: asking for one, and confirming it.
import { expect } from 'vitest'
import { MINUTE } from '../../../src/core/time/duration.ts'
import { english } from '../../../src/words/words.ts'
import type { Actor } from '../../world/slack/driver/person.ts'
import { uids } from '../../world/world.ts'
import type { Life } from '../life.ts'
import { aimAt } from '../next-clicks.ts'
import { env, type Step } from '../step.ts'

const world: Step['world'] = { method: 'oauth', env: { ...env, ADMINS: 'UCARL,UBEA' } }
const ASK = `/dremio-pat admin link @ana ${uids.carl}`

export const linking: readonly Step[] = [
  {
    name: 'ask for a link',
    world,
    prepare: async (life) => () => life.world.carl.types(ASK),
    click: (life) => () => life.world.carl.types(ASK),
    async again(life) {
      await life.world.carl.types(ASK)
      await life.quiet()
      return confirmsTheLink(life)
    },
  },
  {
    name: 'confirm a link',
    world,
    async prepare({ world: { bea, carl }, quiet }) {
      await carl.types(ASK)
      await bea.waitsFor(english.links.titles.pending)
      await quiet()
      return () => bea.presses('Confirm')
    },
    click: (life) => aimAt(life.world.bea, 'Confirm'),
    again: confirmsTheLink,
  },
]

/** Bea presses as long as there is a button; then everybody hears of it, once, and it is as it was asked for. */
async function confirmsTheLink(life: Life): Promise<string> {
  const { store, world, quiet, passes } = life
  const { ana, bea, carl } = world
  // What a crash left, an alarm does within minutes: the card that somebody died of posting, and the link.
  for (let times = 0; times < 2; times += 1) {
    await aimAt(bea, 'Confirm')?.()
    await quiet()
    await passes(3 * MINUTE)
    await life.look()
    await quiet()
  }
  expect((await store.links.of('UANA'))?.uid).toBe(uids.carl)
  expect(await store.links.assignmentOf('UANA')).toBeDefined()
  expect(await store.linkConfirmations.everyUnsettled()).toEqual([])
  const count = (person: Actor, words: string) => person.sees().split(words).length - 1
  expect(count(ana, '@Carl linked you to the Dremio user')).toBe(1)
  expect(count(carl, '@Bea confirmed: @Ana is now linked')).toBe(1)
  expect(count(bea, english.links.titles.confirmed)).toBe(1)
  expect(count(bea, '[ Confirm ]')).toBe(0)
  return 'linked'
}
