// What another policy file would do: the rules in words, a form that takes the file, the command, and the switch itself.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, type TestContext, test } from 'vitest'
import { stringify } from 'yaml'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { english } from '../../src/words/words.ts'
import { aRequest, aToken } from '../redis/store.ts'
import { NO_ENV_FILE } from '../world/bot-process.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { approved, asks, audit, cardOf, claimed, heard } from './story.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const story = test.concurrent
const { policyPreview: words, policyRules } = english
const { buttons } = english.labels

const ours = { name: 'ours', when: { lifetimeUpTo: '90d' }, then: 'review', approvers: ['user:UBEA'] }
const free = { name: 'free', when: { lifetimeUpTo: '90d' }, then: 'approve' }
const closed = { name: 'closed', then: 'deny', because: 'Ask the data team.' }

/** What the other file says. */
const files = {
  same: { rules: [ours] },
  shorter: { lifetime: { max: '7d' }, rules: [ours] },
  closed: { rules: [closed] },
  free: { rules: [free] },
  'other reviewers': { rules: [{ ...ours, approvers: ['user:UCARL'] }] },
  'two reviewers': { rules: [{ ...ours, approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }] },
  renamed: { rules: [{ ...ours, name: 'theirs' }] },
  labels: { label: { pattern: '^prod-' }, rules: [ours] },
  'nobody to review': { rules: [{ ...ours, approvers: ['user:UNOBODY'] }] },
} as const
type Change = keyof typeof files

interface Begun {
  world: World
  path: string
}

async function begin(context: TestContext, options: WorldOptions = {}, rules: object[] = [ours]): Promise<Begun> {
  const path = policyFile(context, remindingAlways({ rules }))
  const world = await startWorld({ ...options, env: { POLICY_FILE: path, ADMINS: 'UCARL', ...options.env } })
  context.onTestFinished(() => world.close())
  return { world, path }
}

const yaml = (content: object) => stringify({ version: 1, ...remindingAlways(content) })

/** What Carl sees in the form after he pasted the file. */
async function previews({ carl }: World, text: string, parts: Record<string, string> = {}): Promise<string> {
  await carl.types('/dremio-pat admin policy')
  await carl.waitsFor(policyRules.title)
  await carl.presses(buttons.previewPolicy)
  await carl.waitsFor((person) => person.form?.submit === 'Preview')
  await carl.fills({ File: text, ...parts })
  await carl.submits('Preview')
  return carl.waitsFor('Nothing has changed.')
}

interface Ran {
  code: number
  stdout: string
  stderr: string
}

function run(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'policy', 'preview', ...args], { env, ...NO_ENV_FILE }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
  })
}

interface Document {
  differs: boolean
  isWhole: boolean
  counts: { requests: Record<string, number>; tokens: Record<string, number> }
  requests: {
    id: string
    label: string
    state: string
    outcome: string
    other?: { state: string; lifetime: number; rule: string }
    because: string
  }[]
  tokens: { id: string; label: string; outcome: string; breaks: string[]; breaksToday: string[] }[]
}

async function previewedBy(world: World, file: string): Promise<Ran & { document: Document }> {
  const ran = await run(world.env, file)
  return { ...ran, document: JSON.parse(ran.stdout) as Document }
}

/** Writes records past the bot, as if many people had asked. */
async function withStore(world: World, use: (store: RedisStore) => Promise<void>): Promise<void> {
  const { redis, clock } = world
  const store = connectRedis({ url: redis.url, prefix: redis.prefix, clock, onTrouble: () => {} })
  await use(store)
  await store.close()
}

