// Steps of a claim, up to the receipt.
import { expect, vi } from 'vitest'
import { CLAIM_LEASE } from '../../../src/core/requests/request.ts'
import { LONGEST_STORED_SESSION } from '../../../src/core/sessions/session.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { english } from '../../../src/words/words.ts'
import { signedIn } from '../../flows/sign-in-story.ts'
import { approved, claimed, collectsInVain } from '../../flows/story.ts'
import { uids } from '../../world/world.ts'
import type { Life } from '../life.ts'
import { getsHerToken } from '../next-clicks.ts'
import { OAUTH, type Step, TOKEN } from '../step.ts'
import { claimedByOauth } from './situations.ts'

export const collecting: readonly Step[] = [
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
      return () => world.ana.presses('Show token', { on: 'You’re signed in to Dremio' })
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
      await world.ana.presses('Show token', { on: 'You’re signed in to Dremio' })
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
      await world.ana.waitsFor(english.requests.titles.claimed)
      return () => world.ana.presses('I have saved it')
    },
    again: getsHerToken,
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
]

/** Ana has a token on the screen, and so much time has gone by: the alarms that are due now. */
async function holdsUntil({ world, passes, quiet, bot }: Life, milliseconds: number): Promise<() => Promise<unknown>> {
  await claimed(world)
  await world.ana.waitsFor(english.requests.titles.claimed)
  await quiet()
  await passes(milliseconds)
  return () => bot.look()
}
