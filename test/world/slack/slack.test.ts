// The simulated Slack minds its manners, towards a real Bolt app with signature verification on.
import type { ModalView } from '@slack/types'
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mintSecret } from '../dremio/secrets.ts'
import { sign } from './driver/sign.ts'
import { type Slack, startSlack } from './slack.ts'
import { buttons, form, silent, startTinyBot, type TinyBot } from './tiny-bot.ts'

let now: number
let slack: Slack
let bot: TinyBot
let client: WebClient

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 9, 0, 0)
  slack = await startSlack({
    people: [
      { id: 'UANA', name: 'ana', timeZone: 'Europe/Berlin' },
      { id: 'UBO', name: 'bo' },
    ],
    groups: [{ id: 'S0TEA', users: ['UBO'], handle: 'tea' }],
    channels: [
      { id: 'C0GENERAL', name: 'general' },
      { id: 'C0AUDIT', name: 'audit', botIsMember: true, members: ['UBO'] },
    ],
    profileFields: [{ id: 'Xf0MANAGER', label: 'Manager', type: 'user', isScim: true }],
    now: () => now,
  })
  bot = await startTinyBot(slack)
  client = clientOf(slack)
})

afterEach(async () => {
  await slack.quiet()
  await bot.close()
  await slack.close()
})

const clientOf = ({ apiUrl, bot: { token } }: Slack, as = token) =>
  new WebClient(as, { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logger: silent })

/** Slack's error and its details, or ok. */
async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error) => [error.data?.error ?? error.message, ...(error.data?.response_metadata?.messages ?? [])].join(' '),
  )
}

const post = (args: Record<string, unknown>) =>
  outcome(client.apiCall('chat.postMessage', { channel: 'UANA', ...args }))

describe('signatures', () => {
  test('are the ones that Slack publishes', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V' +
      '&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
      '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
      '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    expect(sign('8f742231b10e8888abcd99yyyzzz85a5', 1531420618, body)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    )
  })

  test('that are forged or late are refused by Bolt, and identical bytes are taken again', async () => {
    const honest = await slack.dispatch.command('UANA', '/tea', 'hello')
    expect(honest.status).toBe(200)
    expect((await slack.dispatch.command('UANA', '/tea', 'hello', { forged: true })).status).toBe(401)
    expect((await slack.dispatch.command('UANA', '/tea', 'hello', { offset: -301 })).status).toBe(401)
    expect((await slack.dispatch.replay(honest.sent)).status).toBe(200)
  })
})

