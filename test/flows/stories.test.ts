// What a bot admin reads about one request or token: who asked, who approved it and why, and what became of it.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { NO_ENV_FILE } from '../world/bot-process.ts'
import { withClient } from '../world/redis.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { ana, bea, carl, uids, type World, type WorldOptions } from '../world/world.ts'
import { beginRotating, rotates, saves } from './rotation-story.ts'
import { asks, requestOn, secretBefore } from './story.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const story = test.concurrent
const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
const two = { name: 'two agree', then: 'review', approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }
const renewals = { name: 'renewals need no review', when: { rotation: true }, then: 'approve' }
const without = (scope: string) =>
  [
    'chat:write',
    'commands',
    'im:write',
    'users:read',
    'users:read.email',
    'im:history',
    'usergroups:read',
    'files:write',
  ].filter((one) => one !== scope)

interface Told extends World {
  dan: Actor
}

/** Dan is the bot admin; two must agree on a request, and nobody on a renewal. */
async function begin(context: TestContext, options: WorldOptions = {}): Promise<Told> {
  const world = await beginRotating(
    context,
    { rules: [renewals, two] },
    { env: { ADMINS: 'UDAN' }, ...options, slack: { people: [ana, bea, carl, dan], ...options.slack } },
  )
  return { ...world, bot: world.bot, dan: world.slack.person('UDAN') }
}

/** Bea approves, Carl approves a week with a comment, Ana gets her token and saves it; ids of both. */
async function lives(world: Told): Promise<{ request: string; tid: string; secret: string }> {
  await asks(world)
  await world.bea.waitsFor('Why you:')
  await world.bea.presses('Approve')
  await world.carl.waitsFor(/1 of 2/)
  await world.carl.presses('Review')
  await world.carl.waitsFor((person) => person.form?.submit === 'Decide')
  await world.carl.fills({ Decision: 'Approve', Lifetime: '7 days', Comment: 'A week is enough.' })
  await world.carl.submits('Decide')
  await world.ana.waitsFor(english.requests.titles.approved)
  const request = requestOn(world.ana)
  await world.ana.presses('Show token')
  const secret = await secretBefore(world.ana)
  await saves(world)
  const tid = world.dremio.tokensOf(uids.ana)[0]?.tid ?? ''
  return { request, tid, secret }
}

/** Dan asks for it; what he reads. */
async function asksFor({ dan }: Told, words: string): Promise<string> {
  const before = dan.ephemerals.length
  await dan.types(`/dremio-pat admin story ${words}`.trim())
  await dan.waitsFor((person) => person.ephemerals.length > before)
  await dan.quiet()
  return read(dan)
}

/** The newest private answer, as it is drawn. */
function read(person: Actor): string {
  const answer = person.ephemerals.at(-1)
  return answer?.blocks.length ? person.reads(JSON.stringify(answer.blocks)) : (answer?.text ?? '')
}

