// A bot in the test's own process, made to be killed at any moment: at its death every way in and out is cut off for good.
import { startBot } from '../../src/bot.ts'
import { readConfig } from '../../src/config.ts'
import { randomIds } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import type { Borders } from './borders.ts'
import { openFrontDoor } from './front-door.ts'
import type { MortalBot, MortalWorld } from './mortal-bot.ts'

/** Whatever is cut off gives up within this time, milliseconds: Slack's SDK after three more tries, Redis after two seconds. */
const GIVES_UP_WITHIN = 30_000

/**
 * It costs a tenth of what a process costs. What it still does when it is dead reaches nobody, and nobody reaches it: that
 * is all that anybody else can see of a SIGKILL.
 */
export async function startMortalInProcess(borders: Borders, { ahead, logs }: MortalWorld): Promise<MortalBot> {
  let offset = ahead
  const bot = await startBot({
    config: readConfig({ ...borders.env, PORT: '0' }),
    parts: ['web'],
    timers: false,
    clock: { now: () => Date.now() + offset },
    ids: randomIds,
    log: createLog('debug', { write: (line) => void logs.push(line) }),
  })
  await Promise.all([bot.connected, bot.looked])
  // Its own port stays open until it has stopped, so nobody is told that one.
  const door = await openFrontDoor(0)
  door.leadsTo(bot.port)
  let dies = () => {}
  const death = new Promise<void>((resolve) => {
    dies = resolve
  })
  let stopped: Promise<void> | undefined

  function die(): Promise<void> {
    borders.cut()
    const shut = door.close()
    dies()
    return inTime(Promise.all([bot.stop(), shut]))
  }

  async function kill(): Promise<void> {
    stopped ??= die()
    // Whoever waits for its end hears of it.
    stopped.catch(() => {})
  }

  return {
    port: door.port,
    async pass(milliseconds) {
      offset += milliseconds
    },
    look: () => Promise.race([bot.look(), death]),
    idle: () => Promise.race([bot.idle(), death]),
    kill,
    async ends() {
      await kill()
      await stopped
    },
  }
}

async function inTime(stopped: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    const error = new Error(`A bot that is cut off still runs after ${GIVES_UP_WITHIN} ms`)
    timer = setTimeout(() => reject(error), GIVES_UP_WITHIN)
  })
  try {
    await Promise.race([stopped, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
