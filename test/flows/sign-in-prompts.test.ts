// A link to sign in does not stay on the screen of somebody who has signed in with it.

import { expect, type TestContext, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { approved, secretBefore } from './story.ts'

const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld({ method: 'oauth', ...options })
  onTestFinished(() => world.close())
  return world
}

const prompts = ({ ana }: World) => ana.ephemerals.filter(({ text }) => text === english.identityFailures.signInNeeded)

story.for<[how: string, options: WorldOptions]>([
  ['with one process', {}],
  ['with two processes of each kind', { layout: 'two of each' }],
])('in a private message it is gone, %s', async ([_how, options], context) => {
  const world = await begin(context, options)
  const { ana, redis } = world
  await approved(world)
  await ana.types('/dremio-pat requests')
  await ana.waitsFor('Your open requests')
  await ana.presses('Show token', { on: 'Your open requests' })
  await ana.waitsFor(() => prompts(world).length === 1)
  const { url = '' } = await ana.presses('Sign in to Dremio', {
    on: english.identityFailures.signInNeeded,
    dispatches: true,
  })
  await ana.quiet()
  expect(prompts(world)).toHaveLength(1)
  // The URL with which it is removed could be used by others to write there.
  expect(await redis.dump()).not.toContain('/response/')
  await signsIn(world, url, 'ana@acme.test')
  await ana.waitsFor('You’re signed in to Dremio')
  await ana.waitsFor(() => prompts(world).length === 0)
  expect(linkBefore(ana)).toBeUndefined()
  await ana.presses('Show token')
  await secretBefore(ana)
})

story('in a form it says that it is over', async (context) => {
  const world = await begin(context)
  const { ana, dremio } = world
  dremio.mint(uids.ana, { label: 'laptop' })
  await ana.types('/dremio-pat revoke laptop')
  await ana.waitsFor('[ Sign in to Dremio ]')
  const { url = '' } = await ana.presses('Sign in to Dremio', { dispatches: true })
  await ana.quiet()
  await signsIn(world, url, 'ana@acme.test')
  await ana.waitsFor(english.signIn.promptOver)
  expect(ana.form?.title).toBe('Revoke token')
  expect(linkBefore(ana)).toBeUndefined()
})

story('of somebody else who signed in with it, it stays', async (context) => {
  const world = await begin(context)
  const { ana } = world
  await approved(world)
  await ana.types('/dremio-pat requests')
  await ana.waitsFor('Your open requests')
  await ana.presses('Show token', { on: 'Your open requests' })
  await ana.waitsFor(() => prompts(world).length === 1)
  const { url = '' } = await ana.presses('Sign in to Dremio', {
    on: english.identityFailures.signInNeeded,
    dispatches: true,
  })
  await signsIn(world, url, 'carl@acme.test')
  await ana.waitsFor(english.identityFailures.signInRefused({ because: 'somebody else' }))
  expect(prompts(world)).toHaveLength(1)
})

story('on a card is never removed, and Slack not answering does not stop the sign-in', async (context) => {
  const world = await begin(context)
  const { ana, slack } = world
  await approved(world)
  await ana.types('/dremio-pat requests')
  await ana.waitsFor('Your open requests')
  await ana.presses('Show token', { on: 'Your open requests' })
  await ana.waitsFor(() => prompts(world).length === 1)
  await ana.presses('Sign in to Dremio', { on: english.requests.titles.approved, dispatches: true })
  const { url = '' } = await ana.presses('Sign in to Dremio', {
    on: english.identityFailures.signInNeeded,
    dispatches: true,
  })
  await ana.quiet()
  slack.fail('response_url', { status: 500 })
  await signsIn(world, url, 'ana@acme.test')
  expect(await ana.waitsFor('You’re signed in to Dremio')).toContain(english.requests.titles.approved)
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await secretBefore(ana)
})
