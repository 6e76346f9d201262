// The story behind the pictures of the documents, played by the real bot in the simulated world.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { english } from '../../../src/words/words.ts'
import { stillClock } from '../../world/clock.ts'
import type { Actor } from '../../world/slack/driver/person.ts'
import { startWorld, uids, type World } from '../../world/world.ts'
import { awaited } from '../demo-awaited.ts'
import { buttonsIn, Camera, type Picture } from './camera.ts'

const DAY = 86_400_000
/** A Tuesday, so that dates on pictures do not change from one drawing to the next. */
const BEGIN = Date.parse('2026-12-01T08:40:00Z')
const AUDIT = 'C0AUDIT'

const policy = {
  version: 1,
  lifetime: { default: '30d', max: '90d', choices: ['7d', '14d', '30d', '90d'] },
  rules: [{ name: 'everybody asks their manager', then: 'review', approvers: ['manager'], fallback: ['group:S0DATA'] }],
  managers: { map: { UANA: 'UBEA' } },
  reminders: { before: ['14d', '7d', '1d'], at: '09:00' },
}

/** Plays all of it and returns the pictures in the order in which they were taken. Fails if a secret got out on the way. */
export async function takePictures(): Promise<Picture[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'))
  const file = join(folder, 'policy.yml')
  writeFileSync(file, stringify(policy))
  const world = await startWorld({
    method: 'oauth',
    clock: stillClock(BEGIN),
    layout: 'apart',
    slack: {
      groups: [{ id: 'S0DATA', handle: 'data-team', users: ['UCARL', 'UBEA'] }],
      channels: [
        { id: 'C0GENERAL', name: 'general' },
        { id: AUDIT, name: 'dremio-audit', botIsMember: true },
      ],
    },
    env: { POLICY_FILE: file, AUDIT_CHANNEL: AUDIT, DREMIO_OFFLINE: 'true', ADMINS: 'UCARL' },
  })
  const camera = new Camera(world)
  try {
    await aRequest(world, camera)
    await aReview(world, camera)
    await aToken(world, camera)
    await aDelegation(world, camera)
    await aList(world, camera)
    await aHome(world, camera)
    await aLeak(world, camera)
    await theAudit(world, camera)
    await aReminder(world, camera)
    return camera.pictures
  } finally {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function aRequest(world: World, camera: Camera): Promise<void> {
  const { ana, slack } = world
  await asks(ana, 'tableau 30d', 'Dashboards for the board meeting')
  await slack.quiet()
  camera.takesForm(ana, { name: 'request', title: 'The form New Dremio token on a phone, filled in', width: 'phone' })
  await ana.submits('Request')
}

async function aReview(world: World, camera: Camera): Promise<void> {
  const { ana, bea, slack } = world
  await hasButton(bea, 'Approve')
  await slack.quiet()

  camera.takesMessage(bea, {
    name: 'approval',
    title: 'An approver’s card on a phone: who asks for what and why, with Approve, Deny and Review',
    width: 'phone',
    button: 'Approve',
  })
  await bea.presses('Review')
  await bea.waitsFor((person) => person.form?.submit === 'Decide')
  await bea.fills({ Lifetime: '14 days', Comment: 'Two weeks are enough to try it out.' })
  camera.takesForm(bea, { name: 'review', title: 'The form Review request, with a shorter lifetime and a comment' })
  await bea.submits('Decide')
  await hasButton(ana, 'Show token')
}

async function aToken(world: World, camera: Camera): Promise<void> {
  const { ana, slack } = world
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await hasButton(ana, 'Sign in to Dremio')
  await slack.quiet()

  camera.takesMessage(ana, {
    name: 'sign-in',
    title: 'The requester’s card: approved, and to be collected after signing in to Dremio',
    button: 'Sign in to Dremio',
  })
  const browser = world.browser()
  await browser.open(ana.linkTo('Sign in to Dremio') ?? '')
  browser.fill({ email: 'ana@acme.test' })
  await browser.press('Sign in')
  await ana.waitsFor(awaited.signedIn)
  await slack.quiet()
  await ana.presses('Show token')
  await ana.waitsFor(() => world.dremio.secrets.some((secret) => ana.sees().includes(secret)))
  await slack.quiet()

  camera.takesMessage(ana, {
    name: 'secret',
    title: 'The message with the token on a phone, which only its owner sees; the token is masked in this picture',
    width: 'phone',
    button: 'Hide',
  })
  const before = ana.ephemerals.length
  await ana.presses('How do I connect?')
  await ana.waitsFor((person) => person.ephemerals.length > before)
  await slack.quiet()
  camera.takesMessage(ana, { name: 'connect', title: 'Settings for a tool, with a placeholder for the token' })
  await ana.presses('I have saved it')
  await slack.quiet()
}

async function aDelegation({ bea, slack }: World, camera: Camera): Promise<void> {
  await bea.types('/dremio-pat delegate')
  await bea.waitsFor((person) => person.form?.submit === 'Save')
  await bea.fills({ Delegate: 'Carl' })
  await slack.quiet()
  camera.takesForm(bea, { name: 'delegate', title: 'The form Delegate reviews' })
  await bea.closes()
}

async function aList({ ana, dremio, slack }: World, camera: Camera): Promise<void> {
  dremio.mint(uids.ana, { label: 'quick test' })
  await ana.types('/dremio-pat list')
  await hasButton(ana, 'Rotate')
  await slack.quiet()

  camera.takesMessage(ana, {
    name: 'list',
    title: 'The answer to /dremio-pat list, with a menu on each token',
    button: 'Rotate',
  })
}

async function aHome({ ana, slack }: World, camera: Camera): Promise<void> {
  await ana.opensHome()
  await slack.quiet()
  await ana.waitsFor(({ home }) => home?.includes('quick test'))
  camera.takesHome(ana, {
    name: 'home',
    title: 'The Home tab: what needs somebody, their tokens with a menu on each, their requests and reminders',
  })
}

async function aLeak({ ana, dremio, slack }: World, camera: Camera): Promise<void> {
  await ana.types('/dremio-pat leaked')
  await ana.waitsFor((person) => person.form?.submit === 'Revoke it')
  await slack.quiet()
  camera.takesForm(ana, { name: 'leaked', title: 'The form Leaked token' })
  const { secret } = dremio.mint(uids.ana, { label: 'old script' })
  await ana.fills({ Token: secret })
  await ana.submits('Revoke it')
  await slack.quiet()
}

/** A token for two weeks: its first reminder comes when one of them is over, at nine o'clock. */
async function aReminder({ ana, bot, clock, slack }: World, camera: Camera): Promise<void> {
  clock.pass(6 * DAY)
  await bot.look()
  for (let hour = 0; hour < 48 && !buttonsOf(ana).includes('Snooze'); hour += 1) {
    clock.pass(DAY / 24)
    await bot.look()
    clock.pass(1_001)
    await bot.look()
    await slack.quiet()
  }

  camera.takesMessage(ana, {
    name: 'reminder',
    title: 'A reminder, with Rotate, Snooze, Do not renew and Revoke',
    button: 'Snooze',
  })
}

/** It hears of deeds a second after one another, by the machine's clock. */
async function theAudit({ carl, slack }: World, camera: Camera): Promise<void> {
  await carl.waitsFor(() => slack.conversation(AUDIT).some(({ text }) => text.includes('revoked')))
  camera.takesChannel(AUDIT, carl.reader, { name: 'audit', title: 'The audit channel, which hears of every deed' })
}

async function asks(ana: Actor, words: string, reason: string): Promise<void> {
  await ana.types(`/dremio-pat create ${words}`)
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: reason })
}

async function hasButton(person: Actor, button: string): Promise<void> {
  await person.waitsFor((one) => buttonsOf(one).includes(button))
}

function buttonsOf({ messages, ephemerals }: Actor): string[] {
  return [...messages, ...ephemerals].flatMap(({ blocks }) => buttonsIn(blocks))
}
