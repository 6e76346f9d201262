// Connecting: choosing a tool, what it is told here, which token is meant, and the secret nowhere in it.

import { afterEach, describe, expect, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore } from './sign-in-story.ts'
import { claimed, foreseen, secretsBefore } from './story.ts'

let world: World
afterEach(() => world.close())

async function begin(options?: WorldOptions): Promise<World> {
  world = await startWorld(options)
  return world
}

/** Types `connect …`; what is answered. */
async function connects(words = ''): Promise<string> {
  const { ana } = world
  ana.reload()
  await ana.types(`/dremio-pat connect ${words}`)
  await ana.waitsFor((person) => person.ephemerals.length === 1)
  return ana.sees()
}

describe('choosing a tool', () => {
  test('is done in a private message, which is replaced by each choice; another one is the way back', async () => {
    const { ana, bea, slack, redis } = await begin()
    const menu = await connects()
    expect(menu).toMatch(/^\(only visible to you\).*\nHow to connect\n\[Which tool\? v\]\n/)
    expect(menu).toContain(`User name: \`$token\`, ${english.connect.remarks.dollarToken}`)
    expect(menu).not.toContain('jdbc:arrow-flight-sql')

    await ana.picks('DBeaver')
    const dbeaver = await ana.waitsFor('Connect with DBeaver\n[DBeaver v]')
    expect(dbeaver).toContain('jdbc:arrow-flight-sql://DATA_HOST:443/?token=YOUR_ENCODED_TOKEN')
    expect(dbeaver).not.toContain('How to connect')

    await ana.picks('Power BI')
    await ana.waitsFor('Connect with Power BI\n[Power BI v]')
    expect(ana.sees()).toContain('Server: `adbc://DATA_HOST`')
    await ana.picks('Another tool')
    await ana.waitsFor('Connect another tool\n[Another tool v]')
    expect(ana.sees()).toContain(`User name: \`$token\`, ${english.connect.remarks.dollarToken}`)

    await slack.quiet()
    expect(ana.ephemerals).toHaveLength(1)
    expect(ana.messages).toEqual([])
    expect(bea.sees()).toBe('')
    expect(slack.requests.filter(({ method }) => method === 'response_url')).toHaveLength(4)
    // Nothing but that these clicks were seen, and counted, and which policy is in use.
    expect(
      (await redis.dump()).split('\n').filter((line) => !/:seen:|:limit:UANA:act|:policy-version/.test(line)),
    ).toEqual([])
  })

  test('knows the control plane', async () => {
    const { ana } = await begin({ env: { DREMIO_REGION: 'eu' } })
    await connects()
    await ana.picks('Tableau')
    await ana.waitsFor('Region: `Europe`')
  })

  test('says which host to find out where Dremio has an address of its own', async () => {
    const { ana, dremio } = await begin()
    await connects()
    await ana.picks('JDBC (Arrow Flight SQL)')
    const jdbc = await ana.waitsFor('jdbc:arrow-flight-sql://DATA_HOST:443/')
    expect(jdbc).toContain('Replace `DATA_HOST` with your network’s name for Arrow Flight')
    await ana.picks('curl (REST)')
    await ana.waitsFor(`${dremio.url}/v0/projects`)
  })

  test('fills in the Dremio user name on Software, once that is known', async () => {
    const { ana, dremio } = await begin({ dremio: { edition: 'software' } })
    const { hostname } = new URL(dremio.url)
    await connects()
    await ana.picks('DBeaver')
    expect(await ana.waitsFor('Username: `YOUR_USER_NAME`')).toContain(`jdbc:arrow-flight-sql://${hostname}:32010`)
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user')
    await connects()
    await ana.picks('Tableau')
    expect(await ana.waitsFor('Username: `ana@acme.test`')).toContain(`Server: \`${hostname}\`\nPort: \`31010\``)
  })

  test('by its name works too, where no token is called so', async () => {
    const { ana } = await begin()
    await connects('power bi')
    await ana.waitsFor('Connect with Power BI')
    await connects('dbt')
    await ana.waitsFor('Connect with dbt')
    for (const words of ['PowerBI', 'power-bi']) expect(await connects(words)).toContain('Connect with Power BI')
    expect(await connects('python')).toContain('Connect with Python (Arrow Flight)')
    expect(await connects('sqlalchemy')).toContain('Connect with Python (SQLAlchemy), Superset')
  })

  test('in a menu of an older version leads to today’s', async () => {
    const { ana, slack } = await begin()
    await connects()
    const press = await ana.picks('dbt')
    await ana.waitsFor('Connect with dbt')
    const { response_url } = JSON.parse(new URLSearchParams(press.sent.body).get('payload') ?? '{}')
    const gone = { type: 'static_select', block_id: 'b', selected_option: { value: 'fax machine' } }
    await slack.dispatch.blockAction('UANA', { response_url, actions: [{ ...gone, action_id: 'connect.client' }] })
    await ana.waitsFor('How to connect\n[Which tool? v]')
    expect(ana.ephemerals).toHaveLength(1)
  })

  test('is for whoever is served only, also in a menu that is on the screen already', async () => {
    const { ana, slack } = await begin()
    await connects()
    slack.change('UANA', { isRestricted: true })
    world.clock.pass(2 * 60_000)
    await ana.picks('dbt')
    await ana.waitsFor(english.identityFailures.person.guest)
    expect(ana.sees()).not.toContain('Connect with dbt')
    expect(await connects()).toContain(english.identityFailures.person.guest)
  })
})

