// The beginning that stories of receipts and rotations share: Ana has a token and has said so, replaces it, saves the new one.

import type { TestContext } from 'vitest'
import { english } from '../../src/words/words.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { type AskedToken, claimed, secretsBefore } from './story.ts'

export const byBea = { name: 'Bea decides', then: 'review', approvers: ['user:UBEA'] }
export const renewals = { name: 'renewals need no review', when: { rotation: true }, then: 'approve' }

/** A world in which Bea decides, but not on renewals; `policy` on top of that. */
export async function beginRotating(
  context: TestContext,
  policy: object = {},
  options: WorldOptions = {},
): Promise<World> {
  const env = { POLICY_FILE: policyFile(context, { rules: [renewals, byBea], ...policy }), ...options.env }
  const world = await startWorld({ ...options, env })
  context.onTestFinished(() => world.close())
  return world
}

/** Ana has a token and has said so; its value. */
export async function has(world: World, ask?: AskedToken): Promise<string> {
  const secret = await claimed(world, ask)
  await saves(world)
  world.ana.news()
  return secret
}

/** She says that she saved what is on the message with the secret. */
export async function saves({ ana }: World): Promise<void> {
  await ana.waitsFor(english.requests.titles.claimed)
  const shown = secretsBefore(ana).length
  await ana.presses('I have saved it', { on: 'Your Dremio token' })
  await ana.quiet()
  // Slack takes the message away after the bot has answered.
  await ana.waitsFor((person) => secretsBefore(person).length < shown)
}

/** Ana rotates it by word, a rule approves, and the new one is on the screen; its value. */
export async function rotates(world: World, what = 'tableau'): Promise<string> {
  const { ana } = world
  const shown = secretsBefore(ana).length
  await ana.types(`/dremio-pat rotate ${what}`)
  await ana.waitsFor(`# ${english.requests.titles.approved}`)
  await ana.presses('Show token', { on: english.requests.titles.approved })
  const secret = await ana.waitsFor((person) => secretsBefore(person)[shown])
  await ana.quiet()
  return secret
}
