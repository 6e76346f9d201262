// `npm run playground`: the bot in a local workspace in the browser, with two people to act as.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fetchLocalSlack, localSlackIsCached, OPEN_TO_THE_NETWORK, whyNoLocalSlack } from './local-slack.ts'
import { buttonsOf } from './local-slack-blocks.ts'
import { Screen } from './local-slack-screen.ts'
import {
  type LocalWorld,
  type LocalWorldOptions,
  type PlaygroundAuthMethod,
  playgroundAuthMethods,
  startLocalWorld,
} from './local-world.ts'
import { whenOrphaned } from './orphaned.ts'

const USAGE = `npm run playground -- [--socket] [--way oauth|idp|token] [--port N]

  --socket   Socket Mode instead of signed HTTP requests
  --way W    how the bot acts at Dremio: people sign in there (oauth, as without it) or at an identity provider (idp),
             or the bot works with a static token of Ana's (token)
  --port N   where the page listens; any free port without it

POLICY_FILE (short times, other rules) and ADMINS (UANA or UBEA) in the environment go on to the bot.`

interface Wishes {
  socket: boolean
  port: number | undefined
  method: PlaygroundAuthMethod
}

async function main(): Promise<void> {
  const { socket, port, method } = readWishes()
  const obstacle = whyNoLocalSlack()
  if (obstacle !== undefined) return leave(obstacle)
  if (!localSlackIsCached()) console.log('Fetching local-slack, once (37 MB) …')
  await fetchLocalSlack()

  let world: LocalWorld | undefined
  let leaving = false
  const stop = async () => {
    // A second Ctrl-C is for whoever does not want to wait.
    if (leaving) process.exit(1)
    leaving = true
    await world?.stop()
    console.log('\nEverything is stopped, and nothing is kept.')
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
  whenOrphaned(() => void stop())

  const mode = socket ? 'socket' : 'events'
  world = await startLocalWorld({ mode, method, settings: handedOn(), ...(port !== undefined && { port }) })
  const { bot, logs } = { bot: world.bot.process, logs: world.bot.logs }
  bot.once('exit', (code) => {
    // Ctrl-C in a terminal reaches the bot as well as us, in any order.
    setTimeout(() => {
      if (!leaving) void world?.stop().then(() => leave(`The bot ended with code ${code}:\n${logs.slice(-5).join('')}`))
    }, 500)
  })
  bot.stdout?.on('data', (data: Buffer) => tellTrouble(data.toString()))
  welcome(world, socket, method)
  // Ends with local-slack, which is when we do.
  tellLinks(await Screen.at(world.slack.url)).catch(() => {})
}

function handedOn(): NonNullable<LocalWorldOptions['settings']> {
  const { ADMINS, POLICY_FILE } = process.env
  return { ...(ADMINS && { ADMINS }), ...(POLICY_FILE && { POLICY_FILE: resolve(POLICY_FILE) }) }
}

function readWishes(): Wishes {
  try {
    const { values } = parseArgs({
      options: { socket: { type: 'boolean' }, port: { type: 'string' }, way: { type: 'string' } },
    })
    const port = values.port === undefined ? undefined : Number(values.port)
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      throw new Error(`--port takes a number up to 65535, not ${values.port}`)
    }
    const method = playgroundAuthMethods.find((one) => one === (values.way ?? 'oauth'))
    if (method === undefined) throw new Error(`--way takes ${playgroundAuthMethods.join(', ')}, not ${values.way}`)
    return { socket: values.socket ?? false, port, method }
  } catch (error) {
    return leave(`${(error as Error).message}\n\n${USAGE}`)
  }
}

function welcome({ slack, redis }: LocalWorld, socket: boolean, method: PlaygroundAuthMethod): void {
  console.log(`
  The playground is open:   ${slack.url}

  "Act as", at the top right, says who you are. Under "Direct messages" stand the two people's own with the bot:
    Ana    asks for tokens
    Bea    approves them

  Try this first:
    1. As Ana, in Ana's direct messages, type   /dremio-pat create tableau 7d   and send the form.
    2. As Bea, in Bea's direct messages, press Approve, Deny or Review.
    3. As Ana, press Show token, then ${signIn[method]}I have saved it, and type   /dremio-pat list

  The bot is the real one, dist/main.js, by ${socket ? 'Socket Mode' : 'signed HTTP requests'}. Dremio is simulated: no token opens anything.
  Redis: ${redis.describe}.
  What this page (local-slack, not Slack) shows otherwise: dates as they are sent, three marks around code, the answer
  that a menu begins with as not chosen (it counts all the same), and an open form to everybody. Sign in to Dremio
  opens no page there: the link appears here instead.

  ${wrapped(OPEN_TO_THE_NETWORK)}

  Ctrl-C stops everything.
`)
}

const signIn: Readonly<Record<PlaygroundAuthMethod, string>> = {
  oauth: 'open the link that appears here (as ana@acme.test, any password), Show token again, ',
  idp: 'open the link that appears here (at Acme, as ana@acme.test, any password), Show token again, ',
  token: '',
}

/** local-slack opens no page for a button that leads to one. */
async function tellLinks(screen: Screen): Promise<void> {
  const told = new Set<string>()
  const next = () =>
    screen.messages
      .flatMap(({ blocks }) => buttonsOf(blocks ?? []).flatMap(({ element }) => element.url ?? []))
      .find((url) => !told.has(url))
  for (;;) {
    const link = await screen.until(next, LONGEST_WAIT, () => 'No link came.')
    told.add(link)
    console.log(`  Sign in to Dremio: ${link}`)
  }
}

/** What a timer can hold at most, milliseconds: 24 days. */
const LONGEST_WAIT = 2 ** 31 - 1

/** What the bot finds worth a warning; the rest of its log would only hide the lines above. */
function tellTrouble(lines: string): void {
  for (const line of lines.split('\n')) {
    if (/"level":"(warn|error)"/.test(line)) console.log(`  The bot says: ${line}`)
  }
}

function wrapped(text: string): string {
  return text.replace(/(.{1,108})(?: |$)/g, '$1\n  ').trimEnd()
}

function leave(message: string): never {
  console.error(message)
  process.exit(1)
}

main().catch((error: unknown) => leave(`The playground could not start: ${(error as Error).message}`))