describe('the story of a token', () => {
  story('has who asked and why, each review, and everything until its end', async (context) => {
    const world = await begin(context)
    const { request, secret } = await lives(world)
    const { bea, dan } = world
    await bea.types('/dremio-pat leaked')
    await bea.waitsFor(() => bea.form?.title === 'Leaked token')
    await bea.fills({ Token: secret })
    await bea.submits('Revoke it')
    await bea.quiet()
    await world.ana.types('/dremio-pat revoke tableau')
    await world.ana.waitsFor('Revoke this token?')
    await world.ana.submits('Revoke')
    await world.ana.waitsFor('is revoked')

    await dan.types(`/dremio-pat admin story ${request}`)
    const seen = await dan.waitsFor('Asked for 30 days')
    expect(seen).toContain(`Request ${request}`)
    expect(seen).toMatch(/Rule “two agree”, policy version \w+\nRevoked/)
    expect(seen).toContain('Dashboards for the board meeting')
    const told = [
      '@Ana requested tableau (30 days)',
      '@Bea approved @Ana’s request tableau (30 days), and more approvals are needed',
      '@Carl approved @Ana’s request tableau (7 days) · “A week is enough.”',
      '@Ana began to get tableau (7 days)',
      '@Ana got tableau (7 days)',
      '@Ana saved tableau',
      '@Bea reported @Ana’s tableau as leaked',
      '@Ana revoked tableau',
    ]
    const positions = told.map((line) => seen.indexOf(line))
    expect(positions).not.toContain(-1)
    expect(positions).toEqual(positions.toSorted((one, other) => one - other))
    expect(seen).not.toContain(secret)
  })

  story(
    'is found by the request, the token, and the beginning of the token, however they are written',
    async (context) => {
      const world = await begin(context)
      const { request, tid } = await lives(world)
      for (const words of [
        request,
        request.toUpperCase(),
        `\`${request}\``,
        tid,
        tid.toUpperCase(),
        tid.slice(0, 8),
        `${tid.slice(0, 8)}…`,
        `"${tid.slice(0, 13)}"`,
      ]) {
        expect(await asksFor(world, words), words).toContain(`Request ${request} · token ${tid.slice(0, 8)}`)
      }
    },
  )

  story('leads to the token that it replaced, and to the one that replaced it', async (context) => {
    const world = await begin(context)
    const { dan, dremio } = world
    const { request, tid } = await lives(world)
    await rotates(world)
    await saves(world)
    const newer = dremio.tokensOf(uids.ana).find((token) => token.tid !== tid)?.tid ?? ''

    expect(await asksFor(world, request)).toContain(`was rotated · replaced by ${newer.slice(0, 8)}`)
    expect(dan.sees()).not.toContain('[ Earlier token ]')
    await dan.presses('Later token')
    const second = await dan.waitsFor(`token ${newer.slice(0, 8)}`)
    expect(second).toContain(`replaces ${tid.slice(0, 8)}`)
    expect(second).toContain('The bot approved @Ana’s request')
    await dan.presses('Earlier token')
    await dan.waitsFor((person) => person.ephemerals.length === 3)
    expect(read(dan)).toContain(`Request ${request}`)
  })

  story('goes on when the request is no longer kept, from the audit alone', async (context) => {
    const world = await begin(context)
    const { request, tid } = await lives(world)
    const { redis } = world
    const key = (name: string) => `{${redis.prefix}}:${name}`
    await withClient(redis.url, (raw) => raw.del(key(`request:${request}`), key(`token:${tid}`), key('tokens:UANA')))
    for (const id of [request, tid.slice(0, 8)]) {
      const seen = await asksFor(world, id)
      expect(seen).toContain(english.stories.reasonGone)
      expect(seen).toContain('Asked for 30 days')
      expect(seen).toContain('@Carl approved @Ana’s request tableau (7 days)')
      expect(seen).not.toContain('A week is enough.')
      expect(seen).toContain('@Ana saved tableau')
    }
    world.clock.pass(8 * DAY)
    expect(await asksFor(world, request)).toContain('Expired ')

    // An operator, or a later version, has taken away the oldest entries.
    await withClient(redis.url, async (raw) => {
      const [[first] = ['']] = await raw.xrange(key('audit'), '-', '+', 'COUNT', 1)
      const all = await raw.xrange(key('audit'), '-', '+')
      const created = all.find(([, fields]) => fields.includes('request.created'))?.[0] ?? first
      await raw.xdel(key('audit'), created)
    })
    const seen = await asksFor(world, request)
    expect(seen).toContain('The audit has nothing about it before')
    expect(seen).not.toContain('Asked for')
  })

  story('is asked for again where several begin alike', async (context) => {
    const world = await begin(context)
    const { dan, redis } = world
    const tids = ['48099374-0000-4000-8000-000000000001', '48099374-0000-4000-8000-000000000002']
    await withClient(redis.url, async (raw) => {
      for (const [index, tid] of tids.entries()) {
        const fields = { at: 1, action: 'token.revoked', by: 'bot', for: index ? 'UBEA' : 'UANA', tid, label: 'laptop' }
        await raw.xadd(`{${redis.prefix}}:audit`, '*', ...Object.entries(fields).flat().map(String))
      }
    })
    expect(await asksFor(world, '48099374')).toContain(english.stories.several)
    await dan.presses('Story', { on: english.stories.several })
    await dan.waitsFor('Token 48099374, created in Dremio')
    await dan.waitsFor('The bot revoked @Ana’s laptop')
  })

  story('says it plainly where there is none', async (context) => {
    const world = await begin(context)
    expect(await asksFor(world, 'k7m2q9xt')).toContain(english.stories.none({ id: 'k7m2q9xt' }))
    // Whoever knows the whole ID of a token can report it as leaked.
    const unknown = await asksFor(world, '48099374-0cf7-4b5a-938a-671d1be2e409')
    expect(unknown).toContain(english.stories.none({ id: '48099374' }))
    expect(await asksFor(world, 'tableau')).toContain(english.stories.noId)
    expect(await asksFor(world, 'not an id')).toContain(english.stories.noId)
    expect(await asksFor(world, '')).toContain('/dremio-pat admin story id')
  })

  story('is one press away where admins look at tokens', async (context) => {
    const world = await begin(context)
    const { dan } = world
    const { request } = await lives(world)
    for (const words of ['tokens', 'show @ana']) {
      dan.reload()
      await dan.types(`/dremio-pat admin ${words}`)
      await dan.waitsFor('Story')
      await dan.presses('Story')
      await dan.waitsFor(`Request ${request}`)
    }
  })

  story('is for bot admins only', async (context) => {
    const world = await begin(context)
    const { request } = await lives(world)
    await world.ana.types(`/dremio-pat admin story ${request}`)
    await world.ana.waitsFor(english.identityFailures.notBotAdmin)
    expect(world.ana.sees()).not.toContain('Asked for 30 days')
  })
})

