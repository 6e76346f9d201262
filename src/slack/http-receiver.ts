// Takes Slack's requests in over HTTP: headers, size and signature first, then the shape, and only then Bolt.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type App, HTTPResponseAck, isValidSlackRequest, type Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import { readPayload } from './payload.ts'
import { discardBody, readBody } from './request-body.ts'

/**
 * Bytes. The largest that Slack sends holds a view, which may have 250 kB (`view_too_large`,
 * https://docs.slack.dev/reference/methods/views.open); as a form it grows to three or four times that.
 */
export const BODY_LIMIT = 1024 * 1024
/** Milliseconds for the whole body. Slack itself waits no longer for our answer. */
const BODY_WITHIN = 3_000
/** What most bodies are smaller than. Larger ones, or ones of unknown size, are read only so many at a time. */
const SMALL = 64 * 1024
const LARGE_AT_ONCE = 16
/** Seconds that the signed time may be away from ours, in either direction: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const CLOCK_TOLERANCE = 300
/** A check of our certificate comes without a signature and is tiny. */
const UNSIGNED_LIMIT = 4 * 1024
const TYPES = ['application/x-www-form-urlencoded', 'application/json']

/** Why a request was not taken in, for the log; never anything that was in it. */
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
  /** Milliseconds since epoch by the machine's clock, by which Slack's signatures are dated. */
  now: () => number
  logger: Logger
  onRefused(reason: Refusal): void
  /** Hears of what Bolt or a listener threw. */
  onFailed(error: unknown): void
}

export interface HttpReceiver {
  receiver: Receiver
  /** Answers every request. Never rejects. */
  listener(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/**
 * Bolt's own HTTPReceiver reads 4 MB before it looks at the signature, and what it throws on the way (a body of `null`
 * will do) is a rejection that nobody hears, which ends the process.
 */
export function createHttpReceiver(settings: HttpReceiverSettings): HttpReceiver {
  const { signingSecret, now, logger, onRefused, onFailed } = settings
  let app: App | undefined
  let large = 0
  const receiver: Receiver = {
    init(bolt) {
      app = bolt
    },
    // The server is ours, so there is nothing to start and nothing to stop.
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
    // Said at once, and ended after the body: a connection that is closed while bytes still come takes the answer with it.
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
    // Slack's rule is the difference; Bolt's check below lets the future pass.
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
      httpRequest: request,
      httpRequestBody: body,
      httpResponse: response,
    })
    try {
      await app?.processEvent({ body, ack: ack.bind(), ...retryOf(request) })
    } catch (error) {
      onFailed(error)
    } finally {
      // Whatever went wrong before the acknowledgement, Slack is not left without an answer until it gives up.
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
