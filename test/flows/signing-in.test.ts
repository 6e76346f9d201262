// Signing in at Dremio from Slack: the link, the pages, the same human or nothing, and going on from where one was.

import { describe, expect, type TestContext, test } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, offered, signedIn, signsIn } from './sign-in-story.ts'
import { approved, asks, audit, bearerOf, beforeFact, creates, secretBefore } from './story.ts'

/** Several at once, because each has a world of its own and waits most of the time. */
const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld({ method: 'oauth', ...options })
  onTestFinished(() => world.close())
  return world
}

const keptSessions = async ({ redis }: World) =>
  (await redis.dump()).split('\n').filter((line) => /:session:/.test(line)).length

describe('whoever has to sign in first', () => {
  story('asks without it, and is shown the link on the card when collecting', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await approved(world)
    expect(linkBefore(ana)).toBeUndefined()
    await ana.presses('Show token')
    const words = await ana.waitsFor(beforeFact((until) => english.requests.signInFirst({ until })))
    expect(words).toMatch(/\[ Sign in to Dremio \] \(http.+\) {2}\[ Show token \] {2}\[ Cancel request \]/)
    expect(creates(world)).toBe(0)
    expect(dremio.requests.filter(({ operation }) => operation === 'token')).toEqual([])
  })

  story('signs in, finds Show token on the card, and has a token of their own', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const browser = await signedIn(world)
    expect(browser.page).toMatchObject({ status: 200 })
    expect(browser.page.text.replace(/\s+/g, ' ')).toContain('Signed in to Dremio as ana@acme.test')
    expect(browser.page.text).toContain('press Show token')
    const card = await ana.waitsFor('You’re signed in to Dremio as ana@acme.test until')
    expect(card).not.toContain('[ Sign in to Dremio ]')
    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    expect(await bearerOf(world, secret)).toBe(uids.ana)
    expect(dremio.requests.filter(({ operation }) => operation === 'create').map(({ as }) => as)).toEqual([uids.ana])
  })

  story('is linked by that, and whoami says how it was proved', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await signedIn(world)
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (verified by sign-in, ')
    expect(await audit(world)).toContain('sign_in.finished')
  })

  story('hears nothing of pressing the link itself, whatever Slack reports of it', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    await offered(world)
    ana.news()
    const link = { type: 'button', action_id: 'sign-in.link', text: { type: 'plain_text', text: 'Sign in to Dremio' } }
    await slack.dispatch.blockAction(ana.id, {
      actions: [{ ...link, action_ts: '1' }],
      container: { type: 'message', channel_id: ana.dm, message_ts: '1' },
      channel: { id: ana.dm },
    })
    await slack.quiet()
    expect(ana.news()).toEqual([])
  })

  story('gets a new link with each press, and each works', async (context) => {
    const world = await begin(context)
    const { ana } = world
    const first = await offered(world)
    await ana.presses('Show token')
    const second = await ana.waitsFor((person) => (linkBefore(person) !== first ? linkBefore(person) : undefined))
    expect((await signsIn(world, first, 'ana@acme.test')).page.status).toBe(200)
    expect((await signsIn(world, second, 'ana@acme.test')).page.status).toBe(200)
  })

  story('is asked again once the token is there: nothing that could act as them rests longer', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await signedIn(world)
    expect(await keptSessions(world)).toBe(1)
    await ana.presses('Show token')
    await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    expect(await keptSessions(world)).toBe(0)
  })

  story('is asked again after ten minutes', async (context) => {
    const world = await begin(context)
    const { ana, clock } = world
    await signedIn(world)
    clock.pass(10 * MINUTE)
    await ana.presses('Show token')
    await ana.waitsFor((person) => linkBefore(person))
    expect(creates(world)).toBe(0)
  })

  story('is told on the card of requests as well as where they pressed', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await approved(world)
    await ana.types('/dremio-pat requests')
    await ana.waitsFor('Your open requests')
    await ana.presses('Show token', { on: 'Your open requests' })
    await ana.waitsFor(english.identityFailures.signInNeeded)
    expect(ana.ephemerals.at(-1)?.blocks.map(({ type }) => type)).toEqual(['section', 'actions', 'context'])
  })
})

