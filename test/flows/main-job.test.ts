// The main job, end to end: ask, approve, claim once, list, revoke.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { requesterTitles, reviewerTitles } from '../../src/slack/views/card-titles.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World } from '../world/world.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

test('a person asks, a manager approves, the token is shown once, listed and revoked', async () => {
  const { ana, bea, carl, dremio } = world

  // Ana asks.
  await ana.types('/dremio-pat create tableau 30d')
  await ana.waitsFor('@Bea or @Carl would review this request')
  expect(ana.form).toMatchObject({ title: 'New Dremio token', values: { Label: 'tableau', Lifetime: '30 days' } })
  await ana.fills({ Reason: 'Dashboards for the board meeting' })
  await ana.submits('Request')
  const waiting = await ana.waitsFor(requesterTitles.waiting)
  expect(waiting).toContain('tableau for 30 days')
  expect(waiting).toContain('[ Cancel request ]')

  // Bea reads what she needs to decide, and decides. Carl hears that there is nothing left to do.
  const card = await bea.waitsFor(reviewerTitles.yours)
  expect(card).toContain('@Ana asks for a Dremio token:\ntableau for 30 days')
  expect(card).toContain('Dashboards for the board meeting')
  expect(card).toContain('[ Approve ]  [ Deny ]  [ Review ]')
  await bea.presses('Approve')
  await bea.waitsFor(reviewerTitles.approved)
  expect(await carl.waitsFor('Approved by @Bea.')).not.toContain('[ Approve ]')

  // Ana collects the token, which did not exist before. It is shown to her, and to nobody else.
  expect(await ana.waitsFor(requesterTitles.approved)).toContain('Approved by @Bea.')
  expect(dremio.tokensOf(uids.ana)).toEqual([])
  await ana.presses('Show token')
  const shown = await ana.waitsFor('Your Dremio token')
  const [token] = dremio.tokensOf(uids.ana)
  expect(shown).toContain(`\`\`\`\n${token?.secret}\n\`\`\``)
  expect(shown).toContain('tableau expires in 30 days')
  expect(shown).toContain(ana.reads(english.secret.howToUse))
  expect(token?.label).toMatch(/^tableau \[[0-9a-z]{8}-1\]$/)

  // She saves it, and it is gone from the screen.
  await ana.waitsFor(requesterTitles.claimed)
  await ana.presses('I have saved it')
  await ana.waitsFor('You said that you saved it')
  await ana.waitsFor((person) => person.ephemerals.length === 0)
  expect(ana.sees()).not.toContain(token?.secret)
  expect(ana.sees()).not.toContain('Show token')

  // She lists it, and ends it after one more question.
  await ana.types('/dremio-pat list')
  expect(await ana.waitsFor('You have 1 active token. tableau expires in 30 days.')).toContain('tableau · expires')
  await ana.presses('Revoke')
  await ana.waitsFor('Revoke this token?')
  await ana.submits('Revoke')
  await ana.waitsFor('Your token tableau is revoked.')
  expect(dremio.tokensOf(uids.ana)).toEqual([])
  // The card that follows the request says so as well, and offers what is next.
  expect(await ana.waitsFor('Your token is revoked')).toContain('[ Request again ]')
})