describe('the whole story as a file', () => {
  story('is sent to the admin’s direct messages, with names', async (context) => {
    const world = await begin(context)
    const { dan } = world
    const { request } = await lives(world)
    await asksFor(world, request)
    await dan.presses('Send as file')
    await dan.waitsFor(english.stories.sent)
    const [file] = dan.messages.flatMap(({ files }) => files)
    expect(file).toMatchObject({ name: `story-${request}.txt` })
    expect(file?.content).toContain('carl (UCARL) approved ana (UANA)’s request “tableau” (7 days)')
    expect(file?.content).toContain('  Dashboards for the board meeting')
  })

  story('is not, where Slack lacks the right, and that is said', async (context) => {
    const world = await begin(context, { slack: { scopes: without('files:write') } })
    const { dan } = world
    const { request } = await lives(world)
    await asksFor(world, request)
    await dan.presses('Send as file')
    await dan.waitsFor(english.failures.slackPermission({ operation: 'send you a file' }))
  })
})

function run(env: Record<string, string>, ...words: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, 'audit', ...words], { env, ...NO_ENV_FILE }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
  })
}

describe('`audit show`', () => {
  story('prints the same story, for people and for programs', async (context) => {
    const world = await begin(context)
    const { request, tid } = await lives(world)
    const asText = await run(world.env, 'show', tid.slice(0, 8))
    expect(asText).toMatchObject({ code: 0, stderr: '' })
    expect(asText.stdout).toContain('UCARL approved UANA’s request “tableau” (7 days) · “A week is enough.”')
    const { stdout, code } = await run(world.env, 'show', '--format', 'json', request)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      request,
      owner: 'UANA',
      now: 'working',
      tokens: [{ tid }],
      record: { reason: 'Dashboards for the board meeting' },
      entries: expect.arrayContaining([expect.objectContaining({ action: 'request.approved', by: 'UCARL' })]),
    })
  })

  story('says what is wrong and ends with 1', async (context) => {
    const world = await begin(context)
    expect(await run(world.env, 'show', 'k7m2q9xt')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'There is no request or token with the ID k7m2q9xt in the audit.\n',
    })
    expect(await run(world.env, 'show', 'tableau')).toMatchObject({ code: 1, stdout: '' })
    for (const words of [[], ['show'], ['show', 'a', 'b'], ['show', 'a', '--format', 'xml'], ['tell', 'a']])
      expect((await run(world.env, ...words)).stderr).toContain('Use: node dist/main.js audit show ID')
    const { stderr, code } = await run({ ...world.env, REDIS_URL: 'redis://127.0.0.1:1' }, 'show', 'k7m2q9xt')
    expect([code, stderr]).toEqual([1, expect.stringContaining('doctor says what is wrong')])
  })
})
