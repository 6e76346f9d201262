// Steps that go on from Dremio's sign-in page, and the end of a link.
import { expect } from 'vitest'
import { linkBefore, offered } from '../../flows/sign-in-story.ts'
import { aimAt, getsHerToken, hears } from '../next-clicks.ts'
import { env, OAUTH, type Step } from '../step.ts'
import { claimedByOauth, comesBack, returnsAndCollects, revokes, revokesUntilGone } from './situations.ts'

export const signingIn: readonly Step[] = [
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
    click: ({ world }) => aimAt(world.ana, 'I did not get it'),
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
      expect(heard).toMatch(/You’re no longer linked|You aren’t linked/)
      expect(await redis.dump()).not.toMatch(/:session:/)
      return 'unlinked'
    },
  },
]
