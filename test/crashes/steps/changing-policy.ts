// Steps in which another policy file is applied to a request by itself.
import { expect } from 'vitest'
import { english } from '../../../src/words/words.ts'
import { approved, asks } from '../../flows/story.ts'
import type { Life } from '../life.ts'
import { type Click, getsHerToken } from '../next-clicks.ts'
import { policyFile, type Step, TOKEN } from '../step.ts'
import { approves, newestRequest, settles } from './situations.ts'

export const changingPolicy: readonly Step[] = [
  {
    name: 'want a review of what was approved',
    world: TOKEN,
    async prepare(life) {
      await approved(life.world, { label: 'either' })
      return isChangedTo(life, 'policy-both.yml')
    },
    async again(life) {
      await settles(life)
      expect(await newestRequest(life)).toMatchObject({ state: 'pending', quorum: 2 })
      await approves(life, life.world.carl)
      return getsHerToken(life)
    },
  },
  {
    name: 'deny what was approved',
    world: TOKEN,
    async prepare(life) {
      await approved(life.world)
      return isChangedTo(life, 'policy-closed.yml')
    },
    again: isDenied,
  },
  {
    name: 'deny what waits',
    world: TOKEN,
    async prepare(life) {
      await asks(life.world)
      await life.world.bea.waitsFor('Why you:')
      return isChangedTo(life, 'policy-closed.yml')
    },
    again: isDenied,
  },
]

/** The bot was started again with another file, and is about to apply it. */
async function isChangedTo(life: Life, file: string): Promise<Click> {
  const { store, world, quiet } = life
  await quiet()
  await life.succeeds({ POLICY_FILE: policyFile(file) })
  const request = await newestRequest(life)
  await store.alarms.set('apply-policy', request?.id ?? '', world.clock.now())
  return () => life.look()
}

async function isDenied(life: Life): Promise<string> {
  await settles(life)
  expect((await newestRequest(life))?.state).toBe('denied')
  expect(life.world.ana.sees()).toContain(english.requests.titles.denied)
  return 'denied'
}