describe('a token that is named', () => {
  test('by label or id is told with when it ends, through every choice', async () => {
    const { ana, dremio } = await begin()
    const { tid } = dremio.mint(uids.ana, { label: 'tableau work', lifetime: 7 * DAY })
    dremio.mint(uids.ana, { label: 'dbt nightly', lifetime: 30 * DAY })
    for (const words of ['tableau work', 'TABLEAU', tid, tid.slice(0, 8)]) {
      expect(await connects(words)).toContain('How to connect\ntableau work · expires in 7 days · ')
    }
    await ana.picks('Tableau')
    await ana.waitsFor('Connect with Tableau\ntableau work · expires in 7 days · ')
    await ana.picks('Another tool')
    await ana.waitsFor('Connect another tool\ntableau work · expires')
  })

  test('is told without asking Dremio again, if it was made here', async () => {
    const { ana, dremio } = await begin()
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    expect(await connects('tableau')).toContain('tableau · expires in 30 days · ')
    const before = dremio.requests.length
    await ana.picks('dbt')
    await ana.waitsFor('Connect with dbt\ntableau · expires in 30 days · ')
    expect(dremio.requests).toHaveLength(before)
  })

  test('is asked for where the words match several', async () => {
    const { ana, dremio } = await begin()
    for (const label of ['tableau work', 'tableau home', 'dbt']) dremio.mint(uids.ana, { label })
    const [work] = dremio.tokensOf(uids.ana)
    const question = await connects('tableau')
    expect(question).toContain(english.connect.whichToken)
    expect(question).toContain('• tableau work · expires')
    expect(question).toContain(work?.tid.slice(0, 8))
    await ana.picks(`tableau work (${work?.tid.slice(0, 8)})`)
    await ana.waitsFor('How to connect\ntableau work · expires')
    expect(ana.ephemerals).toHaveLength(1)
    await ana.picks('ODBC (Arrow Flight SQL)')
    await ana.waitsFor('Connect with ODBC (Arrow Flight SQL)\ntableau work · expires')
  })

  test('is a working one before one that has expired; one that has is said to be such', async () => {
    const { dremio, clock } = await begin()
    dremio.mint(uids.ana, { label: 'tableau', lifetime: DAY })
    clock.pass(2 * DAY)
    expect(await connects('tableau')).toContain('tableau · expired 24 hours ago')
    dremio.mint(uids.ana, { label: 'tableau', lifetime: 7 * DAY })
    expect(await connects('tableau')).toContain('tableau · expires in 7 days')
  })

  test('and unknown gets the usual words', async () => {
    const { dremio } = await begin()
    expect(await connects('nothing like it')).toContain(
      english.failures.noTokenCalled({ words: 'nothing like it', labels: [], isSure: true }),
    )
    dremio.mint(uids.ana, { label: 'dbt' })
    expect(await connects('nothing like it')).toContain(
      english.failures.noTokenCalled({ words: 'nothing like it', labels: ['dbt'], isSure: true }),
    )
  })

  test('and gone since is not told any more, but how to connect is', async () => {
    const { ana, dremio } = await begin()
    const { tid } = dremio.mint(uids.ana, { label: 'tableau' })
    await connects('tableau')
    await ana.types(`/dremio-pat revoke ${tid}`)
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau is revoked.')
    await ana.picks('dbt')
    expect(await ana.waitsFor('Connect with dbt')).not.toContain('tableau ·')
  })

  test('may be one that only Dremio knows: whoever is not signed in is offered to', async () => {
    const { ana } = await begin({ method: 'oauth' })
    const words = await connects('externalTokens')
    expect(words).toContain(english.connect.unknownToken)
    expect(linkBefore(ana)).toMatch(/^http/)
    await connects('tableau')
    await ana.waitsFor('Connect with Tableau')
  })
})

describe('How do I connect?, on the message with the secret', () => {
  test('names that token, leaves the message where it is, and holds no secret whatever is chosen', async () => {
    const { ana } = await begin()
    const secret = await claimed(world)
    await ana.presses('How do I connect?')
    await ana.waitsFor('Connect with Tableau\ntableau · expires in 30 days · ')
    const tools = ['JDBC (Arrow Flight SQL)', 'Python (Arrow Flight)', 'dbt', 'curl (REST)', 'Another tool']
    for (const tool of tools) {
      await ana.picks(tool)
      const title = tool === 'Another tool' ? english.connect.titleForOther : english.connect.titleFor({ tool })
      await ana.waitsFor(`${title}\ntableau · expires`)
      expect(JSON.stringify(ana.ephemerals.at(-1))).not.toContain(secret)
    }
    expect(ana.ephemerals).toHaveLength(2)
    expect(secretsBefore(ana)).toEqual([secret])
  })
})

describe('the request form', () => {
  test.each([
    ['cloud', 'dremio-cloud'],
    ['software', 'current'],
  ] as const)('says on %s when no token is needed, before and after it is filled in', async (edition, docs) => {
    const { ana } = await begin({ dremio: { edition } })
    await ana.types('/dremio-pat create tableau')
    const form = await ana.waitsFor(foreseen)
    expect(form).toContain(
      ana.reads(
        english.requestForm.oauth({
          withAssistants: edition === 'cloud',
          page: `https://docs.dremio.com/${docs}/security/authentication`,
        }),
      ),
    )
  })
})
