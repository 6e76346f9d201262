// What goes on of a message on which a shortcut was used: ids and a link, and nothing that anybody wrote.
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPayload, received } from '../../src/slack/payload.ts'
import { shortcutMessageIn } from '../../src/slack/shortcut-message.ts'
import { mintSecret } from '../world/dremio/secrets.ts'

const { secret, tid } = mintSecret()
const TS = '1764430001.000200'
const aBody = (message: object, more: object = {}) => ({
  type: 'message_action',
  callback_id: 'revoke-leaked-token',
  trigger_id: '1.2.3',
  response_url: 'https://hooks.slack.com/x',
  user: { id: 'UANA' },
  team: { id: 'T0WORLD', domain: 'acme' },
  channel: { id: 'C0GENERAL', name: 'general' },
  message_ts: TS,
  message: { type: 'message', ts: TS, ...message },
  ...more,
})
const bodyOf = (given: object) => {
  const read = received(given)
  if (read.kind !== 'payload') throw new Error(read.kind)
  return read.body
}
const nested = (depth: number) => {
  let value: unknown = { text: secret }
  for (let level = 0; level < depth; level += 1) value = [value]
  return value
}

describe('the body of a shortcut on a message', () => {
  test.each<[where: string, message: object, more?: object]>([
    ['its text', { text: `mine-of-ana ${secret}` }],
    [
      'a block',
      { blocks: [{ type: 'rich_text', elements: [{ elements: [{ type: 'text', text: `mine-of-ana ${secret}` }] }] }] },
    ],
    ['an attachment', { attachments: [{ fallback: 'mine-of-ana', fields: [{ value: secret }] }] }],
    ['the preview of a file', { files: [{ name: 'mine-of-ana', preview: secret }] }],
    ['the message above it', { root: { text: `mine-of-ana ${secret}` } }],
    ['a field that nobody knows yet', { mine: { ofAna: secret }, text: 'mine-of-ana' }],
    ['a key, as nobody would write it', { [`mine-of-ana ${secret}`]: 'x', text: secret }],
  ])('keeps nothing of %s but the token’s id', (_where, message, more) => {
    const body = bodyOf(aBody(message, more))
    expect(body.message).toEqual({ ts: TS, tids: [tid], holdsToken: true })
    for (const printed of [JSON.stringify(body), inspect(body, { depth: 99 })]) {
      expect(printed).not.toContain(secret.slice(0, 12))
      expect(printed).not.toContain('mine-of-ana')
    }
  })

  test('keeps no field beside those that are needed, whatever Slack adds one day', () => {
    const body = bodyOf(aBody({ text: 'x' }, { original_message: { text: secret }, text: secret, token: 'deprecated' }))
    expect(Object.keys(body).sort()).toEqual(
      ['callback_id', 'channel', 'message', 'message_ts', 'response_url', 'team', 'trigger_id', 'type', 'user'].sort(),
    )
  })

  test('passes for no other kind of body, which would keep the message', () => {
    const more = { event: { type: 'x' }, command: '/x', name: 'x', actions: [{ type: 'button' }], view: {} }
    const body = bodyOf(aBody({ text: secret }, more))
    expect(JSON.stringify(body)).not.toContain(secret.slice(0, 12))
    expect(body).not.toHaveProperty('event')
  })

  test('is read however deep it nests', () => {
    expect(bodyOf(aBody({ blocks: nested(200_000) })).message).toMatchObject({ tids: [tid] })
  })

  test('over HTTP and as a frame of a socket is the same', () => {
    const given = aBody({ text: secret })
    const overHttp = readPayload(
      'application/x-www-form-urlencoded',
      new URLSearchParams({ payload: JSON.stringify(given) }).toString(),
    )
    expect(overHttp).toEqual(received(given))
  })

  test.each<[what: string, change: object]>([
    ['no message', { message: undefined }],
    ['a message that is a word', { message: secret }],
    ['a message that is a list', { message: [secret] }],
    ['a message that is null', { message: null }],
    ['no channel', { channel: undefined }],
    ['a channel without an id', { channel: { name: 'x' } }],
    ['no callback id', { callback_id: undefined }],
    ['nobody', { user: null }],
    ['a team that is a word', { team: 'acme' }],
  ])('with %s is malformed', (_what, change) => {
    expect(received({ ...aBody({ text: 'x' }), ...change })).toEqual({ kind: 'malformed' })
  })

  test('with anything in the message keeps no text of it', () => {
    const isClean = fc.property(fc.jsonValue(), (value) => {
      const { message } = bodyOf(aBody({ blocks: value, text: secret }))
      expect(Object.keys(message as object).every((key) => ['ts', 'tids', 'holdsToken'].includes(key))).toBe(true)
      expect((message as { tids: string[] }).tids).toContain(tid)
    })
    fc.assert(isClean, { numRuns: 200 })
  })
})

describe('the message', () => {
  const readAs = (message: object, more?: object) => shortcutMessageIn(bodyOf(aBody(message, more)))

  test('has its author, unless an app posted it', () => {
    expect(readAs({ user: 'UBEA' })?.author).toBe('UBEA')
    expect(readAs({ user: 'UBEA', bot_id: 'B1' })?.author).toBeUndefined()
    expect(readAs({ bot_id: 'B1' })?.author).toBeUndefined()
    expect(readAs({ user: { id: secret } })?.author).toBeUndefined()
  })

  test.each<[what: string, link: string | undefined, message: object, more?: object]>([
    ['a message', 'https://acme.slack.com/archives/C0GENERAL/p1764430001000200', {}],
    [
      'a reply',
      'https://acme.slack.com/archives/C0GENERAL/p1764430001000200?thread_ts=1764430000.000100&cid=C0GENERAL',
      { thread_ts: '1764430000.000100' },
    ],
    ['the beginning of a thread', 'https://acme.slack.com/archives/C0GENERAL/p1764430001000200', { thread_ts: TS }],
    [
      'a message that only the shortcut names',
      'https://acme.slack.com/archives/C0GENERAL/p1764430001000200',
      { ts: undefined },
    ],
    ['a message in an organization that names no workspace', undefined, {}, { team: null }],
    ['a workspace whose name would lead elsewhere', undefined, {}, { team: { id: 'T1', domain: 'evil.test/' } }],
    ['a channel whose name would lead elsewhere', undefined, {}, { channel: { id: '../x' } }],
    ['a time that is none', undefined, { ts: 'x>|y' }],
  ])('of %s has the link %s', (_what, link, message, more) => {
    expect(readAs(message, more)?.link).toBe(link)
  })

  test('is none for a global shortcut', () => {
    expect(
      shortcutMessageIn(bodyOf({ type: 'shortcut', callback_id: 'new-token', user: { id: 'UANA' } })),
    ).toBeUndefined()
  })
})
