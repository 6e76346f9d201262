// The built bot in local-slack, an emulator that is not ours: the same conversation over HTTP and over Socket Mode.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { english } from '../../src/words/words.ts'
import { ana as anaAtAcme } from './acme.ts'
import { fetchLocalSlack, localSlackIsCached, whyNoLocalSlack } from './local-slack.ts'
import { checkLocalCanaries } from './local-slack-canary.ts'
import { type LocalSlackPerson, personAt } from './local-slack-person.ts'
import { type LocalWorld, startLocalWorld } from './local-world.ts'

const notFetched = 'local-slack is not in the cache; "npm run playground" or CI=true fetches it (37 MB)'
const mayFetch = process.env.CI === 'true' || localSlackIsCached()
const obstacle = whyNoLocalSlack() ?? (mayFetch ? undefined : notFetched)
if (obstacle !== undefined) console.warn(`The conversations in local-slack are skipped: ${obstacle}`)

describe.skipIf(obstacle !== undefined).each(['events', 'socket'] as const)('in local-slack, mode %s', (mode) => {
  let world: LocalWorld
  let ana: LocalSlackPerson
  let bea: LocalSlackPerson

  beforeAll(async () => {
    await fetchLocalSlack()
    world = await startLocalWorld({ mode, method: 'token' })
    ana = await personAt(world.slack.url, 'UANA')
    bea = await personAt(world.slack.url, 'UBEA')
  }, 180_000)

  afterAll(async () => {
    ana?.leaves()
    bea?.leaves()
    await world?.stop()
  })

  it('a person asks, another approves, the token is shown once, listed and revoked', async () => {
    await ana.types('/dremio-pat create tableau 7d', 'C0GENERAL')
    await ana.waitsFor('<@UBEA> will review this.')

    await ana.fills({ Label: 'x!', Reason: 'Dashboards' })
    await ana.submits('as offered')
    expect(ana.viewErrors()).toEqual({ Label: expect.stringContaining('3 to 60 letters') })

    await ana.fills({ Label: 'tableau' })
    await ana.submits('as offered')
    await ana.waitsFor(english.requests.titles.waiting)
    expect(ana.view()).toBeUndefined()

    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await bea.waitsFor(english.reviews.titles.approved)
    await ana.waitsFor(english.requests.titles.approved)
    expect(bea.sees()).toContain('7 days')

    await ana.presses('Show token')
    await ana.waitsFor('Your Dremio token')
    const [secret = 'none'] = world.dremio.secrets
    expect(ana.sees()).toContain(`\`\`\`${secret}\`\`\``)
    expect(bea.sees()).not.toContain(secret)
    expect(lifetimesAtDremio()).toEqual([7])

    await ana.presses('I have saved it')
    await ana.waitsFor(english.requests.received)
    await ana.waitsUntilGone(secret)

    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await ana.presses('Revoke')
    await ana.waitsFor('Revoke this token?')
    await ana.submits()
    await ana.waitsFor('is revoked')
    expect(lifetimesAtDremio()).toEqual([])
  })

  it('what the form was opened with counts where a client loses untouched values, also in a denial', async () => {
    await ana.types('/dremio-pat create "power bi" 30d')
    await ana.waitsFor('will review this')
    await ana.fills({ Reason: 'Reports' })
    await ana.submits('lost')
    await bea.waitsFor(english.reviews.fields.label({ label: 'power bi' }))

    await bea.presses('Deny')
    await bea.waitsFor('Decision')
    await bea.submits('lost')
    expect(bea.viewErrors()).toEqual({ Comment: expect.stringContaining('Say why') })
    await bea.fills({ Comment: 'Use the shared extract.' })
    await bea.submits('lost')
    await bea.waitsFor(english.reviews.titles.denied)
    await ana.waitsFor(english.requests.titles.denied)
    expect(ana.sees()).toContain('Use the shared extract.')
    expect(lifetimesAtDremio()).toEqual([])
  })

  it('Home shows what somebody has, follows what others do, and its buttons open forms', async () => {
    await ana.opensHome()
    await ana.waitsAtHome(english.home.tokens.title)
    await ana.pressesAtHome('New token')
    await ana.waitsFor('will review this')
    await ana.fills({ Label: 'airflow', Reason: 'Nightly jobs' })
    await ana.submits('as offered')
    await ana.waitsAtHome('*airflow*')
    await bea.waitsFor(english.reviews.fields.label({ label: 'airflow' }))
    await bea.presses('Approve')
    await ana.waitsAtHome(english.home.needs.title)
  })

  it('the token was in that one ephemeral message, and neither in another request nor in Redis nor in the log', async () => {
    expect(world.dremio.secrets).toHaveLength(1)
    await checkLocalCanaries(world)
  })

  it('a deed that the bot does not take fails, so that no conversation above went on in silence', async () => {
    await world.bot.stop()
    await expect(ana.types('/dremio-pat')).rejects.toThrow('The app did not take')
  })

  function lifetimesAtDremio(): number[] {
    return world.dremio.tokensOf(anaAtAcme.uid).map(({ expiresAt, createdAt }) => (expiresAt - createdAt) / 86_400_000)
  }
})
