// Socket Mode: the connection that we open to Slack, opened again whenever it is lost, for as long as the process lives.
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import type { WebClientOptions } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import { reasonOf } from './client.ts'
import { received } from './payload.ts'

/** From the question for an address to Slack's hello, milliseconds: longer than the question itself may take. */
const HELLO_WITHIN = 15 * SECOND
/** The pause before the second attempt, doubled up to the longest one. Slack asks for a back-off and names no figure. */
const FIRST_PAUSE = SECOND
const LONGEST_PAUSE = 30 * SECOND
/** A connection that lasted so long was a good one: if it is lost, the next attempt is made at once. */
const STEADY = 10 * SECOND
/** What an envelope may be; `hello` and `disconnect` are none. */
const ENVELOPES = ['events_api', 'slash_commands', 'interactive']

export interface SocketSettings {
  /** A bare value. */
  appToken: string
  clientOptions: WebClientOptions
  /** Milliseconds, by the machine's clock. */
  now: () => number
  random: () => number
  /** Milliseconds without an answer to a ping after which the connection is given up; the library's own if not said. */
  pingTimeout?: number
  /** Hears once of an outage, and once of its end. */
  onLost(reason: string): void
  onBack(milliseconds: number): void
  /** Hears of a frame that is none of Slack's, without what was in it. */
  onMalformed(): void
  onFailed(error: unknown): void
}

export interface Socket {
  receiver: Receiver
  /** Resolves when Slack has said hello; from then on the connection is kept up. Throws `slack_unavailable`. */
  open(): Promise<void>
  close(): Promise<void>
  /** Why and since when (by `now`) there is no connection; undefined while there is one. */
  away(): { reason: string; since: number } | undefined
}

interface Frame {
  type?: unknown
  reason?: unknown
  envelope_id?: unknown
  payload?: unknown
  retry_attempt?: unknown
  retry_reason?: unknown
}

/**
 * The library's client keeps the connection alive (pings) and says when it is lost. Its own way to connect again is not
 * used: it gives up at the first network error with a rejection that nobody hears, which ends the process. Nor does it
 * get to see envelopes: one without an event ends the process just so.
 */
