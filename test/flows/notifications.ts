// How each event that people are notified of comes about in a story, and who is who in it.
import { writeFileSync } from 'node:fs'
import { vi } from 'vitest'
import { stringify } from 'yaml'
import type { NotifiedEvent, Reader } from '../../src/core/notifications.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { uids, type World, type WorldOptions } from '../world/world.ts'
import { remindingAlways } from './policy-file.ts'
import { collects, goesBy as goesByAsWorker } from './reminder-story.ts'
import { saves } from './rotation-story.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import { alarmsRunAfterTheLease, approved, asks, claimed, goesBy, secretBefore } from './story.ts'

type Person = 'ana' | 'bea' | 'carl'

export interface Play {
  policy?: object
  options?: WorldOptions
  /** Ana is the requester, and Bea and Carl are reviewers, if not said. Somebody may read in two roles. */
  who?: Partial<Record<Reader, readonly Person[]>>
  /** Whose form is answered in their direct messages, which is no notification of the event. */
  answered?: Person
  /** What comes before the event. */
  before?: (world: World) => Promise<unknown>
  event: (world: World, file: string) => Promise<unknown>
}

const both = { name: 'both', then: 'review', approvers: ['user:UBEA', 'user:UCARL'] }
const onlyBea = { ...both, approvers: ['user:UBEA'] }
const free = { name: 'free', then: 'approve' }

async function asked(world: World): Promise<void> {
  await asks(world)
  await world.bea.waitsFor('Why you:')
}

async function shown(world: World): Promise<void> {
  await claimed(world)
  await world.ana.waitsFor(english.requests.titles.claimed)
}

/** The policy file says something else from now on. */
function rereading(content: object): Play['event'] {
  return async ({ bot, clock }, file) => {
    writeFileSync(file, stringify({ version: 1, ...remindingAlways(content) }))
    clock.pass(MINUTE)
    await bot.rereadPolicy()
    await bot.look()
  }
}

async function submits(person: Actor, submit: string, fields: Record<string, string> = {}): Promise<void> {
  await person.waitsFor(() => person.form?.submit === submit)
  await person.fills(fields)
  await person.submits(submit)
}

/** Ana has a token that no reviewer was asked for, and it has its first reminder. */
async function reminded(world: World): Promise<void> {
  await collects(world)
  await goesByAsWorker(world, 17 * DAY, 6 * HOUR)
}

const ofToken = { policy: { rules: [free], managers: { map: { UANA: 'UBEA' } } }, who: { manager: ['bea'] } } as const

/** Carl ends everything of Ana, and has read what became of it. */
async function endsEverything({ carl }: World): Promise<void> {
  await carl.types('/dremio-pat admin show @ana')
  await carl.waitsFor(english.aboutPerson.served)
  await carl.presses(english.labels.buttons.endEverything)
  await submits(carl, english.labels.forms.endEverything.submit)
  await carl.waitsFor('of @Ana that I could')
}

/** Ana has a token that only she can revoke, and Carl has ended everything of hers. */
const leftToken = {
  options: { method: 'oauth', env: { ADMINS: 'UCARL' } },
  who: { administrator: ['carl'] },
  before: async (world: World) => {
    await collectedBySigningIn(world)
    await saves(world)
    await goesBy(world, 2 * HOUR)
    await endsEverything(world)
  },
} as const satisfies Partial<Play>

/** Ana has saved the new one of two tokens. */
async function rotated(world: World): Promise<void> {
  const { ana, slack } = world
  await collects(world)
  await ana.types('/dremio-pat rotate tableau')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await secretBefore(ana)
  await saves(world)
  await slack.quiet()
}

/** The same where only she can revoke her tokens. */
async function rotatedBySigningIn(world: World): Promise<void> {
  const { ana } = world
  await collectedBySigningIn(world)
  await saves(world)
  await ana.types('/dremio-pat rotate tableau')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
  await ana.waitsFor('You’re signed in to Dremio')
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await secretBefore(ana)
  await saves(world)
}

async function collectedBySigningIn(world: World): Promise<void> {
  const { ana } = world
  await signedIn(world)
  await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  await secretBefore(ana)
  await ana.waitsFor(english.requests.titles.claimed)
}

