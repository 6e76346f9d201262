// Starts local-slack, an independent Slack emulator with a web page, for one workspace, one app and some people.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { stringify } from 'yaml'
import { fetchLocalSlack } from './local-slack-binary.ts'
import { openConfirmingApi } from './local-slack-confirming.ts'

export { fetchLocalSlack, localSlackIsCached, whyNoLocalSlack } from './local-slack-binary.ts'

/** To be printed wherever it is started for a person: local-slack has no option to listen on loopback only. */
export const OPEN_TO_THE_NETWORK =
  'local-slack listens on all network interfaces and lets everybody in, as whoever they like. Keep it to a machine and ' +
  'a network that you trust, or to a container whose port is published on 127.0.0.1 only.'

export interface LocalSlackWorld {
  /** How the app is reached: signed HTTP requests to `requestUrl`, or Socket Mode. */
  mode: 'events' | 'socket'
  /** The app's `/slack/events`; required in mode `events`. */
  requestUrl?: string
  /** 0 or nothing: any free port. */
  port?: number
  team: { id: string; name: string; domain?: string }
  app: { id: string; botUserId: string; botName: string; botToken: string; appToken?: string; signingSecret?: string }
  people: readonly { id: string; name: string; realName?: string; email?: string; timeZone?: string }[]
  /** Each person's DM with the bot is added by itself; see `dmOf`. */
  channels: readonly { id: string; name: string; members: readonly string[]; private?: boolean }[]
}

export interface LocalSlack {
  /** The page for people. */
  url: string
  /** The Web API's base, for SLACK_API_URL; it also says that everybody's address is confirmed, which local-slack leaves out. */
  apiUrl: string
  stop(): Promise<void>
}

/** The id of a person's DM with the bot. It exists from the start, as in Slack, where an app can be opened unasked. */
export function dmOf(personId: string): string {
  return `D${personId.slice(1)}`
}

export async function startLocalSlack(world: LocalSlackWorld): Promise<LocalSlack> {
  if (world.mode === 'events' && world.requestUrl === undefined) {
    throw new Error('In mode "events" local-slack must know where the app listens: requestUrl is missing.')
  }
  const program = await fetchLocalSlack()
  const folder = await mkdtemp(join(tmpdir(), 'dremio-pat-local-slack-'))
  try {
    const config = join(folder, 'config.yaml')
    await writeFile(config, configOf(world))
    const args = ['--config', config, '--port', String(world.port ?? 0), '--base-host', '127.0.0.1']
    const child = startUnderWatch(program, args)
    const url = await addressFrom(child).catch(async (error) => {
      await stop(child)
      throw error
    })
    const api = await openConfirmingApi(`${url}/api/`)
    return { url, apiUrl: api.url, stop: () => Promise.all([api.close(), stop(child)]).then(() => {}) }
  } finally {
    // The file is read once, at the start, and holds the app's (pretended) secrets.
    await rm(folder, { recursive: true, force: true })
  }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

// Our end of the pipe closes with our process, however it ends, SIGKILL included, where no exit handler would run. The
// background `cat` sees that and ends local-slack, whose process id is the shell's own because of `exec`.
const WATCH = 'exec 3<&0; (cat <&3; kill "$$") >/dev/null 2>&1 & exec "$@" 3<&- </dev/null'

function startUnderWatch(program: string, args: readonly string[]): Child {
  const child = spawn('/bin/sh', ['-c', WATCH, 'sh', program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {}) // a write is never tried; only the closing of a broken pipe could end up here
  return child
}

async function stop(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill() // SIGTERM: it removes the uploaded files
  await gone
}

/** Waits for the line that it prints once it listens; that names the port, also where we asked for any. */
async function addressFrom(child: Child): Promise<string> {
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk
      const address = /Web UI:\s+(http:\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    }
    // Before the one line that says why, it prints pages of its own source.
    const words = () => /^error: .*/m.exec(said)?.[0] ?? said.trim()
    const fail = (why: string) => reject(new Error(`local-slack did not start: ${why}\n${words()}`))
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', (error) => fail(error.message))
    child.once('close', (code) => fail(`it ended with code ${code}`))
    setTimeout(() => fail('it was silent for 20 seconds'), 20_000).unref()
  })
  const answer = await fetch(`${url}/_control/state`)
  if (!answer.ok) throw new Error(`local-slack answered ${answer.status} to the first question.`)
  return url
}

function configOf({ team, app, people, channels, mode, requestUrl }: LocalSlackWorld): string {
  return stringify({
    workspace: { teamId: team.id, name: team.name, domain: team.domain ?? 'local' },
    apps: [
      {
        appId: app.id,
        botUserId: app.botUserId,
        botName: app.botName,
        botToken: app.botToken,
        appToken: app.appToken,
        signingSecret: app.signingSecret,
        mode,
        requestUrl,
      },
    ],
    users: people.map(({ id, name, realName, email, timeZone }) => ({
      id,
      name,
      real_name: realName ?? name,
      email,
      tz: timeZone,
    })),
    channels: [
      ...channels.map(({ id, name, members, private: hidden }) => ({ id, name, members, is_private: hidden ?? false })),
      ...people.map(({ id, name }) => ({
        id: dmOf(id),
        name: `dm-${name}`,
        is_channel: false,
        is_private: true,
        is_im: true,
        members: [id, app.botUserId],
      })),
    ],
  })
}