describe('the rules in use', () => {
  story('are shown in words, with what the file leaves to its defaults, and since when', async (context) => {
    const contractors = { name: 'contractors', when: { inGroup: 'S0CON' }, then: 'deny', because: 'Use OAuth.' }
    const short = { name: 'short tokens', when: { lifetimeUpTo: '7d', days: 'weekdays' }, then: 'approve' }
    const rest = { ...ours, approvers: ['manager'], fallback: ['user:UCARL'], quorum: 1 }
    const { world } = await begin(context, {}, [contractors, short, rest])
    const { carl } = world
    await carl.types('/dremio-pat admin policy')
    const seen = await carl.waitsFor(policyRules.title)
    expect(seen).toMatch(/Version `[0-9a-f]{12}`, in use since today/)
    expect(seen).toContain('1. contractors\nPeople in @S0CON: denied. “Use OAuth.”')
    expect(seen).toContain('2. short tokens\nUp to 7 days · on weekdays: approved at once.')
    expect(seen).toContain('3. ours\nUp to 90 days: reviewed by their manager.')
    expect(seen).toContain('or nobody decides within 1 day: @Carl.')
    expect(seen).toContain('at most 5 active tokens a person')
    expect(seen).toContain('Requests lapse after 3 days without a decision')
    expect(seen).toContain('I remind people 14 days, 7 days, and 1 day before')
  })

  story('are many, and all that fit are shown', async (context) => {
    const many = Array.from({ length: 120 }, (_, index) => ({
      name: `rule ${index}`,
      when: { label: `^team-${index}-`, user: ['UANA', 'UBEA'] },
      then: 'deny',
      because: 'Ask the data team about this one first, please. '.repeat(3),
    }))
    const { world } = await begin(context, {}, many)
    await world.carl.types('/dremio-pat admin policy')
    const seen = await world.carl.waitsFor(policyRules.title)
    expect(seen).toContain('100. rule 99')
    expect(seen).toContain(policyRules.rules.noMatch)
  })

  story('are known by their version: a changed file is audited once, by however many parts', async (context) => {
    const { world, path } = await begin(context, {
      layout: 'two of each',
      env: { AUDIT_CHANNEL: 'C0AUDIT' },
      slack: { channels: [{ id: 'C0AUDIT', name: 'audit', botIsMember: true }] },
    })
    const { carl, clock, bot } = world
    expect(await audit(world)).not.toContain('policy.changed')
    writeFileSync(path, yaml(files.shorter))
    clock.pass(MINUTE)
    await bot.rereadPolicy()
    await bot.rereadPolicy()
    expect((await audit(world)).split('"policy.changed"')).toHaveLength(2)
    await world.slack.quiet()
    await carl.waitsFor(() => heard(world).some((line) => line.startsWith('The rules changed: another policy file')))
    await carl.types('/dremio-pat admin policy')
    await carl.waitsFor('Lifetimes: 1 hour to 7 days')
    await carl.waitsFor('in use since')
  })

  story('are shown to bot admins only', async (context) => {
    const { world } = await begin(context)
    const { ana } = world
    await ana.types('/dremio-pat admin policy')
    await ana.waitsFor(english.identityFailures.notBotAdmin)
    expect(ana.sees()).not.toContain(policyRules.title)
  })
})