describe('goes on by itself after signing in:', () => {
  story('link', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await ana.types('/dremio-pat link')
    const link = await ana.waitsFor((person) => linkBefore(person))
    await signsIn(world, link, 'ana@acme.test')
    await ana.waitsFor(english.identity.afterSignIn.link)
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
  })

  story('list, which shows at once what was made here, and all of it afterwards', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand' })
    await signedIn(world)
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    await ana.types('/dremio-pat list')
    const before = await ana.waitsFor('Sign in to Dremio to see all of yours.')
    expect(before).toContain('You have 1 active token. tableau')
    expect(before).not.toContain('made by hand')
    await signsIn(world, linkBefore(ana) ?? '', 'ana@acme.test')
    await ana.waitsFor('[ My tokens ]')
    await ana.presses('My tokens')
    await ana.waitsFor('made by hand · expires')
  })

  story('revoke, confirmed before, is done without another word', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await signedIn(world)
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    const link = await ana.waitsFor((person) => linkBefore(person))
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    const browser = await signsIn(world, link, 'ana@acme.test')
    expect(browser.page.text).toContain('revoked')
    await ana.waitsFor('Your token tableau is revoked.')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
    await ana.quiet()
    expect(await keptSessions(world)).toBe(0)
  })

  story('revoke all ends also what was made elsewhere, and says so before', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand' })
    await ana.types('/dremio-pat revoke all')
    await ana.waitsFor(english.revocation.allOthers)
    await ana.submits('Revoke')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('Your token made by hand is revoked.')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
  })

  story('revoke all goes on after the sign-in also for whoever did too much of late', async (context) => {
    const world = await begin(context)
    const { ana, dremio, clock, redis } = world
    dremio.mint(uids.ana, { label: 'made by hand' })
    await ana.types('/dremio-pat revoke all')
    await ana.waitsFor(english.revocation.allOthers)
    await ana.submits('Revoke')
    const link = await ana.waitsFor((person) => linkBefore(person))
    const limit = `{${redis.prefix}}:limit:UANA:act`
    await withClient(redis.url, (raw) => raw.set(limit, clock.now() + 600_000))
    await signsIn(world, link, 'ana@acme.test')
    await ana.waitsFor('Your token made by hand is revoked.')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
  })

  story('revoking one that was made elsewhere begins with signing in', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await ana.types('/dremio-pat revoke elsewhere')
    await ana.waitsFor(english.tokens.notFoundUntilSignIn)
    expect(linkBefore(ana)).toBeDefined()
  })

  story(
    'I did not get it: the token is revoked, and another can be collected in the same ten minutes',
    async (context) => {
      const world = await begin(context)
      const { ana, dremio } = world
      await signedIn(world)
      await ana.presses('Show token')
      const lost = await secretBefore(ana)
      await ana.waitsFor(english.requests.titles.claimed)
      await ana.presses('I did not get it')
      const link = await ana.waitsFor((person) => linkBefore(person))
      expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
      const browser = await signsIn(world, link, 'ana@acme.test')
      expect(browser.page.text).toContain('Show token')
      await ana.waitsFor(english.requests.titles.approved)
      expect(await bearerOf(world, lost)).toBeUndefined()
      await ana.presses('Show token')
      await ana.waitsFor(() => dremio.tokensOf(uids.ana).length === 1 || undefined)
      expect(await secretBefore(ana)).not.toBe(lost)
    },
  )

  story(
    'a deed that fails then is told on the page and in Slack, and the session stays for another try',
    async (context) => {
      const world = await begin(context)
      const { ana, dremio } = world
      dremio.mint(uids.ana, { label: 'made by hand' })
      await ana.types('/dremio-pat revoke all')
      await ana.waitsFor('Revoke all of your tokens?')
      await ana.submits('Revoke')
      const link = await ana.waitsFor((person) => linkBefore(person))
      dremio.fail('delete', { status: 403 })
      const browser = await signsIn(world, link, 'ana@acme.test')
      expect(browser.page.status).toBe(200)
      expect(browser.page.text).toContain('I couldn’t finish.')
      await ana.waitsFor(english.dremioFailures.forbidden.revoke)
      await ana.types('/dremio-pat revoke all')
      await ana.waitsFor('made by hand')
      await ana.submits('Revoke')
      await ana.waitsFor('Your token made by hand is revoked.')
    },
  )
})

