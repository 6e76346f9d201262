// The built bot in a process that a test kills: what a person or an alarm begins runs here, by a clock that the test moves.
// Not TypeScript, because nothing may stand between Node and the built files: it is started hundreds of times.
import { startBot } from '../../dist/bot.js'
import { readConfig } from '../../dist/config.js'
import { randomIds } from '../../dist/ids.js'
import { createLog } from '../../dist/log.js'

let ahead = Number(process.env.CLOCK_AHEAD)
const bot = await startBot({
  config: readConfig(process.env),
  parts: ['web'],
  timers: false,
  clock: { now: () => Date.now() + ahead },
  ids: randomIds,
  log: createLog('debug'),
})
await Promise.all([bot.connected, bot.looked])

const asked = {
  pass: (milliseconds) => {
    ahead += milliseconds
  },
  look: () => bot.look(),
  idle: () => bot.idle(),
}

process.on('message', async ({ number, what, milliseconds }) => {
  await asked[what](milliseconds)
  process.send({ number })
})
// Nobody who started it is left to end it.
process.on('disconnect', () => process.exit(0))
process.send({ port: bot.port })