describe('the form', () => {
  story('says what would be decided otherwise, and changes nothing', async (context) => {
    const { world } = await begin(context)
    const { ana, bea } = world
    await claimed(world, { label: 'warehouse' })
    await ana.presses(buttons.confirmReceipt)
    await asks(world)
    await bea.waitsFor('Why you:')
    const before = [ana.sees(), bea.sees(), await audit(world)]
    const seen = await previews(world, yaml(files.closed))
    expect(seen).toContain('Checked 1 open request and 1 active token. Nothing has changed.')
    expect(seen).toContain(words.headings.requests({ amount: 1 }))
    expect(seen).toMatch(
      /@Ana · tableau · request \w{8} · waiting now, would be denied by the rule “closed”: Ask the data/,
    )
    expect(seen).toContain(words.headings.breaks({ amount: 1 }))
    expect(seen).toMatch(/@Ana · warehouse · token \w{8} · expires .* it would be denied by the rule “closed”/)
    expect([ana.sees(), bea.sees(), await audit(world)]).toEqual(before)
  })

  story('is sent again with another file, while it is open', async (context) => {
    const { world } = await begin(context)
    const { carl } = world
    await asks(world)
    expect(await previews(world, yaml(files.closed))).toContain('would be denied')
    await carl.fills({ File: yaml(files.same) })
    await carl.submits('Preview')
    await carl.waitsFor(words.nothing)
    expect(carl.sees()).not.toContain('would be denied')
  })

  story('names line and column of what is wrong, in the field in which it is', async (context) => {
    const { world } = await begin(context)
    const { carl } = world
    await carl.types('/dremio-pat admin policy')
    await carl.waitsFor(policyRules.title)
    await carl.presses(buttons.previewPolicy)
    await carl.waitsFor((person) => person.form?.submit === 'Preview')
    await carl.fills({ File: 'version: 1\n\n\n\nlifetime: { max: 500d }' })
    await carl.submits('Preview')
    await carl.waitsFor((person) => person.formErrors.File)
    expect(carl.formErrors.File).toBe('Line 5, column 18: lifetime.max must not be above 180 days, Dremio’s own limit.')
    // The second part goes on where the first ended, and its first line is indented.
    await carl.fills({ File: 'version: 1\nrules:\n  - name: ours', 'File, part 2': '    then: aprove' })
    await carl.submits('Preview')
    await carl.waitsFor((person) => person.formErrors['File, part 2'])
    expect(carl.formErrors).toEqual({
      'File, part 2': 'Line 1, column 11: rules[0].then must be approve, review or deny.',
    })
    await carl.fills({ File: 'rules: [\n', 'File, part 2': '' })
    await carl.submits('Preview')
    await carl.waitsFor((person) => person.formErrors.File)
    expect(world.logs.join('')).not.toContain('aprove')
  })

  story('puts a long file together from its parts', async (context) => {
    const { world } = await begin(context)
    await asks(world)
    const denials = Array.from({ length: 60 }, (_, index) => ({
      ...closed,
      name: `closed ${index}`,
      when: { user: 'UBEA' },
    }))
    const lines = yaml({ rules: [...denials, closed] }).split('\n')
    const third = Math.ceil(lines.length / 3)
    const [one = '', two = '', three = ''] = [0, 1, 2].map((at) => lines.slice(at * third, (at + 1) * third).join('\n'))
    const seen = await previews(world, one, { 'File, part 2': two, 'File, part 3': three })
    expect(seen).toContain('would be denied by the rule “closed”')
  })

  story('asks who may see it at each click', async (context) => {
    const { world } = await begin(context, {
      env: { ADMINS: 'S0ADM' },
      slack: { groups: [{ id: 'S0ADM', users: ['UCARL'] }] },
    })
    const { carl, slack, clock } = world
    await carl.types('/dremio-pat admin policy')
    await carl.waitsFor(policyRules.title)
    await carl.presses(buttons.previewPolicy)
    await carl.waitsFor((person) => person.form?.submit === 'Preview')
    slack.ungroup('S0ADM')
    clock.pass(2 * MINUTE)
    await carl.fills({ File: yaml(files.closed) })
    await carl.submits('Preview')
    await carl.waitsFor('bot admin')
    expect(carl.sees()).not.toContain('Nothing has changed.')
  })

  story('says what it cannot know, and counts that apart', async (context) => {
    const { world } = await begin(context, { slack: { groups: [{ id: 'S0CON', users: ['UBEA'] }] } })
    await claimed(world, { label: 'warehouse' })
    await world.ana.presses(buttons.confirmReceipt)
    await asks(world)
    world.slack.fail('usergroups.users.list', { error: 'fatal_error' }, { times: 20 })
    const grouped = { ...closed, name: 'contractors', when: { inGroup: 'S0CON' } }
    const seen = await previews(world, yaml({ rules: [grouped, ours] }))
    expect(seen).toContain(words.headings.notKnown({ amount: 2 }))
    expect(seen).toContain(words.notKnown.groups({ groups: ['S0CON'] }))
    expect(seen).toContain(words.nothingKnown)
    expect(seen).not.toContain(words.nothing)
  })

  story('does not know what a manager whom it cannot read would change, nor about people who left', async (context) => {
    const { world } = await begin(context)
    const { slack, clock } = world
    await asks(world)
    slack.scopes.delete('users.profile:read')
    const asksManagers = { ...ours, approvers: ['manager'], fallback: ['user:UCARL'] }
    const seen = await previews(world, yaml({ rules: [asksManagers] }))
    expect(seen).toContain(words.notKnown.manager)
    // Without anybody else the switch would deny it, so that is what is said.
    await world.carl.fills({ File: yaml({ rules: [{ ...ours, approvers: ['manager'] }] }) })
    await world.carl.submits('Preview')
    await world.carl.waitsFor('I can’t see who that is')
    slack.change('UANA', { deleted: true })
    clock.pass(2 * MINUTE)
    await world.carl.fills({ File: yaml(files.closed) })
    await world.carl.submits('Preview')
    await world.carl.waitsFor(words.notKnown.person)
  })

  story('shows the most important of three hundred, and sends a file with all of them', async (context) => {
    const { world } = await begin(context)
    const { carl } = world
    await isFull(world)
    const seen = await previews(world, yaml(files.closed))
    expect(seen).toContain('Checked 300 open requests and 300 active tokens.')
    expect(seen).toContain(words.headings.requests({ amount: 300 }))
    expect(seen).toContain(words.headings.breaks({ amount: 300 }))
    expect(seen).toContain(`${words.more({ amount: 560 })} ${words.fileSent}`)
    const file = await carl.waitsFor(() => carl.messages.flatMap(({ files }) => files)[0])
    expect(file.name).toBe('policy-preview.csv')
    expect(file.content.trim().split('\r\n')).toHaveLength(601)
  })

  story('says so if it may send no files', async (context) => {
    const { world } = await begin(context)
    world.slack.scopes.delete('files:write')
    await isFull(world)
    expect(await previews(world, yaml(files.closed))).toContain(words.fileNotSent)
  })
})