export function createSocket(settings: SocketSettings): Socket {
  const { now, random, onLost, onBack, onMalformed, onFailed } = settings
  // Whichever logger stands in the options goes before the silent one.
  const { logger: _, ...clientOptions } = settings.clientOptions
  const { client } = new SocketModeReceiver({
    appToken: settings.appToken,
    autoReconnectEnabled: false,
    logger: silent,
    ...(settings.pingTimeout !== undefined && {
      clientPingTimeout: settings.pingTimeout,
      serverPingTimeout: 6 * settings.pingTimeout,
    }),
    installerOptions: {
      clientOptions: {
        ...clientOptions,
        // How often it is tried is decided here.
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  })
  let app: App | undefined
  let away: { reason: string; since: number } | undefined = { reason: 'not connected', since: now() }
  let openedAt = 0
  let attempts = 0
  let isClosed = false
  let keepsUp = false
  let wake = () => {}
  /** Why Slack, or we, ended the connection; forgotten when there is another one. */
  let farewell: string | undefined

  const [handshake] = client.listeners('ws_message') as ((data: unknown, isBinary: boolean) => Promise<void>)[]
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    takeFrame(data, isBinary).catch(onFailed)
  })
  client.on('disconnected', () => {
    if (away || isClosed) return
    away = { reason: farewell ?? 'connection lost', since: now() }
    if (now() - openedAt >= STEADY) attempts = 0
    if (keepsUp) void keepUp()
  })

  async function attempt(): Promise<void> {
    farewell = undefined
    const patience = setTimeout(() => void client.disconnect(), HELLO_WITHIN)
    try {
      await client.start()
    } catch (error) {
      // The client rejects with nothing where the connection ended before the hello.
      const reason = farewell ?? (error === undefined ? 'no hello' : reasonOf(error))
      if (away) away = { ...away, reason }
      throw new BotError('slack_unavailable', { operation: 'open a socket', reason })
    } finally {
      clearTimeout(patience)
    }
    if (isClosed) {
      void client.disconnect()
      throw new BotError('slack_unavailable', { operation: 'open a socket', reason: 'closed' })
    }
    openedAt = now()
    away = undefined
  }

  async function keepUp(): Promise<void> {
    const lost = away
    let isTold = false
    while (away && !isClosed) {
      await pause(attempts)
      attempts += 1
      if (isClosed) return
      try {
        await attempt()
      } catch {
        if (!isTold && !isClosed) onLost(away.reason)
        isTold = true
      }
    }
    if (isTold && lost && !isClosed) onBack(now() - lost.since)
  }

  function pause(failures: number): Promise<void> {
    if (failures === 0) return Promise.resolve()
    const longest = Math.min(FIRST_PAUSE * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE)
    // Not all at the same moment after an incident at Slack.
    const milliseconds = longest * (0.5 + random() / 2)
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function takeFrame(data: unknown, isBinary: boolean): Promise<void> {
    // What we do not acknowledge any more, Slack hands to another process.
    if (isClosed) return
    const frame = isBinary || typeof data !== 'string' ? undefined : readFrame(data)
    if (!frame) return onMalformed()
    if (frame.type === 'disconnect') farewell = wordIn(frame.reason)
    if (frame.type === 'hello' || frame.type === 'disconnect') return handshake?.(data, isBinary)
    const { envelope_id: id } = frame
    if (typeof id !== 'string') return onMalformed()
    const got = ENVELOPES.includes(String(frame.type)) ? received(frame.payload) : undefined
    if (got?.kind !== 'payload') {
      onMalformed()
      // Else Slack sends it again and again.
      return send(id)
    }
    let isAcknowledged = false
    await app?.processEvent({
      body: got.body,
      ack: async (answer?: unknown) => {
        if (isAcknowledged) return
        isAcknowledged = true
        await send(id, answer)
      },
      ...(typeof frame.retry_attempt === 'number' && { retryNum: frame.retry_attempt }),
      ...(typeof frame.retry_reason === 'string' && { retryReason: frame.retry_reason }),
    })
  }

  /** As the library's client does: it keeps its own `send` to itself, and hands it out with envelopes only. */
  function send(id: string, answer: unknown = {}): Promise<void> {
    const payload = typeof answer === 'string' ? { text: answer } : answer
    return new Promise((resolve, reject) => {
      const unsent = () => reject(new BotError('slack_unavailable', { operation: 'answer', reason: 'no connection' }))
      const { websocket } = client
      if (!websocket?.isActive()) return unsent()
      websocket.send(JSON.stringify({ envelope_id: id, payload }), (error) => (error ? unsent() : resolve()))
    })
  }

  return {
    receiver: {
      init(bolt) {
        app = bolt
      },
      start: async () => {},
      stop: async () => {},
    },
    async open() {
      keepsUp = false
      await attempt()
      attempts = 0
      keepsUp = true
    },
    async close() {
      isClosed = true
      wake()
      // Not waited for: a peer that is gone would hold us up until the library loses patience, thirty seconds later.
      if (!away) void client.disconnect()
    },
    away: () => away,
  }
}

function readFrame(text: string): Frame | undefined {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === 'object' && frame !== null ? frame : undefined
  } catch {
    // The error quotes the text.
    return undefined
  }
}

/** `warning`, `refresh_requested`, `link_disabled`; nothing longer gets into the log. */
function wordIn(reason: unknown): string | undefined {
  return typeof reason === 'string' && /^[a-z_]{1,40}$/.test(reason) ? reason : undefined
}

/** The library says the same of every attempt, and its errors may quote addresses with a ticket in them. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as ReturnType<Logger['getLevel']>,
  setName() {},
}