describe('a link', () => {
  story('works once', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    await signsIn(world, link, 'ana@acme.test')
    const again = world.browser()
    expect(await again.open(link)).toMatchObject({ status: 410 })
    expect(again.page.text).toContain(english.pageFailures.linkUsed.title)
  })

  story('may be looked at by a scanner before its person opens it', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    for (const method of ['HEAD', 'GET', 'GET']) {
      const answer = await fetch(link, { method, redirect: 'manual' })
      expect(answer.status).toBe(302)
      expect(answer.headers.get('cache-control')).toContain('no-store')
    }
    expect((await signsIn(world, link, 'ana@acme.test')).page.status).toBe(200)
  })

  story(
    'opened two thousand times costs Slack nothing, keeps five states, and works the last time',
    async (context) => {
      const world = await begin(context)
      const link = await offered(world)
      await world.slack.quiet()
      const before = { asked: world.slack.requests.length, stored: (await world.redis.dump()).length }
      for (let heap = 0; heap < 20; heap += 1) {
        const opened = Array.from({ length: 100 }, () => fetch(link, { redirect: 'manual' }))
        expect(new Set((await Promise.all(opened)).map(({ status }) => status))).toEqual(new Set([302]))
      }
      expect(world.slack.requests).toHaveLength(before.asked)
      const stored = await world.redis.dump()
      expect(stored.split('sign-in-states').length - 1).toBe(1)
      // A state is kept in some three hundred characters.
      expect(stored.length - before.stored).toBeLessThan(5_000)
      expect((await signsIn(world, link, 'ana@acme.test')).page.status).toBe(200)
    },
  )

  story('asked for by HEAD begins nothing, and says when it is over', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    const head = async () => (await fetch(link, { method: 'HEAD', redirect: 'manual' })).status
    for (let count = 0; count < 10; count += 1) expect(await head()).toBe(302)
    expect(await world.redis.dump()).not.toContain('sign-in-states')
    world.clock.pass(10 * MINUTE)
    expect(await head()).toBe(410)
  })

  story('ends after ten minutes, also for whoever left it in time', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    const browser = world.browser()
    await browser.open(link)
    world.clock.pass(10 * MINUTE)
    const late = world.browser()
    expect(await late.open(link)).toMatchObject({ status: 410 })
    expect(late.page.text).toContain(english.pageFailures.linkLate.title)
    browser.fill({ email: 'ana@acme.test' })
    await browser.press('Sign in')
    expect(browser.page.status).toBe(410)
    expect(world.dremio.requests.filter(({ operation }) => operation === 'token')).toEqual([])
  })

  story('that never was one is refused', async (context) => {
    const world = await begin(context)
    const browser = world.browser()
    for (const ticket of ['x', 'A'.repeat(43), encodeURIComponent('../callback'), '%00']) {
      expect(await browser.open(`${world.publicUrl}/dremio/sign-in/${ticket}`)).toMatchObject({ status: 400 })
    }
  })

  story('of somebody who left since is refused, whoever opens it', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    const browser = world.browser()
    await browser.open(link)
    world.slack.change('UANA', { deleted: true })
    browser.fill({ email: 'ana@acme.test' })
    await browser.press('Sign in')
    expect(browser.page.status).toBe(403)
    // Opening it looks nobody up; signing in does.
    const again = await signsIn(world, link, 'ana@acme.test')
    expect(again.page.status).toBe(403)
    expect(await keptSessions(world)).toBe(0)
  })

  story('completed in two browsers at once lets one of them in', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    const browsers = await Promise.all([world.browser(), world.browser()])
    for (const browser of browsers) {
      await browser.open(link)
      browser.fill({ email: 'ana@acme.test' })
    }
    await Promise.all(browsers.map((browser) => browser.press('Sign in')))
    expect(browsers.map(({ page }) => page.status).sort()).toEqual([200, 410])
  })
})

