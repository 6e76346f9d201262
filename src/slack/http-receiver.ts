// Receives Slack's requests over HTTP: headers, size and signature first, then the shape, and only then Bolt.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type App, HTTPResponseAck, isValidSlackRequest, type Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import { readPayload } from './payload.ts'
import { discardBody, readBody } from './request-body.ts'

/**
 * Bytes. Slack's largest requests contain a view, which may have 250 kB (`view_too_large`,
 * https://docs.slack.dev/reference/methods/views.open); form encoding makes it three or four times larger.
 */
export const BODY_LIMIT = 1024 * 1024
/** Milliseconds for the whole body. Slack itself waits no longer for the answer. */
const BODY_WITHIN = 3_000
/** Most bodies are smaller than this. Only a limited number of larger ones, or of unknown size, are read at a time. */
const SMALL = 64 * 1024
const LARGE_AT_ONCE = 16
/**
 * Seconds by which the signed time may differ from the machine's clock, in either direction:
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
const CLOCK_TOLERANCE = 300
/** Bytes. Slack's check of the certificate has no signature and is tiny. */
const UNSIGNED_LIMIT = 4 * 1024
/** Milliseconds: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
export const SLACK_WAITS = 3_001
const TYPES = ['application/x-www-form-urlencoded', 'application/json']

/** Why a request was refused, for the log, without anything of its content. */
export type Refusal =
  | 'no signature'
  | 'clock'
  | 'content type'
  | 'too large'
  | 'too many'
  | 'too slow'
  | 'cut off'
  | 'signature'
  | 'malformed'

export interface HttpReceiverSettings {
  signingSecret: string
  /** Milliseconds since epoch by the machine's clock, with which the timestamps of Slack's signatures are compared. */
  now: () => number
  logger: Logger
  /** Milliseconds until a request is answered with 404 if nothing has acknowledged it; default: Slack's three seconds. */
  patience?: number
  onRefused(reason: Refusal): void
  /** Called with an error that Bolt or a listener threw. */
  onFailed(error: unknown): void
}

export interface HttpReceiver {
  receiver: Receiver
  /** Answers every request. Never rejects. */
  listener(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/**
 * Replaces Bolt's own HTTPReceiver, which reads 4 MB before it checks the signature. Its errors before that (for a body
 * of `null`, for example) are unhandled rejections, which end the process.
 */
export function createHttpReceiver(settings: HttpReceiverSettings): HttpReceiver {
  const { signingSecret, now, logger, patience = SLACK_WAITS, onRefused, onFailed } = settings
  let app: App | undefined
  let large = 0
  const receiver: Receiver = {
    init(bolt) {
      app = bolt
    },
    // The HTTP server belongs to src/web, so there is nothing to start or stop.
    start: async () => {},
    stop: async () => {},
  }

  async function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    reason: Refusal,
  ): Promise<void> {
    onRefused(reason)
    // The answer's head is sent at once, but the connection stays open until the body has arrived: closing it earlier
    // would lose the answer.
    response.writeHead(status, { 'Content-Length': 0 }).flushHeaders()
    await discardBody(request)
    response.end()
  }

  async function listener(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request
    const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
    const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
    const signature = headers['x-slack-signature']
    const timestamp = headers['x-slack-request-timestamp']
    const isUnsigned = signature === undefined && timestamp === undefined
    if (isUnsigned && length !== undefined && length <= UNSIGNED_LIMIT && type === TYPES[0]) {
      return takeUnsigned(request, response, type)
    }
    if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) {
      return refuse(request, response, 401, 'no signature')
    }
    if (typeof timestamp !== 'string' || !/^\d{1,15}$/.test(timestamp)) {
      return refuse(request, response, 401, 'no signature')
    }
    // Slack's rule limits the difference in both directions; Bolt's check below accepts timestamps in the future.
    if (Math.abs(Number(timestamp) - now() / 1_000) > CLOCK_TOLERANCE) return refuse(request, response, 401, 'clock')
    if (length !== undefined && length > BODY_LIMIT) return refuse(request, response, 413, 'too large')
    if (!TYPES.includes(type)) return refuse(request, response, 415, 'content type')
    const isLarge = length === undefined || length > SMALL
    if (isLarge && large >= LARGE_AT_ONCE) return refuse(request, response, 503, 'too many')
    if (isLarge) large += 1
    const body = await readBody(request, { limit: BODY_LIMIT, within: BODY_WITHIN })
    if (isLarge) large -= 1
    if (body === 'too large') return refuse(request, response, 413, 'too large')
    if (body === 'too slow') return refuse(request, response, 408, 'too slow')
    if (body === 'cut off') return onRefused('cut off')
    const text = body.toString()
    const signed = { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) }
    if (!isValidSlackRequest({ signingSecret, body: text, headers: signed, nowMilliseconds: now() })) {
      return refuse(request, response, 401, 'signature')
    }
    await takeSigned(request, response, type, text)
  }

  async function takeUnsigned(request: IncomingMessage, response: ServerResponse, type: string): Promise<void> {
    const body = await readBody(request, { limit: UNSIGNED_LIMIT, within: BODY_WITHIN })
    if (typeof body !== 'string' && readPayload(type, body.toString()).kind === 'ssl check') {
      response.writeHead(200).end()
      return
    }
    await refuse(request, response, 401, 'no signature')
  }

  async function takeSigned(
    request: IncomingMessage,
    response: ServerResponse,
    type: string,
    text: string,
  ): Promise<void> {
    const received = readPayload(type, text)
    switch (received.kind) {
      case 'malformed':
        return refuse(request, response, 400, 'malformed')
      case 'challenge':
        response.writeHead(200, { 'Content-Type': 'application/json' })
        response.end(JSON.stringify({ challenge: received.challenge }))
        return
      case 'ssl check':
      case 'unknown':
        response.writeHead(200).end()
        return
      case 'payload':
        return handOver(request, response, received.body)
    }
  }

  async function handOver(
    request: IncomingMessage,
    response: ServerResponse,
    body: Record<string, unknown>,
  ): Promise<void> {
    const ack = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      unhandledRequestTimeoutMillis: patience,
      httpRequest: request,
      httpRequestBody: body,
      httpResponse: response,
    })
    try {
      await app?.processEvent({ body, ack: ack.bind(), ...retryOf(request) })
    } catch (error) {
      onFailed(error)
    } finally {
      // An error before the acknowledgement is answered at once; otherwise Slack would wait for its timeout.
      if (!response.headersSent) response.writeHead(500).end()
      ack.ack()
    }
  }

  return { receiver, listener }
}

function retryOf({ headers }: IncomingMessage): { retryNum?: number; retryReason?: string } {
  const number = Number(headers['x-slack-retry-num'])
  const reason = headers['x-slack-retry-reason']
  return {
    ...(Number.isInteger(number) && { retryNum: number }),
    ...(typeof reason === 'string' && { retryReason: reason }),
  }
}
