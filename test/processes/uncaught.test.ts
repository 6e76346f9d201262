// What nobody caught, in the built process: one line without contents, and an end in order, or none at all.

import { afterEach, describe, expect, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import { approved, cardOf, secretBefore } from '../flows/story.ts'
import { startWorld, type World } from '../world/world.ts'

const PRELOADED = new URL('../world/troublemaker.mjs', import.meta.url).href

let world: World
afterEach(() => world?.close())

const begin = async (trouble: string) => {
  world = await startWorld({ processes: 1, env: { NODE_OPTIONS: `--import ${PRELOADED}`, TROUBLE: trouble } })
  const [bot] = world.processes
  if (!bot) throw new Error('there is no process')
  const { ana, dremio } = world
  return { ana, dremio, bot, log: () => bot.logs.join(''), goesWrong: () => void bot.process.kill('SIGUSR2') }
}
const patient = { timeout: 8_000 }

function isCleanJson(log: string): void {
  for (const line of log.split('\n').filter(Boolean)) expect(() => JSON.parse(line), line).not.toThrow()
  expect(log).not.toContain('canary')
}

describe('what nobody caught', () => {
  test.each(['a rejection', 'a rejected word', 'a rejected null', 'an exception'])(
    '(%s) ends the process with 1, after what runs is finished, and says so without contents',
    async (trouble) => {
      const { ana, dremio, bot, log, goesWrong } = await begin(trouble)
      await approved(world)
      const gate = dremio.hold('create')
      await ana.presses('Show token')
      await gate.reached
      const ended = new Promise((resolve) => bot.process.once('exit', resolve))
      goesWrong()
      await expect.poll(log, patient).toContain('"stopping"')
      gate.release()
      expect(await ended).toBe(1)
      await secretBefore(ana)
      expect(cardOf(world)).toBe(
        english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
      )
      const said = log()
        .split('\n')
        .filter((line) => line.includes('that nobody caught"') && line.includes('goesOn'))
      expect(said).toHaveLength(1)
      const line = JSON.parse(said[0] ?? '') as { level: string; goesOn: boolean; where?: string[] }
      expect(line).toMatchObject({ level: 'error', goesOn: false })
      if (trouble === 'a rejection') expect(line.where?.[0]).toMatch(/^test\/world\/troublemaker\.mjs:\d+:\d+$/)
      isCleanJson(log())
    },
  )

  test.each(['a network error', 'a network error below'])(
    '(%s) is said, and the process goes on: nobody waited for that call',
    async (trouble) => {
      const { ana, bot, log, goesWrong } = await begin(trouble)
      goesWrong()
      await expect.poll(log, patient).toContain('"goesOn":true')
      await ana.types('/dremio-pat list')
      await ana.waitsFor('You don’t have any active Dremio tokens.')
      expect(bot.process.exitCode).toBeNull()
      isCleanJson(log())
    },
  )

  test('a warning of node’s is a line of the log like any other', async () => {
    const { log, goesWrong, bot } = await begin('a warning')
    goesWrong()
    await expect.poll(log, patient).toContain('"node warns"')
    expect(log()).toContain('CanaryFreeWarning')
    expect(bot.process.exitCode).toBeNull()
    isCleanJson(log())
  })
})