describe('a person', () => {
  test('types a command, fills the form, is corrected, and is told the outcome', async () => {
    const ana = slack.person('UANA')
    expect((await ana.types('/tea please')).status).toBe(200)
    await ana.waitsFor('Order tea')
    expect(ana.form?.values).toEqual({ Name: '', Size: 'small', Day: '2026-12-01' })
    await expect(ana.submits('Order')).rejects.toThrow('Slack would not submit: Name is empty')
    await expect(ana.fills({ Colour: 'green' })).rejects.toThrow('No input "Colour". There is: "Name", "Size", "Day"')
    await expect(ana.fills({ Size: 'huge' })).rejects.toThrow('There is: "small", "large"')
    await expect(ana.fills({ Day: '2026-02-30' })).rejects.toThrow('There is no day "2026-02-30"')

    await ana.fills({ Name: 'coffee', Size: 'large' })
    expect((await ana.submits('Order')).errors).toEqual({ Name: 'We only have tea.' })
    expect(ana.formErrors).toEqual({ Name: 'We only have tea.' })
    expect(ana.sees()).toContain('Size: [large v]')

    await ana.fills({ Name: 'sencha', Day: '2026-12-24' })
    expect((await ana.submits()).errors).toEqual({})
    expect(ana.form?.title).toBe('Ordered')
    expect(ana.sees()).toContain('sencha, large, 2026-12-24, order-7')
    await ana.closes()
    expect(ana.form).toBeUndefined()
  })

  test('reads the answer to a command privately, until the client is loaded again', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea hello')
    expect(ana.ephemerals).toHaveLength(1)
    expect(ana.sees()).toContain('Hello there')
    expect(slack.person('UBO').sees()).toBe('')
    ana.reload()
    expect(ana.sees()).toBe('')
  })

  test('presses a button in the DM, and the message is edited in place', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea card')
    await ana.waitsFor('A cup for @Ana')
    await expect(ana.presses('Eat')).rejects.toThrow('There is: [ Drink ], [ Show ]')
    await ana.presses('Drink', { on: /cup/ })
    await ana.waitsFor('[ Wash ]')
    expect(ana.messages.map((message) => message.text)).toEqual(['Empty'])
  })

  test('presses an entry of an overflow menu, in the row that is meant', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea rows')
    const seen = await ana.waitsFor('The green cup')
    expect(seen).toContain('The black cup   [ … Drink up | Wash ]')
    await expect(ana.presses('Wash', { beside: 'The red cup' })).rejects.toThrow('There is: none')
    await expect(ana.presses('Break')).rejects.toThrow('[ … Drink up ], [ … Wash ]')
    const refused = await ana.presses('Wash', { beside: 'The black cup', confirm: false })
    expect(refused.confirm).toBe('It is the last one.')
    expect(ana.messages.map((message) => message.text)).toEqual(['Two cups'])
    await ana.presses('Wash', { beside: 'The black cup' })
    await ana.waitsFor('black: Wash')
  })

  test('hides an ephemeral message that was shown to nobody else', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea card')
    await ana.waitsFor('cup')
    await ana.presses('Show')
    await ana.waitsFor('```\nleaves & water\n```')
    expect(slack.person('UBO').sees()).toBe('')
    await ana.presses('Hide')
    await ana.waitsFor(() => ana.ephemerals.length === 0)
    expect(slack.requests.at(-1)).toMatchObject({ method: 'response_url', args: { delete_original: true } })
  })

  test('who is away never sees what was shown only to them', async () => {
    slack.change('UANA', { active: false })
    expect(await outcome(client.chat.postEphemeral({ channel: 'DANA', user: 'UANA', text: 'psst' }))).toBe('ok')
    expect(slack.person('UANA').ephemerals).toEqual([])
  })

  test('writes to the bot, which hears itself as well', async () => {
    await slack.person('UANA').writes('1 < 2')
    const { ts } = await client.chat.postMessage({ channel: 'DANA', text: 'mine' })
    await client.chat.update({ channel: 'DANA', ts: ts ?? '', text: 'mine again' })
    slack.change('UANA', { deleted: true })
    await slack.dispatch.userChange('UANA')
    await slack.quiet()
    // Bolt drops the bot's own message by its bot_id; of an edit it cannot tell.
    expect(bot.heard).toEqual(['1 &lt; 2', 'message_changed', 'ana deleted: true'])
  })

  test('waits in vain with a report of what there was to see', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea hello')
    await expect(ana.waitsFor('coffee', 20)).rejects.toThrow(/Ana waited 20 ms for coffee and sees:\n.*\nHello there/)
  })

  test('mentions people by typing their names', async () => {
    const typed = await slack.person('UANA').types('/tea hello @bo')
    expect(new URLSearchParams(typed.sent.body).get('text')).toBe('hello <@UBO|bo>')
  })

  test('reaches one process or another, from the same screen', async () => {
    const other = await startTinyBot(slack)
    slack.connect([other.url, bot.url])
    const ana = slack.person('UANA')
    await ana.types('/tea card')
    await ana.via(1).waitsFor('cup')
    await other.close()
    expect((await ana.presses('Drink')).status).toBe(0)
    expect((await ana.via(1).presses('Drink')).status).toBe(200)
    await ana.waitsFor('Wash')
  })

  test('is told by Slackbot when the bot does not answer', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea hello', { via: 'http://127.0.0.1:9' })
    expect(ana.sees()).toContain('/tea failed with the error "operation_timeout"')
  })

  test('is told what is new and nothing twice', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea card')
    await ana.waitsFor('cup')
    expect(ana.news()).toHaveLength(1)
    expect(ana.news()).toEqual([])
    await ana.presses('Drink')
    await ana.waitsFor('Wash')
    expect(ana.news()).toEqual(['A cup for @Ana\n[ Wash ]'])
  })
})

