// Every way of acting at Dremio in every edition it is for: a token of one's own is made, listed and ended.

import { describe, expect, type TestContext, test } from 'vitest'
import type { AuthMethod } from '../../src/core/sessions/session.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { approved, bearerOf, collectsInVain, creates, secretBefore } from './story.ts'

const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

const cloud = { edition: 'cloud' } as const
const software25 = { edition: 'software', version: '25' } as const
const software26 = { edition: 'software', version: '26' } as const

/** Signs in with the newest link, if there is one: a way that needs no sign-in offers none. */
async function signsInIfAsked(world: World, known?: string): Promise<string | undefined> {
  await world.ana.quiet()
  const link = linkBefore(world.ana)
  if (link === undefined || link === known) return undefined
  const browser = await signsIn(world, link, 'ana@acme.test')
  expect(browser.page.status).toBe(200)
  await world.ana.quiet()
  return link
}

describe.each<{ method: AuthMethod; at: string; dremio: NonNullable<WorldOptions['dremio']>; asksToSignIn: boolean }>([
  { method: 'oauth', at: 'Cloud', dremio: cloud, asksToSignIn: true },
  { method: 'idp', at: 'Cloud', dremio: cloud, asksToSignIn: true },
  { method: 'idp', at: 'Software 26', dremio: software26, asksToSignIn: true },
  { method: 'impersonation', at: 'Software 26', dremio: software26, asksToSignIn: false },
  { method: 'token', at: 'Cloud', dremio: cloud, asksToSignIn: false },
  { method: 'token', at: 'Software 25', dremio: software25, asksToSignIn: false },
  { method: 'token', at: 'Software 26', dremio: software26, asksToSignIn: false },
  { method: 'issuer', at: 'Cloud', dremio: cloud, asksToSignIn: false },
  { method: 'issuer', at: 'Software 26', dremio: software26, asksToSignIn: false },
])('$method at Dremio $at', ({ method, dremio: options, asksToSignIn }) => {
  story('makes, lists and ends a token in the name of its owner', async (context) => {
    const world = await begin(context, { method, dremio: options })
    const { ana, dremio } = world
    await approved(world)
    await ana.presses('Show token')
    const first = await signsInIfAsked(world)
    expect(first !== undefined).toBe(asksToSignIn)
    if (asksToSignIn) await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    expect(await bearerOf(world, await secretBefore(ana))).toBe(uids.ana)
    expect(dremio.requests.filter(({ operation }) => operation === 'create').map(({ as }) => as)).toEqual([uids.ana])
    await ana.presses('I have saved it')
    await ana.quiet()

    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    const second = await signsInIfAsked(world, first)
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await signsInIfAsked(world, second)
    await ana.waitsFor('Your token tableau is revoked.')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
  })
})

describe('at Dremio Software 25, where nobody can exchange anything', () => {
  story('idp is switched off in words as soon as somebody asks', async (context) => {
    const world = await begin(context, { method: 'idp', dremio: software25 })
    await world.ana.types('/dremio-pat create tableau')
    await world.ana.waitsFor(english.dremioFailures.cannot.create)
    expect(world.logs.join('\n')).toMatch(/"level":"warn".*Dremio was looked at/)
  })

  story('impersonation as well', async (context) => {
    const world = await begin(context, { method: 'impersonation', dremio: software25 })
    await world.ana.types('/dremio-pat create tableau')
    await world.ana.waitsFor(english.dremioFailures.cannot.create)
  })
})

describe('impersonation', () => {
  story('is refused for whoever the policy at Dremio does not name, and nothing is made', async (context) => {
    const world = await begin(context, {
      method: 'impersonation',
      dremio: { ...software26, impersonation: [{ proxy: 'root', targets: ['bea@acme.test'] }] },
    })
    await approved(world)
    expect(await collectsInVain(world)).toContain(english.dremioFailures.impersonationRefused)
    expect(creates(world)).toBe(0)
  })
})

