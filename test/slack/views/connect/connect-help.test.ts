// Connection help: which hosts, user names and placeholders each tool is told, by edition, region and network; never a token.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { DAY } from '../../../../src/core/time/duration.ts'
import type { TokenSummary } from '../../../../src/core/tokens/token.ts'
import { looksLikeSecret } from '../../../../src/core/tokens/token-value.ts'
import { anotherTool, clients } from '../../../../src/slack/connect/clients.ts'
import { endpointsOf } from '../../../../src/slack/connect/endpoints.ts'
import { type Client, ENCODED_TOKEN, TOKEN, USER_NAME, userNameIn } from '../../../../src/slack/connect/snippet.ts'
import type { DremioPlace } from '../../../../src/slack/interaction.ts'
import { connectMessage } from '../../../../src/slack/views/connect/connect-help.ts'
import { english } from '../../../../src/words/words.ts'
import { mintSecret } from '../../../world/dremio/secrets.ts'
import { asked, onCloud, read } from '../../reading.ts'

const us: DremioPlace = onCloud
const eu: DremioPlace = { edition: 'cloud', region: 'eu', apiUrl: 'https://api.eu.dremio.cloud' }
const privateLink: DremioPlace = { ...us, apiUrl: 'https://acme.api.privatelink.dremio.cloud' }
const proxied: DremioPlace = { ...eu, apiUrl: 'https://dremio.internal' }
const software: DremioPlace = { edition: 'software', region: 'us', apiUrl: 'https://dremio.acme.test:9047' }
const places = { us, eu, privateLink, proxied, software }

const everyTool: readonly Client[] = [...clients, anotherTool]
const everyAnswer = Object.entries(places).flatMap(([where, dremio]) =>
  everyTool.map((client) => [`${client.id}, ${where}`, dremio, client] as const),
)

const token: TokenSummary = {
  tid: '6c2cda83-f2be-43ea-bf51-adda9c101023',
  label: 'tableau',
  expiresAt: asked + 7 * DAY,
  endsAt: asked + 7 * DAY,
  state: 'active',
  madeHere: true,
  working: false,
}

function tool(id: string): Client {
  const found = everyTool.find((one) => one.id === id)
  if (!found) throw new Error(`There is no tool ${id}`)
  return found
}

const told = (id: string, dremio: DremioPlace, user = 'ana@acme.test') =>
  read(connectMessage(english, { dremio, user, client: tool(id), now: asked }))

describe('hosts', () => {
  test.each([
    [us, 'data.dremio.cloud:443', 'sql.dremio.cloud:443'],
    [eu, 'data.eu.dremio.cloud:443', 'sql.eu.dremio.cloud:443'],
    // The address that is called says where the tokens are, whatever else is configured.
    [{ ...us, apiUrl: 'https://api.eu.dremio.cloud' }, 'data.eu.dremio.cloud:443', 'sql.eu.dremio.cloud:443'],
    [privateLink, 'acme.data.privatelink.dremio.cloud:443', undefined],
    [proxied, 'DATA_HOST:443', undefined],
    [{ ...us, apiUrl: 'https://api.dremio.cloud.evil.test' }, 'DATA_HOST:443', undefined],
    [software, 'dremio.acme.test:32010', 'dremio.acme.test:31010'],
    [{ ...software, apiUrl: 'http://127.0.0.1:9047' }, '127.0.0.1:32010', '127.0.0.1:31010'],
  ] as [DremioPlace, string, string | undefined][])('of %j', (place, flight, legacy) => {
    const { flight: data, legacy: older } = endpointsOf(place)
    expect(`${data.host}:${data.port}`).toBe(flight)
    expect(older && `${older.host}:${older.port}`).toBe(legacy)
  })

  test('that nobody can know are said to be such, wherever they stand', () => {
    const words = english.connect.caveats.ownAddress({ host: 'dremio.internal', placeholder: 'DATA_HOST' })
    for (const client of everyTool) {
      const text = told(client.id, proxied)
      expect([client.id, text.includes('DATA_HOST')]).toEqual([client.id, text.includes(words)])
      expect(text).not.toMatch(/(data|sql|api)\.(eu\.)?dremio\.cloud/)
    }
    expect(told('jdbc', software)).toContain(english.connect.caveats.sameHost({ host: 'dremio.acme.test' }))
    expect(told('curl', software)).not.toContain('usual port')
    expect(told('jdbc', us)).not.toMatch(/usual port|its own address|PrivateLink/)
    expect(told('power-bi', privateLink)).toContain(english.connect.caveats.privateLink)
    expect(told('tableau', privateLink)).toContain('Region only knows public addresses.')
  })
})