/** Three hundred open requests of Ana's and three hundred tokens of Bea's. */
async function isFull(world: World): Promise<void> {
  const now = world.clock.now()
  await withStore(world, async ({ requests, tokens }) => {
    for (let index = 0; index < 300; index += 1) {
      await requests.create(
        aRequest({
          ...{ id: index.toString(36).padStart(8, 'k'), requester: 'UANA', label: `report ${index}`, rule: 'ours' },
          ...{ requestedAt: now, lapsesAt: now + DAY, approvers: ['UBEA'], reason: 'Reports' },
          reviewerRoles: { UBEA: { entries: ['user:UBEA'] } },
        }),
      )
      await tokens.add(
        aToken({
          ...{ tid: randomUUID(), uid: uids.bea, owner: 'UBEA', label: `chart ${index}` },
          ...{ createdAt: now, expiresAt: now + 30 * DAY },
        }),
      )
    }
  })
}

describe('the command', () => {
  story('names each request and token, as text, JSON and CSV, and tells by its exit code', async (context) => {
    const { world } = await begin(context)
    await claimed(world, { label: 'warehouse' })
    await world.ana.presses(buttons.confirmReceipt)
    await asks(world)
    const file = policyFile(context, files.closed)
    // Rate limits end by themselves.
    const kept = async () => (await world.redis.dump()).split('\n').filter((line) => !line.includes('}:limit:'))
    const before = await kept()
    const { code, document, stderr } = await previewedBy(world, file)
    expect([code, stderr]).toEqual([2, ''])
    expect(document).toMatchObject({
      differs: true,
      isWhole: true,
      counts: { requests: { denied: 1 }, tokens: { breaks: 1 } },
      requests: [{ label: 'tableau', state: 'pending', outcome: 'denied' }],
      tokens: [{ label: 'warehouse', outcome: 'breaks', breaks: ['denied'], breaksToday: [] }],
    })
    const [request, token] = [document.requests[0]?.id ?? '', document.tokens[0]?.id ?? '']
    const csv = await run(world.env, file, '--format', 'csv')
    expect(csv.code).toBe(2)
    expect(csv.stdout.split('\r\n')).toEqual([
      'kind,id,person,label,outcome,because,breaks_today',
      expect.stringContaining(`request,${request},UANA,tableau,denied,`),
      expect.stringContaining(`token,${token},UANA,warehouse,breaks,`),
      '',
    ])
    const text = await run(world.env, file, '--format', 'text')
    expect(text.stdout).toContain(`UANA · "tableau" · request ${request} · waiting now, would be denied`)
    expect(text.stdout).toContain(`token ${token}`)
    expect(await kept()).toEqual(before)
  })

  story('ends with 0 if nothing would be decided otherwise', async (context) => {
    const { world } = await begin(context)
    await asks(world)
    const { code, document } = await previewedBy(world, policyFile(context, files.renamed))
    expect(code).toBe(0)
    expect(document).toMatchObject({ differs: false, requests: [], counts: { requests: { same: 1 } } })
  })

  story('ends with 1 for a wrong file, with line and column, and for what could not be read', async (context) => {
    const { world } = await begin(context, { slack: { groups: [{ id: 'S0CON', users: ['UBEA'] }] } })
    await asks(world)
    const wrong = policyFile(context, {})
    writeFileSync(wrong, 'version: 1\nlifetime: { max: 500d }\n')
    expect(await run(world.env, wrong)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('line 2, column 18: lifetime.max must not be above 180 days'),
    })
    expect(await run(world.env, '/no/such/file')).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') })
    expect(await run(world.env)).toMatchObject({ code: 1, stderr: expect.stringContaining('policy preview FILE') })
    world.slack.scopes.delete('usergroups:read')
    const grouped = { ...closed, when: { inGroup: 'S0CON' } }
    const { code, document } = await previewedBy(world, policyFile(context, { rules: [grouped, ours] }))
    expect(code).toBe(1)
    expect(document).toMatchObject({ isWhole: false, requests: [{ outcome: 'unknown' }] })
  })
})