describe('a shortcut', () => {
  test('is offered if the manifest lists it, on messages that the person sees', async () => {
    const world = await startSlack({
      people: [{ id: 'UANA' }, { id: 'UBO' }],
      channels: [{ id: 'C0TEA', name: 'tea', members: ['UBO'] }],
      shortcuts: [{ name: 'Brew', type: 'message', callback_id: 'brew' }],
    })
    const [ana, bo] = [world.person('UANA'), world.person('UBO')]
    const message = bo.posts({ text: 'tea?', channel: 'C0TEA' })
    expect(() => ana.usesShortcut('Brew')).toThrow('lists no global shortcut')
    expect(() => ana.usesShortcutOn('Drink', message)).toThrow('lists no message shortcut')
    expect(() => ana.usesShortcutOn('Brew', message)).toThrow('does not see')
    await world.close()
  })

  test('brings the whole message, and what looks like a secret in it is searched for at the end', async () => {
    const world = await startSlack({
      people: [{ id: 'UANA' }],
      shortcuts: [{ name: 'Brew', type: 'message', callback_id: 'brew' }],
    })
    world.connect('http://127.0.0.1:1')
    const { secret } = mintSecret()
    const attachments = [{ fallback: 'leaves' }]
    const message = world
      .person('UANA')
      .posts({ text: `${secret.slice(0, 30)}\n${secret.slice(30)}`, more: { attachments } })
    const { sent } = await world.person('UANA').usesShortcutOn('Brew', message)
    const payload = JSON.parse(new URLSearchParams(sent.body).get('payload') ?? '{}')
    expect(payload).toMatchObject({
      ...{ type: 'message_action', callback_id: 'brew', user: { id: 'UANA' }, team: { id: 'T0WORLD' } },
      ...{ channel: { id: 'C0GENERAL', name: 'general' }, message_ts: message.ts },
      message: { user: 'UANA', text: message.text, blocks: message.blocks, attachments },
    })
    expect(payload.response_url).toContain('/response/')
    expect([...world.pasted].join()).toContain(secret)
    await world.close()
  })
})

describe('a trigger', () => {
  test('opens one form only', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea twice')
    await ana.waitsFor('Order tea')
    await slack.quiet()
    expect(slack.requests.at(-1)?.answer).toMatchObject({ ok: false, error: 'exchanged_trigger_id' })
  })

  test('lives three seconds', async () => {
    const gate = slack.hold('views.open')
    await slack.person('UANA').types('/tea please')
    await gate.reached
    now += 3_001
    gate.release()
    await slack.quiet()
    expect(slack.requests.at(-1)?.answer).toMatchObject({ ok: false, error: 'expired_trigger_id' })
  })
})

describe('limits', () => {
  const text = { type: 'plain_text', text: 'x' }
  const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } })
  const button = (more: object) => ({ type: 'button', text, ...more })
  const actions = (...elements: object[]) => ({ type: 'actions', elements })

  test.each([
    ['a section of 3001', [section(3001)], 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
    ['an empty section', [section(0)], 'must be more than 0 characters'],
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'no more than 50 items allowed'],
    ['a header of 151', [{ type: 'header', text: { ...text, text: 'x'.repeat(151) } }], 'less than 151'],
    [
      'a header in mrkdwn',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'json-pointer:/blocks/0/text/type',
    ],
    ['a long button', [actions(button({ text: { ...text, text: 'x'.repeat(76) } }))], 'less than 76'],
    ['a long value', [actions(button({ value: 'x'.repeat(2001) }))], 'less than 2001'],
    ['26 buttons', [actions(...Array.from({ length: 26 }, () => button({})))], 'no more than 25'],
    ['one action_id twice', [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))], '`action_id` already'],
    [
      'one block_id twice',
      [
        { ...section(1), block_id: 'b' },
        { ...section(1), block_id: 'b' },
      ],
      'block_id already exists',
    ],
    ['an unknown block', [{ type: 'hologram' }], 'unsupported type'],
    ['an unknown property', [{ ...section(1), colour: 'red' }], 'invalid additional property: colour'],
    ['eleven context elements', [{ type: 'context', elements: Array(11).fill(text) }], 'no more than 10 items'],
  ])('refuse %s', async (_, blocks, complaint) => {
    const said = await post({ text: 'x', blocks })
    expect(said).toMatch(/^invalid_blocks /)
    expect(said).toContain(complaint)
  })

  test('refuse a message without words, and one with too many', async () => {
    expect(await post({ text: '' })).toBe('no_text')
    expect(await post({ text: 'x'.repeat(4_001) })).toBe('msg_too_long')
    expect(await post({ text: 'x'.repeat(4_001), blocks: [section(1)] })).toBe('ok')
    expect(await post({ text: 'x'.repeat(40_001), blocks: [section(1)] })).toBe('msg_too_long')
  })

  test('warn of blocks without text', async () => {
    expect(await post({ blocks: [section(1)] })).toBe('ok')
    expect(slack.warnings).toHaveLength(1)
  })

  test.each<[string, Partial<ModalView>, string]>([
    [
      'a long title',
      { title: { type: 'plain_text', text: 'x'.repeat(25) } },
      'less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['inputs without submit', { submit: undefined as never }, '`submit` is required'],
    ['long metadata', { private_metadata: 'x'.repeat(3_001) }, 'less than 3001'],
  ])('refuse a form with %s', async (_, change, complaint) => {
    const said = await outcome(client.views.open({ trigger_id: 'none', view: { ...form, ...change } }))
    expect(said).toMatch(/^invalid_arguments /)
    expect(said).toContain(complaint)
  })

  test('leave a good form to its trigger', async () => {
    expect(await outcome(client.views.open({ trigger_id: 'none', view: form }))).toBe('invalid_trigger_id')
  })
})