describe('each tool is told', () => {
  test.each([
    ['jdbc', us, `jdbc:arrow-flight-sql://data.dremio.cloud:443/?token=${ENCODED_TOKEN}`],
    ['jdbc', eu, `jdbc:arrow-flight-sql://data.eu.dremio.cloud:443/?token=${ENCODED_TOKEN}`],
    ['jdbc', privateLink, `jdbc:arrow-flight-sql://acme.data.privatelink.dremio.cloud:443/?token=${ENCODED_TOKEN}`],
    [
      'jdbc',
      software,
      `jdbc:arrow-flight-sql://dremio.acme.test:32010/?user=ana%40acme.test&password=${ENCODED_TOKEN}`,
    ],
    ['odbc', us, `Host=data.dremio.cloud;Port=443;UseEncryption=true;Token={${TOKEN}}`],
    ['odbc', eu, `Host=data.eu.dremio.cloud;Port=443;UseEncryption=true;Token={${TOKEN}}`],
    ['odbc', software, `Host=dremio.acme.test;Port=32010;UseEncryption=true;UID=ana@acme.test;PWD={${TOKEN}}`],
    ['python-flight', us, 'flight.FlightClient("grpc+tls://data.dremio.cloud:443")'],
    ['python-flight', eu, 'flight.FlightClient("grpc+tls://data.eu.dremio.cloud:443")'],
    ['python-flight', software, 'flight.FlightClient("grpc+tls://dremio.acme.test:32010")'],
    [
      'python-sqlalchemy',
      us,
      `URI: \`dremio+flight://data.dremio.cloud:443/?token=${ENCODED_TOKEN}&UseEncryption=true\``,
    ],
    ['python-sqlalchemy', eu, 'f"dremio+flight://data.eu.dremio.cloud:443/?token={token}&UseEncryption=true"'],
    [
      'python-sqlalchemy',
      software,
      `URI: \`dremio+flight://ana%40acme.test:${ENCODED_TOKEN}@dremio.acme.test:32010/?UseEncryption=true\``,
    ],
    ['dbt', us, 'cloud_host: api.dremio.cloud\n'],
    ['dbt', eu, 'cloud_host: api.eu.dremio.cloud\n'],
    ['dbt', privateLink, 'cloud_host: acme.api.privatelink.dremio.cloud\n'],
    ['dbt', us, 'user: ana@acme.test\n'],
    [
      'dbt',
      software,
      'software_host: dremio.acme.test\n      port: 9047\n      user: ana@acme.test\n      use_ssl: true\n',
    ],
    ['dbt', { ...software, apiUrl: 'https://dremio.acme.test' }, 'port: 443\n'],
    ['dbt', { ...software, apiUrl: 'http://localhost' }, 'port: 80\n      user: ana@acme.test\n      use_ssl: false\n'],
    ['dbeaver', us, `JDBC URL: \`jdbc:arrow-flight-sql://data.dremio.cloud:443/?token=${ENCODED_TOKEN}\``],
    ['dbeaver', eu, 'Username: leave it empty\nPassword: leave it empty'],
    ['dbeaver', software, 'JDBC URL: `jdbc:arrow-flight-sql://dremio.acme.test:32010`\nUsername: `ana@acme.test`'],
    ['tableau', us, 'Region: `US`, or the server `sql.dremio.cloud` in 2024.3 and older'],
    ['tableau', eu, 'Region: `Europe`, or the server `sql.eu.dremio.cloud` in 2024.3 and older'],
    ['tableau', software, 'Server: `dremio.acme.test`\nPort: `31010`, 32010 if you select'],
    ['power-bi', us, 'Server: `adbc://data.dremio.cloud`'],
    ['power-bi', eu, 'Server: `adbc://data.eu.dremio.cloud`'],
    ['power-bi', software, 'Server: `adbc://dremio.acme.test`'],
    ['curl', us, `curl -H "Authorization: Bearer ${TOKEN}" https://api.dremio.cloud/v0/projects`],
    ['curl', eu, 'https://api.eu.dremio.cloud/v0/projects'],
    ['curl', software, `curl -H "Authorization: Bearer ${TOKEN}" https://dremio.acme.test:9047/api/v3/catalog`],
    ['other', us, 'User name: `$token`, including the dollar sign'],
    ['other', eu, '`jdbc:dremio:direct=sql.eu.dremio.cloud:443;ssl=true`'],
    ['other', software, `User name: \`ana@acme.test\`, ${english.connect.remarks.ownUserName}`],
  ] as [string, DremioPlace, string][])('%s: %j', (id, place, words) => {
    expect(told(id, place)).toContain(words)
  })

  test.each([
    [us, { cloud_host: 'api.dremio.cloud', cloud_project_id: 'PROJECT_ID', use_ssl: true }],
    [software, { software_host: 'dremio.acme.test', port: 9047, use_ssl: true }],
  ])('a dbt profile that is YAML: %j', (place, settings) => {
    const { code = [] } = tool('dbt')[place.edition]({
      ...endpointsOf(place),
      user: 'ana@acme.test',
      words: english.connect,
    })
    const { my_project: profile } = parse(code.join('\n'))
    expect(profile.target).toBe('dev')
    expect(profile.outputs.dev).toMatchObject({ type: 'dremio', user: 'ana@acme.test', pat: TOKEN, ...settings })
  })

  // On Cloud the token says who it is; Software wants a name beside it, where a password is asked for.
  test.each([
    ['jdbc', english.connect.notes.noUserNameOrPassword, 'user=ana'],
    ['odbc', english.connect.notes.noUidOrPwd, 'UID=ana'],
    ['python-flight', 'No user name.', 'No user name.'],
    ['dbeaver', 'Username: leave it empty', 'Username: `ana`'],
    ['tableau', 'No user name.', 'Username: `ana`'],
    ['power-bi', 'No user name.', 'username `ana`'],
  ])('its form of user name: %s', (id, cloud, onSoftware) => {
    for (const place of [us, eu, privateLink, proxied]) {
      expect(told(id, place, 'ana')).toContain(cloud)
      expect(told(id, place, 'ana')).not.toMatch(/\bana\b/)
    }
    expect(told(id, software, 'ana')).toContain(onSoftware)
  })

  test('a user name that would need quoting is left to the person', () => {
    expect(userNameIn('ana.b_c+d-e@acme.test')).toBe('ana.b_c+d-e@acme.test')
    for (const name of [undefined, '', 'two words', 'a`b', 'a;b', 'a"b', 'a{b}', 'ü', '<ana>', 'a'.repeat(300)])
      expect(userNameIn(name)).toBe(USER_NAME)
  })

  test.each(everyAnswer)('where the token goes: %s', (_which, dremio, { id }) => {
    const text = told(id, dremio)
    expect(text).toMatch(new RegExp(`${TOKEN}|${ENCODED_TOKEN}`))
    expect(text).toContain('Keep it in a password manager or your tool’s secret settings')
    expect(text.includes('`+` becomes `%2B`')).toBe(
      text.includes(`=${ENCODED_TOKEN}`) || text.includes(`:${ENCODED_TOKEN}`),
    )
  })

  test.each(everyAnswer)('Dremio’s page, and the menu with itself in it: %s', (_which, dremio, client) => {
    const text = told(client.id, dremio)
    const root =
      dremio.edition === 'cloud' ? 'https://docs.dremio.com/dremio-cloud/' : 'https://docs.dremio.com/current/'
    expect(text).toContain(`Dremio docs (${root}${client.pages[dremio.edition]})`)
    expect(text).toContain(`[${client.name ?? english.connect.anotherTool} v]`)
    const { titleFor, titleForOther } = english.connect
    expect(text).toContain(client.name === undefined ? titleForOther : titleFor({ tool: client.name }))
  })
})

