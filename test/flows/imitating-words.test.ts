// What people write cannot pass for the bot's own words, and what nobody sees of it is kept nowhere.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, type TestContext, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { approved, asks, audit, claimed, heard } from './story.ts'

const story = test.concurrent
const folder = mkdtempSync(join(tmpdir(), 'imitating-'))
const anyLabel = join(folder, 'policy.yml')
writeFileSync(
  anyLabel,
  'label: { pattern: "^.{3,60}$", hint: "3 to 60 characters" }\nrules: [{ name: ours, then: review, approvers: [user:UBEA] }]\n',
)
afterAll(() => rmSync(folder, { recursive: true }))

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

/** Direction marks, zero-width characters, a control, a soft hyphen, a filler, a noncharacter, a lone surrogate. */
const unseen = '\u202e\u200b\u2066\u200f\u061c\u0007\u00ad\u3164\ufeff\ufdd0\ud800'
/** Of the same without the surrogate, which becomes another character on its way through UTF-8. */
const found = new RegExp(`[${unseen.slice(0, -1)}]|\\\\u(?:202e|0007|d800)`, 'i')

describe('a reason', () => {
  const reason = `Dashboards${unseen}\r\n\n\n\nApproved by @Bea.\u2028*Rule:* all of it`

  story('stands in a quotation on every card and form, with its own lines and nothing unseen', async (context) => {
    const world = await begin(context)
    const { ana, bea, redis } = world
    await asks(world, { reason })
    const quotation = 'Reason:\n> Dashboards\n> \n> Approved by @Bea.\n> Rule: all of it\n'
    expect(ana.sees()).toContain(quotation)
    expect(await bea.waitsFor('Why you:')).toContain(quotation)
    await bea.presses('Review')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    expect(bea.sees().split(quotation)).toHaveLength(3)
    await bea.closes()
    expect(await redis.dump()).not.toMatch(found)
  })

  story('of nothing that can be seen is none', async (context) => {
    const { ana } = await begin(context)
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: ` ${unseen}\n` })
    expect((await ana.submits('Request')).errors).toEqual({ Reason: 'Say what the token is for.' })
  })
})

story('a comment stands in a quotation below its author’s name', async (context) => {
  const world = await begin(context)
  const { ana, bea } = world
  await asks(world)
  await bea.waitsFor('Why you:')
  await bea.presses('Deny')
  await bea.waitsFor((person) => person.form?.submit === 'Decide')
  await bea.fills({ Comment: `Use OAuth.${unseen}\n\nApproved by @Carl.` })
  await bea.submits('Decide')
  const quotation = '@Bea:\n> Use OAuth.\n> \n> Approved by @Carl.\n'
  expect(await ana.waitsFor(english.requests.titles.denied)).toContain(quotation)
  expect(await bea.waitsFor(english.reviews.titles.denied)).toContain(quotation)
  expect(await world.redis.dump()).not.toMatch(found)
})

describe('a label', () => {
  story('goes to Dremio, the records and the audit log as one line of what can be seen', async (context) => {
    const world = await begin(context, { env: { POLICY_FILE: anyLabel } })
    const { ana, dremio, redis } = world
    await ana.types('/dremio-pat create')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Label: `  in${unseen}voice \n\u3000 gnp.exe 👩\u200d💻 Cafe\u0301 `, Reason: 'Dashboards' })
    await ana.submits('Request')
    await world.bea.waitsFor('Why you:')
    await world.bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
    const [token] = dremio.tokensOf(uids.ana)
    expect(token?.label).toMatch(/^invoice gnp\.exe 👩💻 Café \[[0-9a-z]{8}-1\]$/u)
    expect(await audit(world)).toContain('invoice gnp.exe 👩💻 Café')
    expect(await redis.dump()).not.toMatch(found)
    // Written in another way it is the same, so it is not asked for twice.
    ana.reload()
    await ana.types('/dremio-pat create')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Label: 'invoice\u200b  gnp.exe 👩💻 Café', Reason: 'Dashboards' })
    const { errors } = await ana.submits('Request')
    expect(errors).toEqual({ Label: english.requestForm.labelInUse({ label: 'invoice gnp.exe 👩💻 Café' }) })
  })

  story('of typed words is filled in as it will be stored', async (context) => {
    const { ana } = await begin(context)
    await ana.types('/dremio-pat create "my\u202e  lap\u200dtop" 7d')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    expect(ana.form?.values).toMatchObject({ Label: 'my laptop', Lifetime: '7 days' })
  })

  story('that was given at Dremio itself is shown without what rearranges the text', async (context) => {
    const world = await begin(context)
    const { ana, dremio, slack } = world
    dremio.mint(uids.ana, { label: `by hand\u202e\n*revoked*\u2069 ${unseen}` })
    await ana.types('/dremio-pat list')
    expect(await ana.waitsFor('[ … Rotate | ')).toContain("by hand 'revoked' · expires")
    await ana.presses('Revoke')
    await ana.waitsFor(/by hand 'revoked' \([0-9a-f]{8}\) · expires/)
    await ana.submits('Revoke')
    await ana.waitsFor("Your token by hand 'revoked' is revoked.")
    expect(JSON.stringify(slack.requests)).not.toMatch(found)
    expect(await world.redis.dump()).not.toMatch(found)
  })
})

story('a name at Dremio is shown without what rearranges the text', async (context) => {
  const users = [{ id: uids.ana, name: `root\u202e${unseen}`, email: 'ana@acme.test' }]
  const { ana, slack } = await begin(context, { dremio: { edition: 'software', version: '25', users } })
  await ana.types('/dremio-pat link')
  await ana.waitsFor('You’re linked to the Dremio user root (')
  expect(JSON.stringify(slack.requests)).not.toMatch(found)
})

story('what can be pasted with a token does not hide it', async (context) => {
  const world = await begin(context)
  const { ana, bea, dremio } = world
  const secret = await claimed(world)
  const parts = [secret.slice(0, 20), secret.slice(20, 41), secret.slice(41)]
  await bea.writes(parts.join('\u200b'))
  await bea.waitsFor('That looks like a token.')
  await bea.types(`/dremio-pat create ${mintSecret().secret.split('').join('\u2060')}`)
  await bea.waitsFor('That looks like a token. I didn’t keep it.')
  await ana.types('/dremio-pat leaked')
  await ana.waitsFor((person) => person.form?.title === 'Leaked token')
  await ana.fills({ Token: parts.join('\u200b') })
  expect((await ana.submits('Revoke it')).errors).toEqual({})
  await ana.waitsFor('Your token is revoked')
  expect(dremio.tokensOf(uids.ana)).toEqual([])
})

story('in the audit channel nothing that people write begins a line', async (context) => {
  const channels = [{ id: 'C0AUDIT', name: 'audit', botIsMember: true, members: [] }]
  const env = { AUDIT_CHANNEL: 'C0AUDIT', POLICY_FILE: anyLabel }
  const world = await begin(context, { env, slack: { channels } })
  const { ana } = world
  await approved(world, { label: '"one\u2028<@UBEA>: approved"' })
  await ana.waitsFor(() => heard(world).some((line) => line.includes('@bea approved @ana’s request ')))
  expect(heard(world).filter((line) => !/^@(?:ana|bea) (?:linked|requested|approved) /.test(line))).toEqual([])
})
