// Home: what each role sees on it, that it follows what others do, and that every button on it answers there.
import { afterEach, describe, expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Words } from '../world/slack/driver/clickables.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { approved, asks, secretBefore } from './story.ts'

let world: World
const begin = async (options?: WorldOptions) => {
  world = await startWorld(options)
  return world
}
afterEach(() => world.close())

/** Opens the tab, and reads it once it shows this. */
async function opens(person: Actor, text: Words = /Updated/): Promise<string> {
  await person.opensHome()
  await world.slack.quiet()
  return shows(person, text)
}

function shows(person: Actor, text: Words): Promise<string> {
  return person.waitsFor(({ home }) =>
    home !== undefined && (typeof text === 'string' ? home.includes(text) : text.test(home)) ? home : undefined,
  )
}

/** So long that every alarm that publishes a Home has run. */
async function passes(time = 2 * MINUTE): Promise<void> {
  world.clock.pass(time)
  await world.bot.look()
  await world.slack.quiet()
}

const onHome = { on: /Updated/ }

describe('everybody', () => {
  test('a person without anything reads what a token is for, and has one button to press', async () => {
    const { ana } = await begin()
    const home = await opens(ana)
    expect(home).toContain(english.home.tokens.noneCreatedHere.replaceAll('*', ''))
    expect(home).toContain('[ New token ]  [ Leaked token ]  [ Help ]')
    expect(home).not.toContain(english.home.reviews.title)
    expect(home).not.toContain(english.home.administrator.title)
  })

  test('the Messages tab publishes nothing', async () => {
    const { ana, slack } = await begin()
    await ana.opensHome('messages')
    await slack.quiet()
    expect(ana.home).toBeUndefined()
  })

  test('an approved token is got from Home: the secret stays in the messages, and Home says where', async () => {
    await begin()
    const { ana } = world
    await approved(world)
    await opens(ana, english.home.needs.title)
    await ana.presses('Show token', onHome)
    await secretBefore(ana)
    await world.slack.quiet()
    expect(ana.sees()).toContain('Your token is in the Messages tab')
    expect(ana.home).toContain('Did you save it?')
    await ana.presses('I have saved it', onHome)
    await ana.waitsFor(({ home }) => !home?.includes('Did you save it?'))
  })
})

describe('it follows what others do', () => {
  test('an approval shows within seconds, also where somebody else pressed it', async () => {
    await begin()
    const { ana, bea } = world
    await opens(ana)
    await asks(world)
    await passes()
    await shows(ana, /waiting for @Bea/)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await world.slack.quiet()
    await passes(4 * SECOND)
    expect(ana.home).toContain(english.home.needs.title)
  })

  test('nobody who has not opened it gets one, nor somebody who did so more than thirty days ago', async () => {
    await begin()
    const { ana, slack } = world
    await asks(world)
    await passes()
    expect(ana.home).toBeUndefined()
    await opens(ana)
    await passes(31 * DAY)
    const before = publications()
    await asks(world, { label: 'laptop' })
    await passes()
    expect(publications()).toBe(before)
    await slack.quiet()
  })
})

describe('approvers', () => {
  test('approve on Home, and read there what they decided', async () => {
    await begin()
    const { bea } = world
    await asks(world)
    const home = await opens(bea, english.home.reviews.title)
    expect(home).toMatch(/Ana · tableau · 30 days · asked/)
    await bea.presses('Approve', onHome)
    await bea.waitsFor(({ home: now }) => now?.includes(english.home.reviews.none))
    expect(bea.home).toMatch(/Ana · tableau · 30 days · approved/)
  })
})

function publications(): number {
  return world.slack.requests.filter(({ method }) => method === 'views.publish').length
}

test('somebody who became a guest sees nothing new, and reads why when they open Home again', async () => {
  await begin()
  const { ana, slack } = world
  await opens(ana)
  slack.change('UANA', { isRestricted: true })
  await slack.dispatch.userChange('UANA')
  await world.slack.quiet()
  const before = publications()
  await passes()
  expect(publications()).toBe(before)
  await ana.opensHome()
  await ana.waitsFor(({ home }) => home?.includes(english.identityFailures.person.guest))
  expect(ana.home).not.toContain('[ New token ]')
})