describe('nothing in it', () => {
  test.each(everyAnswer)('looks like a token: %s', (_which, dremio, client) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        return !looksLikeSecret(
          JSON.stringify(connectMessage(english, { dremio, user: userNameIn(name), client, now: asked })),
        )
      }),
      { numRuns: 20 },
    )
  })

  test('is a token, even of somebody whose user name is one', () => {
    const { secret } = mintSecret()
    expect(userNameIn(secret)).toBe(USER_NAME)
    expect(userNameIn(encodeURIComponent(secret))).toBe(USER_NAME)
  })
})

describe('the message', () => {
  test('says which token it is about, and when it ends, before a tool was chosen and after', () => {
    for (const client of [undefined, tool('dbt')]) {
      const text = read(connectMessage(english, { dremio: us, user: USER_NAME, token, client, now: asked }))
      expect(text).toContain('\ntableau · expires in 7 days · ')
    }
    const past = { ...token, state: 'expired' as const, expiresAt: asked - DAY }
    expect(read(connectMessage(english, { dremio: us, user: USER_NAME, token: past, now: asked }))).toContain(
      'tableau · expired 24 hours ago',
    )
  })

  test('keeps the token’s id in the menu, and nothing else of it', () => {
    const { blocks = [] } = connectMessage(english, { dremio: us, user: USER_NAME, token, now: asked })
    const menu = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))
    const values = menu
      .flatMap((one) => (one.type === 'static_select' ? (one.options ?? []) : []))
      .map(({ value }) => value)
    expect(values).toEqual(everyTool.map(({ id }) => `${id} ${token.tid}`))
  })

  test('stays within Slack’s limits with the longest of labels and names', () => {
    const long = { ...token, label: '👍&<'.repeat(60) }
    for (const dremio of Object.values(places)) {
      const far = { ...dremio, apiUrl: dremio.apiUrl.replace('acme', 'a'.repeat(60)) }
      for (const client of everyTool)
        read(connectMessage(english, { dremio: far, user: 'u'.repeat(254), token: long, client, now: asked }))
    }
  })

  test('makes sense without its blocks: what to type is in the text as well', () => {
    const { text } = connectMessage(english, { dremio: us, user: USER_NAME, client: tool('power-bi'), now: asked })
    expect(text).toBe(
      `Connect with Power BI\nGet data: Dremio Cloud\nServer: adbc://data.dremio.cloud\nAuthentication: Key\nAccount key: ${TOKEN}`,
    )
  })

  test('knows every tool by an id of its own', () => {
    const ids = everyTool.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z-]+$/.test(id))).toEqual([])
  })
})
