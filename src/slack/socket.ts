// Socket Mode: the connection to Slack, reopened whenever it is lost, for as long as the process lives.
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import type { WebClientOptions } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import { reasonOf } from './client.ts'
import { received } from './payload.ts'

/** Milliseconds from the request for a URL to Slack's hello: longer than that request may take. */
const HELLO_WITHIN = 15 * SECOND
/**
 * The pause before the second attempt, which doubles up to the longest one. Slack asks for a back-off without naming a
 * figure.
 */
const FIRST_PAUSE = SECOND
const LONGEST_PAUSE = 30 * SECOND
/** After a connection that lasted at least this long, the next attempt is made at once. */
const STEADY = 10 * SECOND
/** The types of envelopes; `hello` and `disconnect` are no envelopes. */
const ENVELOPES = ['events_api', 'slash_commands', 'interactive']

export interface SocketSettings {
  /** A plain string. */
  appToken: string
  clientOptions: WebClientOptions
  /** Milliseconds, by the machine's clock. */
  now: () => number
  random: () => number
  /**
   * Milliseconds without an answer to a ping after which the connection is closed; default: the library's own value.
   */
  pingTimeout?: number
  /** Called once for an outage, and `onBack` once at its end. */
  onLost(reason: string): void
  onBack(milliseconds: number): void
  /** Called for a frame that does not come from Slack, without its content. */
  onMalformed(): void
  onFailed(error: unknown): void
}

export interface Socket {
  receiver: Receiver
  /** Resolves after Slack's hello; from then on the connection is kept up. Throws `slack_unavailable`. */
  open(): Promise<void>
  close(): Promise<void>
  /** The reason and the beginning (by `now`) of an outage; undefined while there is a connection. */
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
 * The library's client keeps the connection alive (pings) and reports when it is lost. Its own reconnection is not
 * used, because it gives up at the first network error with an unhandled rejection, which ends the process. It does not
 * get envelopes either, because an envelope without an event ends the process in the same way.
 */
export function createSocket(settings: SocketSettings): Socket {
  const { now, random, onLost, onBack, onMalformed, onFailed } = settings
  // A logger in the options would replace the silent one.
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
        // keepUp decides how often the connection is tried.
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
  /** Why Slack or the bot ended the connection; reset by the next attempt. */
  let endReason: string | undefined

  const [handshake] = client.listeners('ws_message') as ((data: unknown, isBinary: boolean) => Promise<void>)[]
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    takeFrame(data, isBinary).catch(onFailed)
  })
  client.on('disconnected', () => {
    if (away || isClosed) return
    away = { reason: endReason ?? 'connection lost', since: now() }
    if (now() - openedAt >= STEADY) attempts = 0
    if (keepsUp) void keepUp()
  })

  async function attempt(): Promise<void> {
    endReason = undefined
    const patience = setTimeout(() => void client.disconnect(), HELLO_WITHIN)
    try {
      await client.start()
    } catch (error) {
      // The client rejects with undefined if the connection ended before the hello.
      const reason = endReason ?? (error === undefined ? 'no hello' : reasonOf(error))
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
    let isReported = false
    while (away && !isClosed) {
      await pause(attempts)
      attempts += 1
      if (isClosed) return
      try {
        await attempt()
      } catch {
        if (!isReported && !isClosed) onLost(away.reason)
        isReported = true
      }
    }
    if (isReported && lost && !isClosed) onBack(now() - lost.since)
  }

  function pause(failures: number): Promise<void> {
    if (failures === 0) return Promise.resolve()
    const longest = Math.min(FIRST_PAUSE * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE)
    // A random pause, so that not all bots reconnect at the same moment after an incident at Slack.
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
    // Slack sends an event that is not acknowledged to another process.
    if (isClosed) return
    const frame = isBinary || typeof data !== 'string' ? undefined : readFrame(data)
    if (!frame) return onMalformed()
    if (frame.type === 'disconnect') endReason = wordIn(frame.reason)
    if (frame.type === 'hello' || frame.type === 'disconnect') return handshake?.(data, isBinary)
    const { envelope_id: id } = frame
    if (typeof id !== 'string') return onMalformed()
    const got = ENVELOPES.includes(String(frame.type)) ? received(frame.payload) : undefined
    if (got?.kind !== 'payload') {
      onMalformed()
      // Acknowledged, because Slack would send it again and again.
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

  /** The same as the library's `send`, which is private and is only passed on with envelopes. */
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
      // Not awaited: if the peer is gone, the library waits thirty seconds.
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
    // The error is dropped, because it quotes the text.
    return undefined
  }
}

/** `warning`, `refresh_requested`, `link_disabled`; a longer text is not logged. */
function wordIn(reason: unknown): string | undefined {
  return typeof reason === 'string' && /^[a-z_]{1,40}$/.test(reason) ? reason : undefined
}

/** The library logs every attempt, and its errors may quote URLs with a ticket in them. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as ReturnType<Logger['getLevel']>,
  setName() {},
}