describe('the same human or nothing:', () => {
  story('a forwarded link that somebody else signs in with makes nothing, and both sides are told', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    const link = await offered(world)
    const browser = await signsIn(world, link, 'bea@acme.test')
    expect(browser.page.status).toBe(403)
    expect(browser.page.text).toContain('Did someone send you this link?')
    expect(browser.page.text).not.toMatch(/ana|@acme/i)
    const words = await ana.waitsFor(english.identityFailures.signInRefused({ because: 'somebody else' }))
    expect(words).not.toContain('bea@acme.test')
    expect(await audit(world)).toContain('sign_in.refused')
    expect(await keptSessions(world)).toBe(0)
    await ana.quiet()
    bea.news()
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.quiet()
    expect(creates(world)).toBe(0)
    expect(dremio.tokensOf(uids.bea)).toHaveLength(0)
    // It is used up: the next try needs a new link, which only Ana can get.
    expect(await world.browser().open(link)).toMatchObject({ status: 410 })
  })

  story('a stolen state is worth nothing to whoever signs in as themselves', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    const answer = await fetch(link, { redirect: 'manual' })
    const atDremio = answer.headers.get('location') ?? ''
    const thief = world.browser()
    await thief.open(atDremio)
    thief.fill({ email: 'carl@acme.test' })
    await thief.press('Sign in')
    expect(thief.page.status).toBe(403)
    expect(await keptSessions(world)).toBe(0)
  })

  story('an attacker’s own link gets them no token of whoever they send it to', async (context) => {
    const world = await begin(context)
    const { bea, dremio } = world
    await bea.types('/dremio-pat link')
    const link = await bea.waitsFor((person) => linkBefore(person))
    const victim = await signsIn(world, link, 'ana@acme.test')
    expect(victim.page.status).toBe(403)
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor(english.identity.notLinked)
    expect(dremio.requests.filter(({ operation }) => operation === 'create')).toEqual([])
  })

  story('a changed e-mail address stops it until it is linked anew', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    await signedIn(world)
    slack.change('UANA', { email: 'carl@acme.test' })
    await ana.presses('Show token')
    await ana.waitsFor(english.identityFailures.emailChanged)
    expect(creates(world)).toBe(0)
  })

  story('an address that changes while they are away signing in is noticed', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    const link = await offered(world)
    slack.change('UANA', { email: 'anna@acme.test' })
    const browser = await signsIn(world, link, 'ana@acme.test')
    expect(browser.page.status).toBe(403)
    await ana.waitsFor(english.identityFailures.signInRefused({ because: 'somebody else' }))
  })

  story('an administrator’s word decides, whatever the addresses say', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { ana, carl } = world
    await carl.types(`/dremio-pat admin link @ana ${uids.bea}`)
    await carl.waitsFor('is now linked')
    const link = await offered(world)
    expect((await signsIn(world, link, 'ana@acme.test')).page.status).toBe(403)
    await ana.waitsFor(english.identityFailures.signInRefused({ because: 'assigned to another' }))
    await ana.presses('Show token', { on: english.requests.titles.approved })
    const next = await ana.waitsFor((person) => (linkBefore(person) !== link ? linkBefore(person) : undefined))
    expect((await signsIn(world, next, 'bea@acme.test')).page.status).toBe(200)
    await ana.waitsFor('You’re signed in to Dremio')
    await ana.presses('Show token', { on: 'You’re signed in' })
    expect(await bearerOf(world, await secretBefore(ana))).toBe(uids.bea)
  })

  story('a Dremio user that is another Slack person’s already is not given away', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { ana, carl } = world
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('is now linked')
    const browser = await signsIn(world, await offered(world), 'ana@acme.test')
    expect(browser.page.status).toBe(403)
    await ana.waitsFor(english.identityFailures.userTaken)
  })

  story(
    'where Dremio does not say whose an account is, nobody is let in but by an administrator’s word',
    async (context) => {
      const world = await begin(context, { env: { ADMINS: 'UCARL' }, dremio: { usersMayLookUp: false } })
      const { ana, carl } = world
      const link = await offered(world)
      expect((await signsIn(world, link, 'ana@acme.test')).page.status).toBe(403)
      await ana.waitsFor(english.identityFailures.signInRefused({ because: 'not told' }))
      await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
      await carl.waitsFor('is now linked')
      await ana.presses('Show token', { on: english.requests.titles.approved })
      const next = await ana.waitsFor((person) => (linkBefore(person) !== link ? linkBefore(person) : undefined))
      expect((await signsIn(world, next, 'ana@acme.test')).page.status).toBe(200)
    },
  )
})