describe('a response_url', () => {
  const answer = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) })
  const urlOf = async () => {
    const { sent } = await slack.dispatch.command('UANA', '/tea', 'hello')
    return new URLSearchParams(sent.body).get('response_url') ?? ''
  }

  test('may be used five times', async () => {
    const url = await urlOf()
    for (const use of [1, 2, 3, 4, 5]) expect((await answer(url, { text: `${use}` })).status).toBe(200)
    expect(await (await answer(url, { text: '6' })).json()).toEqual({ ok: false, error: 'used_url' })
    expect(slack.person('UANA').ephemerals.map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('may be used for thirty minutes', async () => {
    const url = await urlOf()
    now += 30 * 60_000 + 1
    expect((await answer(url, { text: 'late' })).status).toBe(404)
  })

  test('takes no blocks that Slack would not take', async () => {
    expect((await answer(await urlOf(), { text: 'x', blocks: [{ type: 'hologram' }] })).status).toBe(400)
  })
})

describe('the Web API', () => {
  test('asks for a token and for scopes', async () => {
    expect(await outcome(clientOf(slack, 'xoxb-other').auth.test())).toBe('invalid_auth')
    expect(await outcome(client.team.info())).toBe('missing_scope')
    expect(await outcome(client.apiCall('chat.unheardOf', {}))).toBe('unknown_method')
    slack.scopes.delete('users:read.email')
    expect((await client.users.info({ user: 'UANA' })).user?.profile).not.toHaveProperty('email')
    expect((await client.auth.test()).response_metadata?.scopes).toContain('chat:write')
  })

  test('knows who people are, who manages them and which groups they are in', async () => {
    const expiry = now / 1_000 + 60
    slack.change('UANA', {
      profileFields: { Xf0MANAGER: 'UBO', Xf0GONE: 'x' },
      isRestricted: true,
      statusEmoji: ':palm_tree:',
      statusText: 'Vacationing',
      statusExpiration: expiry,
    })
    expect((await client.users.info({ user: 'UANA' })).user).toMatchObject({
      is_restricted: true,
      is_email_confirmed: true,
      tz: 'Europe/Berlin',
      tz_offset: 3600,
      profile: {
        email: 'ana@example.com',
        status_emoji: ':palm_tree:',
        status_text: 'Vacationing',
        status_expiration: expiry,
      },
    })
    const fields = (await client.team.profile.get({})).profile?.fields
    expect(fields).toMatchObject([{ id: 'Xf0MANAGER', label: 'Manager', options: { is_scim: true } }])
    const own = (await client.users.profile.get({ user: 'UANA' })).profile
    expect(own?.fields).toEqual({ Xf0MANAGER: { value: 'UBO', alt: '' } })
    expect((await client.users.profile.get({ user: 'UBO' })).profile?.fields).toBeNull()
    expect((await client.usergroups.users.list({ usergroup: 'S0TEA' })).users).toEqual(['UBO'])
    expect((await client.users.lookupByEmail({ email: 'BO@example.com' })).user?.id).toBe('UBO')
  })

  test('lets the bot write only where it is, and edit only what is its own', async () => {
    expect(await post({ channel: 'C0GENERAL', text: 'x' })).toBe('not_in_channel')
    expect(await post({ channel: 'C0NONE', text: 'x' })).toBe('channel_not_found')
    expect(await post({ channel: 'C0AUDIT', text: 'x' })).toBe('ok')
    const ephemeral = (args: { channel: string; user: string }) =>
      outcome(client.chat.postEphemeral({ text: 'x', ...args }))
    expect(await ephemeral({ channel: 'C0AUDIT', user: 'UANA' })).toBe('user_not_in_channel')
    expect(await ephemeral({ channel: 'DANA', user: 'UBO' })).toBe('user_not_in_channel')
    const { message_ts = '' } = await client.chat.postEphemeral({ channel: 'DANA', user: 'UANA', text: 'psst' })
    expect(await outcome(client.chat.update({ channel: 'DANA', ts: message_ts, text: 'y' }))).toBe('message_not_found')
    await slack.person('UANA').writes('hers')
    const hers = slack.person('UANA').messages.at(-1)?.ts ?? ''
    expect(await outcome(client.chat.update({ channel: 'DANA', ts: hers, text: 'y' }))).toBe('cant_update_message')
  })

  test('takes a file in three steps', async () => {
    const { channel } = await client.conversations.open({ users: 'UANA' })
    await client.filesUploadV2({ channel_id: channel?.id ?? '', filename: 'tea.ics', content: 'BEGIN:VCALENDAR' })
    expect(slack.person('UANA').messages.at(-1)?.files).toMatchObject([{ name: 'tea.ics', content: 'BEGIN:VCALENDAR' }])
  })

  test('keeps at most three forms on each other and knows when one is out of date', async () => {
    const ana = slack.person('UANA')
    await ana.types('/tea please')
    await ana.waitsFor('Order tea')
    const push = async () => {
      const { sent } = await slack.dispatch.command('UANA', '/tea', 'hello')
      const trigger_id = new URLSearchParams(sent.body).get('trigger_id') ?? ''
      return outcome(client.views.push({ trigger_id, view: form }))
    }
    expect([await push(), await push(), await push()]).toEqual(['ok', 'ok', 'push_limit_reached'])
    const view_id = ana.form?.id ?? ''
    expect(await outcome(client.views.update({ view_id, hash: 'old', view: form }))).toBe('hash_conflict')
    expect(await outcome(client.views.update({ view_id, view: form }))).toBe('ok')
  })
})

describe('on demand', () => {
  test('Slack asks for patience', async () => {
    slack.fail('chat.postMessage', { retryAfter: 7 })
    await expect(client.chat.postMessage({ channel: 'UANA', text: 'x' })).rejects.toMatchObject({ retryAfter: 7 })
    expect(await post({ text: 'x' })).toBe('ok')
  })

  test('a call fails in Slack’s words, with a status, a page, or no answer at all', async () => {
    slack.fail('chat.postMessage', { error: 'fatal_error' })
    expect(await post({ text: 'x' })).toBe('fatal_error')
    slack.fail('chat.postMessage', { status: 503 })
    await expect(client.chat.postMessage({ channel: 'UANA', text: 'x' })).rejects.toMatchObject({ statusCode: 503 })
    for (const fault of [{ drop: true }, { html: true }] as const) {
      slack.fail('chat.postMessage', fault)
      expect(await post({ text: 'x' })).not.toBe('ok')
    }
    expect(slack.conversation('DANA')).toEqual([])
  })

  test('the deed is done and the answer lost', async () => {
    slack.fail('chat.postMessage', { afterwards: 'drop' })
    expect(await post({ text: 'x' })).not.toBe('ok')
    expect(slack.conversation('DANA')).toHaveLength(1)
  })

  test('a call waits at a gate, before the deed or after it', async () => {
    const before = slack.hold('chat.postMessage')
    const first = post({ text: 'first' })
    expect((await before.reached).args).toMatchObject({ text: 'first' })
    expect(slack.conversation('DANA')).toEqual([])
    before.release()
    await first
    const after = slack.hold('chat.postMessage', { before: 'answer' })
    const second = post({ text: 'second' })
    await after.reached
    expect(slack.conversation('DANA')).toHaveLength(2)
    after.release()
    await second
  })

  test('everything that was said can be searched', async () => {
    await post({ text: 'x', blocks: buttons('canary') })
    await slack.person('UANA').types('/tea hello')
    expect(slack.everythingSaid()).toContain('canary')
    expect(slack.everythingSaid()).toContain('Hello *there*')
  })
})
