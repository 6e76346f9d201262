// What looks like a secret is cut out of every line of the log, wherever in the line it stands.
import { expect, test } from 'vitest'
import { createLog } from '../src/log.ts'

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: 'ana', iss: 'https://idp.acme.test' })}.c2lnbmF0dXJl-_x`

function logged(facts: object, message: string): string {
  const lines: string[] = []
  createLog('info', { write: (line) => void lines.push(line) }).info(facts, message)
  return lines.join('')
}

test.each([
  ['a Dremio token', 'CFL4XzlOStifBfZJVfTfOrrop6hOJuM4DN6TPtnpwRzWB995+tWQbC/GLn2MCQ=='],
  ['a token of a Slack bot', 'xoxb-1234-5678-abcdef'],
  ['a bearer header', 'Bearer abc.def'],
  ['a JWT', jwt],
  ['a JWT that nobody signed', jwt.replace(/[^.]+$/, '')],
])('%s', (_what, secret) => {
  const lines = [
    logged({}, `got ${secret} from there`),
    logged({ url: `https://x.test/?token=${secret}&x=1` }, 'asked'),
  ]
  for (const line of lines) {
    expect(line).not.toContain(secret)
    expect(line).toContain('[redacted]')
    expect(() => JSON.parse(line)).not.toThrow()
  }
})

test('an ordinary line stays as it is', () => {
  expect(logged({ key: 'eyJust.a.word', file: 'kept-sessions.test.ts' }, 'said')).not.toContain('[redacted]')
})
