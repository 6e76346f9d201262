// Signing in with a real browser at phone width: from the card in local-slack to Dremio or the provider, and back.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { english } from '../../src/words/words.ts'
import { ana as anaAtAcme } from './acme.ts'
import { chromiumPath, startChromium } from './chromium.ts'
import { fetchLocalSlack, localSlackIsCached, whyNoLocalSlack } from './local-slack.ts'
import { checkLocalCanaries } from './local-slack-canary.ts'
import { type LocalSlackPerson, personAt } from './local-slack-person.ts'
import { type LocalWorld, startLocalWorld } from './local-world.ts'

const program = chromiumPath()
const mayFetch = process.env.CI === 'true' || localSlackIsCached()
const obstacle =
  program === undefined ? 'there is no Chromium' : (whyNoLocalSlack() ?? (mayFetch ? undefined : 'no local-slack'))
if (obstacle !== undefined) console.warn(`Signing in with a real browser is skipped: ${obstacle}`)

/** Screenshots of every page go there, for people to look at. */
const folder = process.env.SCREENSHOTS

describe.skipIf(obstacle !== undefined).each(['oauth', 'idp'] as const)('in Chromium, way %s', (method) => {
  let world: LocalWorld
  let browser: Browser
  let page: Page
  let ana: LocalSlackPerson
  let bea: LocalSlackPerson
  const complaints: string[] = []
  const pages: string[] = []

  beforeAll(async () => {
    await fetchLocalSlack()
    browser = await startChromium(program ?? '')
    world = await startLocalWorld({ mode: 'events', method })
    ana = await personAt(world.slack.url, 'UANA')
    bea = await personAt(world.slack.url, 'UBEA')
    page = await browser.newPage({ viewport: { width: 360, height: 700 } })
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('response', async (response) => {
      if (response.url().startsWith(world.publicUrl)) pages.push(JSON.stringify(await response.allHeaders()))
    })
  }, 180_000)

  afterEach(() => {
    // A status of 4xx is reported by the browser like an error, and is what such a page is for.
    expect(complaints.filter((text) => !/the server responded with a status of 4/.test(text))).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    ana?.leaves()
    bea?.leaves()
    await world?.stop()
  })

  it('a person signs in on a phone, finds Show token in Slack, and has a token of their own', async () => {
    await ana.types('/dremio-pat create tableau 7d')
    await ana.waitsFor('will review this')
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('as offered')
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token')
    await ana.waitsFor('Sign in to Dremio first')
    const link = await ana.presses('Sign in to Dremio')
    await page.goto(link ?? '')
    await looksRight('1-sign-in')
    await page.getByLabel('E-mail').fill('ana@acme.test')
    await page.getByLabel('Password').fill('any')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${world.publicUrl}/**`)
    await looksRight('2-signed-in')
    expect(await page.getByRole('main').innerText()).toContain('Signed in to Dremio as ana@acme.test')
    pages.push(await page.content())
    await ana.waitsFor('You’re signed in to Dremio as')
    await ana.presses('Show token')
    await ana.waitsFor('Your Dremio token')
    expect(world.dremio.tokensOf(anaAtAcme.uid)).toHaveLength(1)
    await ana.presses('I have saved it')
    await ana.waitsFor(english.requests.received)
    await page.goto(link ?? '')
    await looksRight('3-used')
    expect(await page.getByRole('main').innerText()).toContain(english.pageFailures.linkUsed.title)
  })

  it('what came back in the address bar is of no use to anybody afterwards', async () => {
    await page.goBack()
    await page.reload()
    expect(await page.getByRole('main').innerText()).toMatch(/This link (was already used|doesn’t work)/)
    await looksRight('4-again')
  })

  it('nothing that signs in or is shown once was anywhere else', async () => {
    await checkLocalCanaries(world, pages)
  })

  /** No sideways scrolling at phone width; and a picture, if somebody wants one. */
  async function looksRight(name: string): Promise<void> {
    const [inner, scroll] = (await page.evaluate(
      '[window.innerWidth, document.documentElement.scrollWidth]',
    )) as number[]
    expect(scroll).toBeLessThanOrEqual(inner ?? 0)
    if (folder === undefined) return
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${method}-${name}.png`), fullPage: true })
  }
})
