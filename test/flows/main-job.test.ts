// The main job, end to end: ask, approve, claim once, list, revoke.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
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
  await ana.waitsFor(english.requestForm.willReview({ people: ['@Bea', '@Carl'], quorum: 1, differentGroups: false }))
  expect(ana.form).toMatchObject({ title: 'New Dremio token', values: { Label: 'tableau', Lifetime: '30 days' } })
  await ana.fills({ Reason: 'Dashboards for the board meeting' })
  await ana.submits('Request')
  const waiting = await ana.waitsFor(english.requests.titles.waiting)
  expect(waiting).toContain(english.requests.what({ label: 'tableau', lifetime: 30 * DAY }))
  expect(waiting).toContain('[ Cancel request ]')

  // Bea reads what she needs to decide, and decides. Carl hears that there is nothing left to do.
  const card = await bea.waitsFor('Why you:')
  expect(card).toContain(
    `${english.reviews.wants({ requester: '@Ana' })}\n> Dashboards for the board meeting\nLabel: tableau\nLifetime: 30 days`,
  )
  expect(card).toContain('[ Approve ]  [ Deny ]  [ Review ]')
  await bea.presses('Approve')
  await bea.waitsFor(english.reviews.titles.approved)
  expect(await carl.waitsFor('Approved by @Bea.')).not.toContain('[ Approve ]')

  // Ana collects the token, which did not exist before. It is shown to her, and to nobody else.
  expect(await ana.waitsFor(english.requests.titles.approved)).toContain('Approved by @Bea.')
  expect(dremio.tokensOf(uids.ana)).toEqual([])
  await ana.presses('Show token')
  const shown = await ana.waitsFor('Your Dremio token')
  const [token] = dremio.tokensOf(uids.ana)
  expect(shown).toContain(`\`\`\`\n${token?.secret}\n\`\`\``)
  expect(shown).toContain('tableau expires in 30 days')
  expect(shown).toContain(ana.reads(english.secret.howToUse))
  expect(token?.label).toMatch(/^tableau \[[0-9a-z]{8}-1\]$/)

  // She saves it, and it is gone from the screen.
  await ana.waitsFor(english.requests.titles.claimed)
  await ana.presses('I have saved it')
  await ana.waitsFor(english.requests.received)
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
