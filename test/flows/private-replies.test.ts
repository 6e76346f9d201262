// An answer that cannot be given where it was asked for is given another way, privately, or is one line in the log.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import type { Fault } from '../world/slack/faults.ts'
import { startWorld, type World } from '../world/world.ts'
import { asks, claimed, foreseen } from './story.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

const detours = () => world.logs.filter((line) => line.includes('an answer was given another way'))
const lost = () => world.logs.filter((line) => line.includes('"operation":"answer you"'))
/** Nothing that was meant for one person may stand where others read it. */
const inChannels = () => world.slack.conversation('C0GENERAL')

const faults: [string, Fault][] = [
  ['is over (404)', { status: 404 }],
  ['fails (500)', { status: 500 }],
  ['is too often (429)', { retryAfter: 60 }],
  ['breaks off', { drop: true }],
  ['leads to a proxy’s page', { html: true }],
]

describe('the answer to a command', () => {
  test.each(faults)('whose response_url %s is in the direct messages', async (_what, fault) => {
    const { ana, slack } = world
    slack.fail('response_url', fault)
    await ana.types('/dremio-pat list')
    await ana.waitsFor((person) => person.messages.some(({ text }) => text.includes('don’t have any active')))
    expect(ana.ephemerals).toEqual([])
    expect(inChannels()).toEqual([])
    expect(detours()).toHaveLength(1)
    expect(lost()).toEqual([])
  })

  test.each<[string, Fault]>([
    ['fail (500)', { status: 500 }],
    ['are too often (429)', { retryAfter: 60 }],
    ['are refused', { error: 'restricted_action' }],
  ])('whose direct messages %s as well is shown there, to them alone', async (_what, fault) => {
    const { ana, slack } = world
    slack.fail('response_url', { status: 404 })
    slack.fail('chat.postMessage', fault, { times: 3 })
    await ana.types('/dremio-pat list')
    await ana.waitsFor((person) => person.ephemerals.some(({ text }) => text.includes('don’t have any active')))
    expect(ana.messages).toEqual([])
    expect(inChannels()).toEqual([])
  })

  test('that can be given in no way is one line in the log, with Slack’s reasons', async () => {
    const { ana, slack } = world
    slack.fail('response_url', { status: 404 }, { times: 9 })
    slack.fail('chat.postMessage', { error: 'messages_tab_disabled' }, { times: 9 })
    slack.fail('chat.postEphemeral', { error: 'messages_tab_disabled' }, { times: 9 })
    await ana.types('/dremio-pat list')
    await ana.quiet()
    expect(lost()).toHaveLength(1)
    expect(lost()[0]).toContain('"reason":"response_url 404, messages_tab_disabled"')
    expect(slack.requests.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1)
    slack.heal()
    await ana.types('/dremio-pat list')
    await ana.waitsFor('don’t have any active')
  })

  test('that takes long is looked for elsewhere once its response_url is over', async () => {
    const { ana, slack, clock, dremio } = world
    const gate = dremio.hold('list')
    await ana.types('/dremio-pat list')
    await gate.reached
    clock.pass(31 * 60_000)
    gate.release()
    await ana.waitsFor((person) => person.messages.some(({ text }) => text.includes('don’t have any active')))
    expect(slack.requests.filter(({ method }) => method === 'response_url')).toHaveLength(1)
  })
})

describe('a failure', () => {
  test.each(faults)('is told in the direct messages where the response_url %s', async (_what, fault) => {
    const { ana, slack } = world
    slack.fail('users.info', { error: 'fatal_error' })
    slack.fail('response_url', fault)
    await ana.types('/dremio-pat list')
    await ana.waitsFor((person) => person.messages.some(({ text }) => text.includes('Slack didn’t let me')))
    expect(inChannels()).toEqual([])
  })

  test('of a form that was closed is shown in the direct messages where a message there is refused', async () => {
    await world.close()
    world = await startWorld({ timeouts: { form: 100 } })
    const { ana, slack } = world
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor(foreseen)
    await ana.fills({ Reason: 'Dashboards' })
    slack.fail('users.info', { error: 'fatal_error' })
    slack.fail('chat.postMessage', { status: 500 }, { times: 3 })
    slack.fail('views.update', { error: 'not_found' })
    const gate = slack.hold('users.info')
    await ana.submits('Request')
    await ana.waitsFor(english.forms.checking)
    gate.release()
    await ana.waitsFor((person) => person.ephemerals.some(({ text }) => text.includes('Slack didn’t let me')))
    expect(ana.messages).toEqual([])
  })
})

describe('the answer to a button', () => {
  test.each(faults)('whose response_url %s is in the direct messages', async (_what, fault) => {
    const { ana, slack } = world
    await ana.types('/dremio-pat')
    await ana.waitsFor('[ My tokens ]')
    slack.fail('response_url', fault)
    await ana.presses('My tokens')
    await ana.waitsFor((person) => person.messages.some(({ text }) => text.includes('don’t have any active')))
    expect(inChannels()).toEqual([])
  })

  test('that takes the place of a private message is a new one where it cannot', async () => {
    const { ana, slack } = world
    await asks(world)
    await ana.types('/dremio-pat requests')
    await ana.waitsFor((person) => person.ephemerals.length > 0)
    slack.fail('response_url', { status: 404 })
    await ana.presses('Cancel request')
    await ana.waitsFor((person) => person.messages.some(({ text }) => text.includes(english.requests.list.nothing)))
  })
})

describe('a secret that was saved', () => {
  test('is taken off the screen at the second try', async () => {
    const { ana, slack } = world
    await claimed(world)
    slack.fail('response_url', { status: 500 })
    await ana.presses('I have saved it')
    await ana.waitsFor((person) => person.ephemerals.length === 0)
  })

  test('and stays there is not left without a word; the word does not hold it', async () => {
    const { ana, slack } = world
    const secret = await claimed(world)
    slack.fail('response_url', { status: 404 }, { times: 2 })
    await ana.presses('I have saved it')
    await ana.waitsFor((person) => person.messages.some(({ text }) => text.includes('Reload Slack')))
    await ana.waitsFor(english.requests.received)
    expect(JSON.stringify(ana.messages)).not.toContain(secret)
  })
})