describe('coming back', () => {
  story('with an error says what happened, and the link still works', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    const browser = world.browser()
    await browser.open(link)
    await browser.press('Cancel')
    expect(browser.page).toMatchObject({ status: 400 })
    expect(browser.page.text).toContain(english.pageFailures.declined.title)
    expect((await signsIn(world, link, 'ana@acme.test')).page.status).toBe(200)
  })

  story('twice with one address is told the second time, and has no second effect', async (context) => {
    const world = await begin(context)
    const browser = await signedIn(world)
    const again = await browser.open(browser.page.url)
    expect(again.status).toBe(410)
    expect(world.dremio.requests.filter(({ operation }) => operation === 'token')).toHaveLength(1)
  })

  story.each(['', 'state=', 'state=unknown&code=x', 'code=x', 'error=access_denied'])(
    'without a state that we gave is refused: “%s”',
    async (query) => {
      const world = await startWorld({ method: 'oauth' })
      try {
        expect(await world.browser().open(`${world.publicUrl}/dremio/callback?${query}`)).toMatchObject({ status: 400 })
      } finally {
        await world.close()
      }
    },
  )

  story('while Dremio is away says so, and the link still works', async (context) => {
    const world = await begin(context)
    const { dremio } = world
    const link = await offered(world)
    dremio.fail('token', { status: 503 }, { times: 3 })
    const browser = await signsIn(world, link, 'ana@acme.test')
    expect(browser.page.status).toBe(503)
    expect(browser.page.text).toContain('Your link still works')
    dremio.clearFaults()
    expect((await signsIn(world, link, 'ana@acme.test')).page.status).toBe(200)
  })
})

describe('pages', () => {
  story('carry no script, and may be shown in no frame and kept by nobody', async (context) => {
    const world = await begin(context)
    const browser = await signedIn(world)
    const { headers } = browser.page
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/)
    expect(headers['content-security-policy']).not.toMatch(/script|unsafe/)
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['cache-control']).toContain('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
  })

  story('and logs hold no ticket, state or code', async (context) => {
    const world = await begin(context)
    const link = await offered(world)
    const browser = await signsIn(world, link, 'ana@acme.test')
    await world.ana.waitsFor('You’re signed in to Dremio')
    const [, state] = /[?&]state=([\w-]+)/.exec(browser.answersFrom(world.publicUrl).join('\n')) ?? []
    const logs = world.logs.join('\n')
    for (const secret of [link.split('/').at(-1), state, ...world.dremio.issuedSecrets]) {
      expect(secret).toMatch(/^.{20}/)
      expect(logs).not.toContain(secret)
    }
    expect(logs).not.toContain('/dremio/callback')
  })
})

describe('the way in use says who is who', () => {
  story('before anybody signs in, asking is refused to whoever could never be recognised', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    slack.change('UANA', { email: 'ana@elsewhere.test' })
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor(english.identityFailures.email['foreign domain'])
  })

  story('and the static token goes on as it did', async (context) => {
    const world = await begin(context, { method: 'token' })
    await asks(world)
    expect(linkBefore(world.ana)).toBeUndefined()
    await world.bea.waitsFor('Why you:')
    await world.bea.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
    await world.ana.presses('Show token')
    await secretBefore(world.ana)
    expect(
      await world.browser().open(`${world.bot.port ? `http://127.0.0.1:${world.bot.port}` : ''}/dremio/callback`),
    ).toMatchObject({ status: 404 })
  })
})