describe('what the preview says is what the switch does', () => {
  /** The request as it stands: what people see of it. */
  async function standing(world: World) {
    const found: Record<string, object> = {}
    await withStore(world, async ({ requests }) => {
      for (const id of Object.keys(await openIds(requests))) {
        const request = await requests.find(id)
        if (!request) continue
        const { state, lifetime, rule, quorum } = request
        found[request.label] = { state, lifetime, rule, ...(state === 'pending' && { quorum }) }
      }
    })
    return found
  }

  async function openIds(requests: RedisStore['requests']): Promise<Record<string, true>> {
    const ids: Record<string, true> = {}
    for await (const { id } of requests.everyOpen()) ids[id] = true
    return ids
  }

  for (const change of Object.keys(files) as Change[]) {
    story(change, async (context) => {
      const { world, path } = await begin(context)
      const { bea, bot, clock, slack } = world
      await approved(world, { label: 'warehouse' })
      await asks(world)
      await bea.waitsFor('Why you:')
      await slack.quiet()
      const ids: string[] = []
      await withStore(world, async ({ requests }) => void ids.push(...Object.keys(await openIds(requests))))
      const before = await standing(world)
      const other = policyFile(context, remindingAlways(files[change]))
      const { document } = await previewedBy(world, other)
      writeFileSync(path, yaml(files[change]))
      clock.pass(MINUTE)
      await bot.rereadPolicy()
      await bot.look()
      await slack.quiet()
      const after: Record<string, object> = {}
      await withStore(world, async ({ requests }) => {
        for (const id of ids) {
          const request = await requests.find(id)
          if (request)
            after[request.label] = { state: request.state, lifetime: request.lifetime, quorum: request.quorum }
        }
      })
      for (const [label, found] of Object.entries(after)) {
        const previewed = document.requests.find((one) => one.label === label)
        const stood = before[label] as { state: string; lifetime: number }
        expect({ label, ...found }).toMatchObject({
          label,
          state: previewed?.other?.state ?? stood.state,
          lifetime: previewed?.other?.lifetime ?? stood.lifetime,
        })
      }
      expect(cardOf(world)).toBeDefined()
      // Once it is in use, it would change nothing more.
      const again = await previewedBy(world, path)
      expect(again.document.requests).toEqual([])
    })
  }
})
