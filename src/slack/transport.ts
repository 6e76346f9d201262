// Opens the connection for Slack's requests, HTTP or Socket Mode, and logs refused requests without their contents.
import type { Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import type { WebClientOptions } from '@slack/web-api'
import { placesIn } from '../core/stack-places.ts'
import { MINUTE, SECOND } from '../core/time/duration.ts'
import type { GuardLog } from './guard.ts'
import { createHttpReceiver, type HttpReceiver, SLACK_WAITS } from './http-receiver.ts'
import { createSocket, type Socket } from './socket.ts'

/** Milliseconds. Limits the log to one line for each reason, so that a flood of bad requests does not flood the log. */
const ONE_LINE_IN = MINUTE

export interface TransportSettings {
  /** Plain strings. */
  transport: { signingSecret: string } | { appToken: string }
  clientOptions: WebClientOptions
  logger: Logger
  log: GuardLog
  machineNow: () => number
  random: () => number
  pingTimeout?: number
  /** As in `SlackWorld`. */
  acknowledgeWithin?: number
}

export interface OpenTransport {
  receiver: Receiver
  /** Over HTTP. */
  listener: HttpReceiver['listener'] | undefined
  /** In Socket Mode. */
  socket: Socket | undefined
}

export function openTransport(settings: TransportSettings): OpenTransport {
  const { transport, logger, log, machineNow, random, pingTimeout, acknowledgeWithin = 0, clientOptions } = settings
  const refused = oneLineIn(ONE_LINE_IN, machineNow, (reason, count) =>
    log.warn({ reason, ...(count > 1 && { count }) }, 'a request was refused before it was read further'),
  )
  const onFailed = (error: unknown) =>
    log.error({ error: error instanceof Error ? error.name : typeof error, where: placesIn(error) }, 'a request failed')
  if ('signingSecret' in transport) {
    const http = createHttpReceiver({
      ...transport,
      now: machineNow,
      logger,
      ...(acknowledgeWithin > SLACK_WAITS && { patience: acknowledgeWithin + SECOND }),
      onRefused: refused,
      onFailed,
    })
    return { receiver: http.receiver, listener: http.listener, socket: undefined }
  }
  const socket = createSocket({
    ...transport,
    clientOptions,
    now: machineNow,
    random,
    ...(pingTimeout !== undefined && { pingTimeout }),
    onLost: (reason) => log.warn({ reason }, 'the connection to Slack is lost'),
    onBack: (milliseconds) => log.info({ seconds: Math.round(milliseconds / SECOND) }, 'connected to Slack again'),
    onMalformed: () => refused('malformed'),
    onFailed,
  })
  return { receiver: socket.receiver, listener: undefined, socket }
}

/**
 * The first call for a reason is logged at once; later ones are counted, and logged with the next line for that reason.
 */
function oneLineIn(milliseconds: number, now: () => number, write: (reason: string, count: number) => void) {
  const lines = new Map<string, { at: number; since: number }>()
  return (reason: string): void => {
    const last = lines.get(reason) ?? { at: Number.NEGATIVE_INFINITY, since: 0 }
    last.since += 1
    if (now() - last.at >= milliseconds) {
      write(reason, last.since)
      last.at = now()
      last.since = 0
    }
    lines.set(reason, last)
  }
}
