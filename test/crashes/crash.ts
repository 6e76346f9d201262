// One crash: a step, the call at which the bot is killed, perhaps a second death, how that is cleared up, and whose everything is.
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import type { Kind } from '../world/crossing.ts'
import { alarmsRun, beginLife, type Host, type Life } from './life.ts'
import { nextClick } from './next-clicks.ts'
import { breaches, livingTokens } from './ownership.ts'
import { unrecorded } from './records.ts'
import type { Step } from './step.ts'
import { untold } from './told.ts'

/** Who clears up: the alarms, the person who presses at once and again, or the person who comes a day later. */
export const recoveries = ['alarms', 'clicks', 'a day later'] as const
export type Recovery = (typeof recoveries)[number]

/** One death of a bot. */
export interface Death {
  /** The number of the call, from 1. */
  at: number
  kind: Kind
}

export interface Crash extends Death {
  step: Step
  recovery: Recovery
  host: Host
  /** The bot that clears up after the first death dies as well, at a call of that. */
  second?: Death
}

export interface Outcome extends Crash {
  /** The call at which it died; undefined if it had come to its end before. */
  call: string | undefined
  /** All calls of the step up to that one. */
  calls: readonly string[]
  /** The call at which the second bot died; undefined if there was none, or it had cleared up before. */
  secondCall: string | undefined
  /** What lived at Dremio when it was dead. */
  left: string
  /** What became of that until the person went on. */
  recovered: string
  /** What came of the person's going on. */
  ended: string
  /** Tokens that were nobody's at one of the moments at which somebody looked. */
  unowned: number
  /** In words, what was against the law. */
  wrong: string[]
}

/** Whatever time does to a claim, one after the other: its lease ends, its owner is asked, it is revoked, it is tried again. */
const pauses = [3 * MINUTE, HOUR, DAY, DAY + HOUR]

/** The calls of the step when nobody dies. */
export async function callsOf(step: Step, redis: string, host: Host): Promise<readonly string[]> {
  const { life, click } = await prepare(step, redis, host)
  try {
    await nothingRuns(life, step.hangs)
    void life.crossing.watch()
    await click()
    await isOver(life, step.hangs)
    return life.crossing.calls
  } finally {
    await life.ends()
  }
}

/** A machine that is too busy for the bot's patience with Redis spoils no more than what comes before a crash: it begins anew. */
async function prepare(
  step: Step,
  redis: string,
  host: Host,
  tries = 3,
): Promise<{ life: Life; click: () => Promise<unknown> }> {
  const life = await beginLife(redis, step.world, host)
  try {
    return { life, click: await step.prepare(life) }
  } catch (error) {
    await life.ends()
    if (tries === 1) throw error
    return prepare(step, redis, host, tries - 1)
  }
}

/** `onlyWaits` is called when there is nothing left to do but to wait for the end of what was killed. */
export async function runCrash(crash: Crash, redis: string, onlyWaits: () => void): Promise<Outcome> {
  const { step, recovery, host } = crash
  const wrong: string[] = []
  let life: Life | undefined
  const told = {
    call: undefined as string | undefined,
    calls: [] as readonly string[],
    secondCall: undefined as string | undefined,
    left: '',
    recovered: '',
    ended: '',
  }
  let unowned = 0
  const look = async (when: string, settled = false) => {
    if (!life) return
    const found = await breaches(life, { settled })
    unowned += found.filter((one) => one.endsWith('nobody’s')).length
    if (settled) found.push(...(await untold(life)), ...(await unrecorded(life)))
    wrong.push(...found.map((one) => `${when}: ${one}`))
  }
  try {
    const prepared = await prepare(step, redis, host)
    life = prepared.life
    const { passes, quiet } = life
    told.call = await killedAt(life, prepared.click, crash, step.hangs)
    told.calls = life.crossing.calls.slice(0, crash.at)
    told.left = await whatLives(life)
    await look('dead')
    if (crash.second) {
      await life.succeeds()
      told.secondCall = await killedAt(life, await clearsUp(life, crash), crash.second)
      await look('dead once more')
    }
    await life.begins()
    // Whoever presses at once meets a web that was started again, beside a worker that was never gone.
    if (recovery !== 'clicks') await life.rebuilds()
    if (recovery === 'alarms') {
      for (const pause of pauses) {
        await passes(pause)
        await life.look()
        await quiet()
        await look(`after ${pause / MINUTE} more minutes`, true)
      }
    }
    if (recovery === 'a day later') await passes(25 * HOUR)
    told.recovered = await whatLives(life, recovery === 'a day later' ? 'overdue' : undefined)
    told.ended = await step.again(life)
    if (told.ended === 'told to wait' && recovery === 'clicks') {
      await look('after the first click')
      await passes(3 * MINUTE)
      told.ended = await step.again(life)
    }
    if (told.ended === 'told to wait') wrong.push('the person is told to wait for ever')
    await alarmsRun(life)
    await look('in the end', true)
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error))
  } finally {
    onlyWaits()
    await life?.ends().catch((error: Error) => wrong.push(error.message))
  }
  return { ...crash, ...told, unowned, wrong }
}

/** The name of the call; undefined if the step came to its end, and the bot died only then. */
async function killedAt(
  life: Life,
  click: () => Promise<unknown>,
  { at, kind }: Death,
  hangs?: boolean,
): Promise<string | undefined> {
  await nothingRuns(life, hangs)
  const { crossing, bot } = life
  const died = crossing.watch({ at, kind, kill: bot.kill }).then(() => true)
  // What it is answered is nobody's business: the bot may die of it.
  const clicked = click().catch(() => {})
  const over = clicked.then(() => isOver(life, hangs)).then(() => false)
  const isDead = await Promise.race([died, over])
  crossing.close()
  if (!isDead) await bot.kill()
  await clicked
  return isDead ? crossing.calls[at - 1] : undefined
}

/** What the second bot does: one click on a button that is on the screen, or else the alarms of three minutes later. */
async function clearsUp(life: Life, { step, recovery }: Crash): Promise<() => Promise<unknown>> {
  const click = recovery === 'clicks' ? (step.click ?? nextClick)(life) : undefined
  if (click) return click
  await life.rebuilds()
  await life.passes(3 * MINUTE)
  return () => life.bot.look()
}

/** On a busy machine Slack may have heard nothing for a while of what still runs. */
async function nothingRuns({ bot, quiet }: Life, hangs = false): Promise<void> {
  if (!hangs) await bot.idle()
  await quiet()
}

/** The click is answered: resolves when nothing that it began runs or crosses any more, or the bot is dead. */
async function isOver({ bot, crossing, quiet }: Life, hangs = false): Promise<void> {
  do {
    if (!hangs) await bot.idle()
    await quiet()
  } while (crossing.isBusy)
}

/** `late` is what something is called that is nobody's because no worker has run for so long. */
async function whatLives(life: Life, late = 'unowned'): Promise<string> {
  const living = await livingTokens(life)
  const requests: string[] = []
  for await (const { state } of life.store.requests.everyOpen()) requests.push(state)
  const tokens = living.map(({ ownership, seen }) => {
    return `${seen ? '' : 'unseen '}${ownership === 'unowned' ? late : ownership}`
  })
  return [...requests, ...tokens].join(' + ') || 'nothing'
}
