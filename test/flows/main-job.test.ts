// The main job, end to end: ask, approve, claim once, list, revoke.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, uids, type World } from '../world/world.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

test('a person asks, a manager approves, the token is shown once, listed and revoked', async () => {
  const { ana, bea, dremio } = world
  await ana.types('/dremio-pat create tableau 30d')
  await ana.waitsFor('New Dremio token')
  await ana.fills({ Reason: 'Dashboards for the board meeting' })
  await ana.submits('Request')
  console.log(await ana.waitsFor('Your request is waiting'))
  console.log(await bea.waitsFor('A request waits for your review'))
  await bea.presses('Approve')
  console.log(await ana.waitsFor('Your request is approved'))
  console.log(bea.sees())
  await ana.presses('Show token')
  console.log(await ana.waitsFor('Your Dremio token'))
  expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  await ana.presses('I have saved it')
  await ana.quiet()
  console.log(ana.sees())
  await ana.types('/dremio-pat list')
  console.log(await ana.waitsFor('You have 1 active token'))
  await ana.presses('Revoke')
  console.log(await ana.waitsFor('Revoke this token?'))
  await ana.submits('Revoke')
  console.log(await ana.waitsFor('is revoked'))
  expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
})