describe('the bot as issuer', () => {
  story.each([cloud, software26])('never signs for an administrator of Dremio: %j', async (options) => {
    const world = await startWorld({ method: 'issuer', dremio: options })
    try {
      await approved(world)
      world.dremio.user(uids.ana).admin = true
      expect(await collectsInVain(world)).toContain(english.identityFailures.issuer.administrator)
      expect(creates(world)).toBe(0)
    } finally {
      await world.close()
    }
  })

  story('never signs for whoever is on the deny list', async (context) => {
    const world = await begin(context, { method: 'issuer', env: { ISSUER_DENY: 'someone, ANA@acme.test' } })
    await world.ana.types('/dremio-pat create tableau')
    await world.ana.waitsFor(english.identityFailures.issuer['deny list'])
    expect(world.dremio.requests.filter(({ operation }) => operation === 'token')).toEqual([])
  })

  story('never signs for somebody on it whose name has a space', async (context) => {
    const world = await begin(context, {
      method: 'issuer',
      env: { ISSUER_DENY: `"Jane Doe", 'Ana Acme', plain` },
      dremio: {
        edition: 'software',
        users: [
          { id: uids.ana, name: 'ana acme', email: 'ana@acme.test' },
          { id: uids.root, name: 'root', email: 'root@dremio.test', admin: true },
        ],
      },
      administrator: true,
    })
    await approved(world)
    expect(await collectsInVain(world)).toContain(english.identityFailures.issuer['deny list'])
    expect(creates(world)).toBe(0)
  })

  story('publishes its keys, and nothing private of them', async (context) => {
    const world = await begin(context, { method: 'issuer' })
    await approved(world)
    await world.ana.presses('Show token')
    await secretBefore(world.ana)
    const answer = await fetch(`${world.publicUrl}/.well-known/jwks.json`)
    const { keys } = (await answer.json()) as { keys: Record<string, string>[] }
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    expect(await world.redis.dump()).not.toMatch(/"d":|PRIVATE/)
  })
})

describe('an administrator’s token at Dremio Software', () => {
  story('ends a token for its owner who is not signed in, on 26 and 25', async (context) => {
    for (const options of [software26, software25]) {
      const method = options.version === '26' ? 'idp' : 'token'
      const world = await begin(context, { method, dremio: options, administrator: true, env: { ADMINS: 'UCARL' } })
      const { ana, carl, dremio } = world
      await approved(world)
      await ana.presses('Show token')
      if (await signsInIfAsked(world)) await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
      await secretBefore(ana)
      await ana.waitsFor(english.requests.titles.claimed)
      await ana.quiet()

      await carl.types('/dremio-pat admin list @ana')
      await carl.waitsFor('@Ana has 1 active token')
      await carl.types('/dremio-pat admin revoke @ana tableau')
      await carl.waitsFor('Revoke this token of @Ana?')
      await carl.submits('Revoke')
      await carl.waitsFor('@Ana’s token tableau is revoked.')
      await ana.waitsFor('@Carl, a bot admin, revoked your token tableau.')
      expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
    }
  })

  story('lists one’s own without signing in, where the edition lets it', async (context) => {
    const world = await begin(context, { method: 'idp', dremio: software26, administrator: true })
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand' })
    await ana.types('/dremio-pat list')
    await ana.waitsFor('made by hand · expires')
    await ana.types('/dremio-pat revoke hand')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token made by hand is revoked.')
    expect(linkBefore(ana)).toBeUndefined()
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
  })

  story('is for those in ADMINS only, and on Cloud for nobody', async (context) => {
    const world = await begin(context, { method: 'oauth', env: { ADMINS: 'UCARL' } })
    const { ana, carl, dremio } = world
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor('is now linked')
    await carl.types('/dremio-pat admin revoke @ana all')
    await carl.waitsFor('I can’t revoke other people’s tokens in this Dremio.')
    expect(carl.form?.submit).toBeUndefined()
    await ana.types('/dremio-pat admin list @bea')
    await ana.waitsFor(english.identityFailures.notBotAdmin)
    await ana.types('/dremio-pat admin revoke @bea all')
    await ana.waitsFor(english.identityFailures.notBotAdmin)
    expect(dremio.requests.filter(({ operation }) => operation === 'deleteAll')).toEqual([])
  })
})
