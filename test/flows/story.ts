// The beginning that many stories share: somebody asks, somebody approves; and what to look at afterwards.

import { expect } from 'vitest'
import { CLAIM_LEASE } from '../../src/core/requests/request.ts'
import { MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor, Pressed } from '../world/slack/driver/person.ts'
import { uids, type World } from '../world/world.ts'

/** What the form for a new token says once it knows who would decide. */
export const foreseen = english.requestForm.willReview({ people: [''], quorum: 1, differentGroups: false }).trim()

/** What a sentence says before a fact that is not known here, such as a date. */
export function beforeFact(sentence: (fact: string) => string): string {
  const [before = ''] = sentence('\0').split('\0')
  if (before.trim() === '') throw new Error('The sentence begins with the fact')
  return before.trimEnd()
}

export interface AskedToken {
  label?: string
  /** The option's text: `30 days`. */
  lifetime?: string
  reason?: string
}

/** Ana's request, up to her card that says that it waits. */
export async function asks(world: World, { label = 'tableau', lifetime = '30 days', reason }: AskedToken = {}) {
  const { ana } = world
  await ana.types(`/dremio-pat create ${label}`)
  await ana.waitsFor('New Dremio token')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Lifetime: lifetime, Reason: reason ?? 'Dashboards for the board meeting' })
  const before = ana.messages.length
  await ana.submits('Request')
  // The card of an earlier request may say the same.
  await ana.waitsFor((person) => person.messages.length > before)
  await ana.waitsFor(english.requests.titles.waiting)
}

/** The same, approved by Bea. */
export async function approved(world: World, ask?: AskedToken): Promise<void> {
  await asks(world, ask)
  await world.bea.waitsFor('Why you:')
  await world.bea.presses('Approve')
  await world.ana.waitsFor(english.requests.titles.approved)
}

/** The same, with the token on Ana's screen; its value. */
export async function claimed(world: World, ask?: AskedToken): Promise<string> {
  await approved(world, ask)
  await world.ana.presses('Show token')
  return secretBefore(world.ana)
}

/** The value in the newest message with a secret, as soon as there is one. */
export function secretBefore(person: Actor): Promise<string> {
  return person.waitsFor(() => secretsBefore(person).at(-1))
}

/** Every value on the screen, oldest first. */
export function secretsBefore(person: Actor): string[] {
  return person.ephemerals.flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.block_id === 'secret' && block.type === 'section' ? [block.text?.text.replaceAll('`', '') ?? ''] : [],
    ),
  )
}

/** The id of the request that the newest card with such a button is about. */
export function requestOn(person: Actor, button = 'Show token'): string {
  for (const { blocks } of [...person.messages].reverse()) {
    for (const block of blocks) {
      if (block.type !== 'actions') continue
      for (const element of block.elements) {
        if (element.type === 'button' && element.text.text === button) return element.value ?? ''
      }
    }
  }
  throw new Error(`There is no button "${button}"`)
}

/** What a client that was tampered with could send: the click of `like`, by its person, on a button of our choice. */
export async function forges(world: World, person: Actor, like: Pressed, button: { id: string; value: string }) {
  const honest = JSON.parse(new URLSearchParams(like.sent?.body).get('payload') ?? '{}') as Record<string, unknown>
  const { channel, container, message, response_url } = honest
  const action = { type: 'button', action_id: button.id, block_id: 'forged', value: button.value }
  return world.slack.dispatch.blockAction(person.id, {
    channel,
    container,
    message,
    response_url,
    actions: [{ ...action, text: { type: 'plain_text', text: 'forged' } }],
  })
}

/** How often a token was asked for at Dremio. */
export function creates({ dremio }: World): number {
  return dremio.requests.filter(({ operation }) => operation === 'create').length
}

/** Whose bearer this value is at Dremio: the user id, or undefined. */
export async function bearerOf({ dremio }: World, secret: string): Promise<string | undefined> {
  const path = dremio.edition === 'cloud' ? '/v0/users' : '/api/v3/user'
  await fetch(dremio.url + path, { headers: { Authorization: `Bearer ${secret}` } })
  return dremio.requests.at(-1)?.as
}

/** Presses *Show token*, which goes wrong; what is new on Ana's screen when that was said. */
export async function collectsInVain({ ana }: World): Promise<string> {
  ana.news()
  const before = ana.ephemerals.length
  await ana.presses('Show token')
  await ana.waitsFor((person) => person.ephemerals.length > before)
  await ana.quiet()
  return ana.news().join('\n')
}

/** Presses *Show token* and has a token: one call makes it, and it is the only one that lives. */
export async function collectsAfterAll(world: World): Promise<string> {
  const { ana, dremio } = world
  const shown = secretsBefore(ana).length
  const asked = creates(world)
  await ana.presses('Show token')
  const secret = await ana.waitsFor((person) => secretsBefore(person)[shown])
  await ana.waitsFor(english.requests.titles.claimed)
  expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret }])
  expect(creates(world)).toBe(asked + 1)
  return secret
}

/** What the notification of Ana's newest card says: its title and the label. */
export function cardOf({ ana }: World): string | undefined {
  return ana.messages.findLast(({ blocks }) => blocks[0]?.type === 'header')?.text
}

export async function alarmsRunAfterTheLease({ bot, clock }: World): Promise<void> {
  clock.pass(CLAIM_LEASE + 1)
  await bot.look()
}

/** So much time goes by, in steps of a quarter of an hour, as a worker would see it. */
export async function goesBy({ bot, clock, slack }: World, milliseconds: number): Promise<void> {
  for (let rest = milliseconds; rest > 0; rest -= 15 * MINUTE) {
    clock.pass(Math.min(rest, 15 * MINUTE))
    await bot.look()
  }
  await slack.quiet()
}

/** Every deed that was written down, as Redis holds them. */
export async function audit({ redis }: World): Promise<string> {
  return (await redis.dump()).split('\n').find((line) => line.includes('}:audit =')) ?? ''
}

/** What the audit channel heard, line by line, with people by the names under which they are linked. */
export function heard({ slack }: Pick<World, 'slack'>): string[] {
  return slack
    .conversation('C0AUDIT')
    .flatMap(({ text }) => text.replace(/<https:\/\/\w+\.slack\.com\/team\/\w+\|(@[^>]+)>/g, '$1').split('\n'))
}
