// `npm run demo`: the whole story in a terminal, played by the real bot in a simulated world, and the proof at its end.
import { theLastMonth } from './demo-month.ts'
import { prove } from './demo-proof.ts'
import { Stage } from './demo-stage.ts'
import { tellStory } from './demo-story.ts'
import { startDemoWorld } from './demo-world.ts'
import { whenOrphaned } from './orphaned.ts'

const ends: (() => Promise<unknown>)[] = []
const stage = new Stage()

/** Played while the story waits for seconds to pass, and told after it. */
async function playLastMonth(): Promise<string> {
  const { isTTY, columns } = process.stdout
  let told = ''
  const apart = new Stage(
    {
      isTTY,
      columns,
      write(text) {
        told += text
      },
    },
    { isNumbered: false },
  )
  await theLastMonth(apart).catch((error: Error) => {
    throw new Error(`“${apart.scene}”: ${error.message}`)
  })
  return told
}

async function main(): Promise<void> {
  const lastMonth = playLastMonth()
  ends.push(() => lastMonth)
  // It is reported where it is told.
  lastMonth.catch(() => {})
  const world = await startDemoWorld((end) => ends.push(end))
  stage.casts(
    new Map([
      [world.ana, 'Ana'],
      [world.bea, 'Bea'],
      [world.carl, 'Carl'],
    ]),
  )
  stage.says(
    'How Ana gets a Dremio token through Slack, and how it stays hers. The bot is the real one; Slack and Dremio are ' +
      `simulated. Redis: ${world.redis.describe}.`,
  )
  await tellStory(world, stage)
  await stage.opens('Where was the token?', 'Everything said, stored and logged is searched.')
  stage.concludes(await prove(world))
  process.stdout.write(await lastMonth)
}

let leaving = false
/** Ends what runs, the bot first; children that are not ended by then end by our exit. */
async function leave(code: number, words: string): Promise<void> {
  if (leaving) return
  leaving = true
  if (words !== '') console[code === 0 ? 'log' : 'error'](`\n${words}`)
  setTimeout(() => process.exit(1), 5_000).unref()
  for (const end of ends.reverse()) await end().catch(() => {})
  process.exit(code)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void leave(1, `The demo was stopped by ${signal}.`))
}
whenOrphaned(() => void leave(1, ''))
// `npm run demo | head`
process.stdout.on('error', () => void leave(1, ''))

main().then(
  () => leave(0, 'The same in a browser, with you at the screen: npm run playground'),
  (error: Error) => leave(1, `The demo went wrong at “${stage.scene}”: ${error.message}`),
)
