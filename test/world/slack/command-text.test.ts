// What Slack makes of typed words: https://docs.slack.dev/messaging/formatting-message-text and what was seen in the wild.
import { expect, test } from 'vitest'
import { asSlackSends } from './driver/command-text.ts'
import { seedPerson } from './workspace.ts'

const world = {
  people: new Map([['UBEA', seedPerson({ id: 'UBEA', name: 'bea' }, 'T0WORLD')]]),
  groups: new Map([['S0DATA', { id: 'S0DATA', handle: 'data', users: [] }]]),
  channels: new Map([['C0GENERAL', { id: 'C0GENERAL', name: 'general' }]]),
}

test.each([
  ['create tableau 7d', 'create tableau 7d'],
  ['create prod.dremio.com 7d', 'create <http://prod.dremio.com|prod.dremio.com> 7d'],
  ['create "prod.dremio.com".', 'create "<http://prod.dremio.com|prod.dremio.com>".'],
  ['create report.final 7d', 'create report.final 7d'],
  ['create a.community', 'create a.community'],
  ['create R&D <x>', 'create R&amp;D &lt;x&gt;'],
  ['create &lt;', 'create &amp;lt;'],
  ['see https://acme.com/a?b=1&c=2.', 'see <https://acme.com/a?b=1&amp;c=2>.'],
  ['acme.com/a&b', '<http://acme.com/a&amp;b|acme.com/a&amp;b>'],
  ['ana@acme.test', '<mailto:ana@acme.test|ana@acme.test>'],
  ['delegate @bea until friday', 'delegate <@UBEA|bea> until friday'],
  ['@here, #general and @data', '<!here>, <#C0GENERAL|general> and <!subteam^S0DATA|@data>'],
  ['@nobody #nowhere', '@nobody #nowhere'],
])('%j is sent as %j', (typed, sent) => {
  expect(asSlackSends(world, typed)).toBe(sent)
})
