// Steps at Dremio by the other ways to act there: a claim, giving back and revoking by each of them.
import { english } from '../../../src/words/words.ts'
import { offered, signedIn } from '../../flows/sign-in-story.ts'
import { approved, claimed } from '../../flows/story.ts'
import type { WorldOptions } from '../../world/world.ts'
import type { Life } from '../life.ts'
import { aimAt, getsHerToken } from '../next-clicks.ts'
import { env, type Step } from '../step.ts'
import { claimedByOauth, comesBack, returnsAndCollects, revokes, revokesUntilGone } from './situations.ts'

interface Way {
  name: string
  world: WorldOptions
  /** Ana signs in before she can collect. */
  signsIn: boolean
}

const IDP: WorldOptions = { method: 'idp', env }

const ways: readonly Way[] = [
  { name: 'idp', world: IDP, signsIn: true },
  {
    name: 'impersonation',
    world: { method: 'impersonation', dremio: { edition: 'software', version: '26' }, env },
    signsIn: false,
  },
  { name: 'issuer', world: { method: 'issuer', env }, signsIn: false },
  {
    name: 'Software 25',
    world: { method: 'token', dremio: { edition: 'software', version: '25' }, env },
    signsIn: false,
  },
]

export const authMethods: readonly Step[] = [
  ...ways.flatMap((way) => [claim(way), returning(way), revoking(way)]),
  {
    name: 'sign in to claim (idp)',
    world: IDP,
    prepare: async (life) => comesBack(life, await offered(life.world)),
    again: getsHerToken,
  },
]

function claim({ name, world, signsIn }: Way): Step {
  return {
    name: `claim (${name})`,
    world,
    async prepare({ world }) {
      if (signsIn) await signedIn(world)
      else await approved(world)
      return () => world.ana.presses('Show token', signsIn ? { on: 'You’re signed in to Dremio' } : {})
    },
    again: getsHerToken,
  }
}

function returning({ name, world, signsIn }: Way): Step {
  return {
    name: `I did not get it (${name})`,
    world,
    async prepare(life) {
      await hasCollected(life, signsIn)
      return () => life.world.ana.presses('I did not get it')
    },
    click: ({ world }) => aimAt(world.ana, 'I did not get it'),
    again: returnsAndCollects,
  }
}

function revoking({ name, world, signsIn }: Way): Step {
  return {
    name: `revoke one (${name})`,
    world,
    async prepare(life) {
      await hasCollected(life, signsIn)
      return revokes(life.world.ana, 'tableau')
    },
    again: (life) => revokesUntilGone(life, 'tableau'),
  }
}

async function hasCollected(life: Life, signsIn: boolean): Promise<void> {
  if (signsIn) return claimedByOauth(life)
  await claimed(life.world)
  await life.world.ana.waitsFor(english.requests.titles.claimed)
  await life.quiet()
}
