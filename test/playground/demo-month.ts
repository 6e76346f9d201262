// The last month of a token's life, played in seconds: the same bot in this process, with a clock that can be put forward.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { stillClock } from '../world/clock.ts'
import { startWorld, type World } from '../world/world.ts'
import { awaited } from './demo-awaited.ts'
import type { Stage } from './demo-stage.ts'

/** A Tuesday. Reminders go out within fifteen minutes after nine where Ana is, and she looks at twenty past. */
const BEGIN = Date.parse('2026-12-01T08:20:00Z')
const STEP = 6 * HOUR

const policy = `version: 1
rules: [{ name: everything, then: approve }]
managers: { map: { UANA: UBEA } }
reminders: { before: [14d, 7d, 1d], at: '09:00', days: weekdays, escalateAfterIgnored: 2 }
`

/** Fails as the story does, and if a secret was anywhere but where it belongs. */
export async function theLastMonth(stage: Stage): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dremio-pat-month-'))
  const path = join(folder, 'policy.yml')
  writeFileSync(path, policy)
  const world = await startWorld({ env: { POLICY_FILE: path }, clock: stillClock(BEGIN) })
  try {
    stage.casts(
      new Map([
        [world.ana, 'Ana'],
        [world.bea, 'Bea'],
      ]),
    )
    await play(world, stage)
  } finally {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function play(world: World, stage: Stage): Promise<void> {
  const { ana, bea } = world
  await stage.opens('The last month of a token, in seconds', 'The same bot, with a clock that is put forward.')
  await collects(world)
  ana.news()

  stage.says('Two weeks later, at nine in the morning where Ana is:')
  await until(world, awaited.expiresIn14Days)
  stage.shows(ana)

  stage.does(ana, 'presses [ Snooze ] and chooses three days')
  await ana.presses('Snooze')
  await ana.waitsFor((person) => person.form?.submit === 'Snooze')
  await ana.fills({ Until: '3 days' })
  await ana.submits('Snooze')
  await ana.waitsFor(awaited.snoozed)
  await world.slack.quiet()
  stage.shows(ana)

  stage.says('Three days later, over a weekend if there is one:')
  await until(world, awaited.snoozedOnce)
  stage.glances(ana)

  stage.does(ana, 'presses [ Rotate ] on the reminder, then [ Show token ], and saves the new one')
  await ana.presses('Rotate', { on: awaited.snoozedOnce })
  await ana.waitsFor(awaited.replacementApproved)
  await ana.presses('Show token')
  await ana.waitsFor('[ I have saved it ]')
  await ana.presses('I have saved it')
  await world.slack.quiet()
  await goesBy(world, HOUR)
  await ana.waitsFor(awaited.isRotated)
  ana.news()

  stage.says('A month later Ana is away, and her manager hears:')
  await until(world, awaited.toManager, bea)
  stage.shows(bea)

  stage.says('And when it has ended:')
  ana.news()
  await until(world, awaited.expired)
  stage.shows(ana)
}

async function collects({ ana, slack }: World): Promise<void> {
  await ana.types('/dremio-pat create tableau 30d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'Dashboards for the board meeting' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token')
  await ana.waitsFor('[ I have saved it ]')
  await ana.presses('I have saved it')
  await slack.quiet()
}

/** Until that is on the screen; the morning is never skipped. */
async function until(world: World, words: string, reader = world.ana): Promise<void> {
  for (let passed = 0; !reader.sees().includes(words); passed += STEP) {
    if (passed > 40 * DAY) throw new Error(`Forty days went by without “${words}”`)
    await goesBy(world, STEP)
  }
  await world.slack.quiet()
}

async function goesBy({ bot, clock }: World, milliseconds: number): Promise<void> {
  clock.pass(milliseconds)
  await bot.look()
  // What changed, and a second message, are looked at a second later.
  clock.pass(1_001)
  await bot.look()
}