export const plays: Readonly<Record<NotifiedEvent, Play>> = {
  'request made': { who: { 'new reviewer': ['bea', 'carl'] }, event: (world) => asks(world) },
  'approval added': {
    policy: { rules: [{ ...both, quorum: 2 }] },
    before: asked,
    event: ({ bea }) => bea.presses('Approve'),
  },
  decided: { before: asked, event: ({ bea }) => bea.presses('Approve') },
  cancelled: { before: asked, event: ({ ana }) => ana.presses('Cancel request') },
  'reviewers reminded': { before: asked, event: (world) => goesBy(world, 4 * HOUR) },
  escalated: {
    policy: { rules: [{ ...onlyBea, fallback: ['user:UCARL'] }], request: { nudgeAfter: ['2d'] } },
    who: { reviewer: ['bea'], 'new reviewer': ['carl'] },
    before: asked,
    event: (world) => goesBy(world, DAY),
  },
  'nobody can review': {
    policy: { rules: [onlyBea] },
    options: { env: { ADMINS: 'UCARL' } },
    who: { administrator: ['carl'] },
    before: asked,
    event: async ({ slack, bot }) => {
      slack.change('UBEA', { deleted: true })
      await slack.dispatch.userChange('UBEA')
      await slack.quiet()
      await bot.look()
      await bot.look()
    },
  },
  lapsed: {
    policy: { rules: [both], request: { nudgeAfter: ['1h'] } },
    before: async (world) => {
      await asked(world)
      await goesBy(world, 2 * DAY)
    },
    event: (world) => goesBy(world, DAY + HOUR),
  },
  'policy: shortened': { before: asked, event: rereading({ lifetime: { max: '7d' }, rules: [both] }) },
  'policy: reviewers': {
    policy: { rules: [onlyBea] },
    who: { reviewer: ['bea'], 'new reviewer': ['carl'] },
    before: asked,
    event: rereading({ rules: [{ ...both, approvers: ['user:UCARL'] }] }),
  },
  'policy: review': {
    who: { reviewer: ['carl'] },
    before: (world) => approved(world),
    event: rereading({ rules: [{ ...both, quorum: 2 }] }),
  },
  'policy: approved': { before: asked, event: rereading({ rules: [free] }) },
  'policy: denied': {
    before: (world) => approved(world),
    event: rereading({ rules: [{ name: 'closed', then: 'deny', because: 'No.' }] }),
  },

  'claim reminder': { before: (world) => approved(world), event: (world) => goesBy(world, DAY) },
  'token shown': {
    before: (world) => approved(world),
    event: ({ ana }) => ana.presses('Show token', { on: english.requests.titles.approved }),
  },
  'receipt confirmed': {
    before: shown,
    event: ({ ana }) => ana.presses('I have saved it', { on: 'Your Dremio token' }),
  },
  'token returned': { before: shown, event: ({ ana }) => ana.presses('I did not get it', { on: 'Your Dremio token' }) },
  'receipt reminder': { before: shown, event: (world) => goesBy(world, HOUR) },
  revoked: {
    before: async (world) => {
      await shown(world)
      await goesBy(world, 2 * HOUR)
    },
    event: (world) => goesBy(world, DAY),
  },
  interrupted: { options: { redis: 'own' }, before: (world) => approved(world), event: interrupts },
  'owner must revoke': {
    options: { method: 'oauth' },
    before: async (world) => {
      await collectedBySigningIn(world)
      await goesBy(world, 2 * HOUR)
    },
    event: (world) => goesBy(world, DAY),
  },

  'old token cut': { ...ofToken, before: rotated, event: ({ ana }) => ana.presses('Cut now') },
  'old token revoked': { ...ofToken, before: rotated, event: (world) => goesByAsWorker(world, DAY + HOUR, HOUR) },
  'owner must revoke old token': {
    policy: { rules: [{ ...free, when: { rotation: true } }, both] },
    options: { method: 'oauth' },
    before: rotatedBySigningIn,
    event: (world) => goesBy(world, DAY),
  },

  'expiry reminder': {
    ...ofToken,
    before: (world) => collects(world),
    event: (world) => goesByAsWorker(world, 17 * DAY, 6 * HOUR),
  },
  expired: {
    ...ofToken,
    before: async (world) => {
      await collects(world)
      await goesByAsWorker(world, 29 * DAY + 20 * HOUR, 2 * HOUR)
    },
    event: (world) => goesByAsWorker(world, 5 * HOUR, HOUR),
  },
  'reminder answered': { ...ofToken, who: {}, before: reminded, event: ({ ana }) => ana.presses('Do not renew') },
  'reminders ignored': {
    ...ofToken,
    policy: { ...ofToken.policy, reminders: { before: ['14d'], escalateAfterIgnored: 1 } },
    before: reminded,
    event: (world) => goesByAsWorker(world, 4 * DAY, 6 * HOUR),
  },
  'reminder undeliverable': {
    ...ofToken,
    who: { administrator: ['carl'] },
    options: { env: { ADMINS: 'UCARL' } },
    before: (world) => collects(world),
    event: async (world) => {
      world.slack.fail('chat.postMessage', { error: 'messages_tab_disabled' }, { times: 3 })
      await goesByAsWorker(world, 17 * DAY, HOUR)
    },
  },

  'revoked by its owner': {
    ...ofToken,
    answered: 'ana',
    before: (world) => collects(world),
    event: async ({ ana }) => {
      await ana.types('/dremio-pat revoke tableau')
      await ana.waitsFor('Revoke this token?')
      await ana.submits('Revoke')
      await ana.waitsFor('is revoked')
    },
  },
  'given back by its owner': {
    ...ofToken,
    before: (world) => collects(world),
    event: async ({ ana }) => {
      await ana.presses("I'm done with it")
      await ana.waitsFor('is revoked: you gave it back')
    },
  },
  'revoked by an administrator': {
    answered: 'carl',
    options: {
      method: 'idp',
      dremio: { edition: 'software', version: '26' },
      administrator: true,
      env: { ADMINS: 'UCARL' },
    },
    before: async ({ ana, dremio }) => {
      dremio.mint(uids.ana, { label: 'tableau' })
      await ana.types('/dremio-pat list')
      await ana.waitsFor('tableau')
    },
    event: async ({ carl }) => {
      await carl.types('/dremio-pat admin revoke @ana tableau')
      await carl.waitsFor('Revoke this token of @Ana?')
      await carl.submits('Revoke')
      await carl.waitsFor('is revoked')
    },
  },
  'everything ended': {
    answered: 'carl',
    options: { administrator: true, dremio: { edition: 'software' }, env: { ADMINS: 'UCARL' } },
    before: (world) => asked(world),
    event: (world) => endsEverything(world),
  },
  'ended token left': {
    ...leftToken,
    event: (world) => goesBy(world, DAY),
  },
  'ended token gone': {
    ...leftToken,
    answered: 'ana',
    event: async (world) => {
      const { ana } = world
      await ana.presses('Revoke')
      await submits(ana, 'Revoke')
      await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
      await ana.waitsFor('is revoked')
      await goesBy(world, MINUTE)
    },
  },
  'leak reported': {
    ...ofToken,
    before: (world) => collects(world),
    event: async ({ bea, dremio }) => {
      const [token] = dremio.tokensOf(uids.ana)
      await bea.types('/dremio-pat leaked')
      await submits(bea, 'Revoke it', { Token: token?.secret ?? '' })
    },
  },

  'delegation started': {
    policy: { rules: [onlyBea] },
    who: { reviewer: ['bea'], delegate: ['carl'], 'new reviewer': ['carl'] },
    before: asked,
    event: ({ bea }) => bea.types('/dremio-pat delegate @carl'),
  },
  'delegation ended': {
    policy: { rules: [onlyBea] },
    who: { reviewer: ['bea'], delegate: ['carl'] },
    before: async (world) => {
      await asked(world)
      await world.bea.types('/dremio-pat delegate @carl')
      await world.carl.waitsFor('Why you:')
    },
    event: ({ bea }) => bea.types('/dremio-pat delegate off'),
  },
}

/** Redis goes away while Slack shows the token, and Dremio does not let it be looked for. */
async function interrupts(world: World): Promise<void> {
  const { ana, bot, dremio, redis, slack } = world
  const shown = slack.hold('chat.postEphemeral', { before: 'answer' })
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await shown.reached
  dremio.fail('list', { status: 503 }, { times: 999 })
  dremio.fail('delete', { status: 503 }, { times: 999 })
  const { claimUnsure, claimInterrupted } = english.failures
  await redis.restart?.(async () => {
    shown.release()
    await ana.waitsFor(() => [claimUnsure, claimInterrupted].some((said) => ana.sees().includes(ana.reads(said))))
  })
  const status = async () => (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status
  await vi.waitUntil(async () => (await status()) === 200, { timeout: 5_000 })
  dremio.clearFaults()
  await alarmsRunAfterTheLease(world)
}
