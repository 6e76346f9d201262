// Sends signed requests to the bot's POST /slack/events, honest ones and forged, late or repeated ones.
import { Agent, request } from 'node:http'
import type { World } from '../world.ts'
import { sign } from './sign.ts'

/** interactivity: "your app must acknowledge within 3 seconds"; then Slack hangs up. */
const PATIENCE = 3_000

export interface DispatcherOptions {
  readonly signingNow: () => number
  /** Milliseconds for a submitted form, which is acknowledged with its outcome; three seconds if not said. */
  readonly formPatience?: number | undefined
}

export interface DispatchOptions {
  /** Seconds added to the signed timestamp. */
  readonly offset?: number
  /** Signed with another secret. */
  readonly forged?: boolean
  /** X-Slack-Retry-Num, as the Events API repeats what was not answered. */
  readonly retryNum?: number
  readonly retryReason?: string
  /** Of an event: when it happened, in milliseconds, if Slack tells of it late; and its id, if it tells of it again. */
  readonly happenedAt?: number
  readonly eventId?: string
  readonly contentType?: string
  /** Which bot process: the base URL, or its place in what `connect` was told. */
  readonly via?: string | number
}

/** The bytes that were sent, to be sent again. */
export interface Sent {
  readonly kind: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Dispatched {
  /** 0: no answer within three seconds, or no process there. */
  readonly status: number
  readonly body: string
  readonly sent: Sent
}

export class Dispatcher {
  readonly #world: World
  readonly #signingNow: () => number
  readonly #formPatience: number
  readonly #agent = new Agent({ keepAlive: true })
  #bots: readonly string[] = []
  #inTurn = false
  #sent = 0
  #bySocket = false

  constructor(world: World, { signingNow, formPatience = PATIENCE }: DispatcherOptions) {
    this.#world = world
    this.#signingNow = signingNow
    this.#formPatience = formPatience
  }

  /** With `inTurn` whatever is not sent via one of them goes to each in its turn, as behind a platform's router. */
  connect(bots: string | readonly string[], { inTurn = false } = {}): void {
    this.#bots = typeof bots === 'string' ? [bots] : bots
    this.#inTurn = inTurn
  }

  connectBySocket(): void {
    this.#bySocket = true
  }

  get connected(): boolean {
    return this.#bots.length > 0 || (this.#bySocket && this.#world.socketMode.open > 0)
  }

  close(): void {
    this.#bots = []
    this.#agent.destroy()
  }

  /** An interaction or a slash command goes as a form, with the bare Content-Type that Bolt insists on (facts B3). */
  form(kind: string, fields: Record<string, string>, options: DispatchOptions = {}): Promise<Dispatched> {
    const body = new URLSearchParams(fields).toString()
    if (this.#bySocket) {
      const { payload } = fields
      if (payload === undefined) return this.#envelope(kind, 'slash_commands', fields)
      return this.#envelope(kind, 'interactive', JSON.parse(payload))
    }
    return this.#signed(kind, options.contentType ?? 'application/x-www-form-urlencoded', body, options)
  }

  json(kind: string, payload: unknown, options: DispatchOptions = {}): Promise<Dispatched> {
    if (this.#bySocket) return this.#envelope(kind, 'events_api', payload)
    return this.#signed(kind, options.contentType ?? 'application/json', JSON.stringify(payload), options)
  }

  /** Status 200 stands for an acknowledgement, 0 for none within Slack's patience. */
  async #envelope(kind: string, type: string, payload: unknown): Promise<Dispatched> {
    const end = this.#world.traffic.begin()
    try {
      const ack = await this.#world.socketMode.envelope(type, payload, this.#patienceFor(kind))
      const empty = ack?.payload === undefined || JSON.stringify(ack.payload) === '{}'
      const answer = { status: ack ? 200 : 0, body: empty ? '' : JSON.stringify(ack.payload) }
      this.#world.traffic.answers.push({ kind, ...answer, at: this.#world.now() })
      return { ...answer, sent: { kind, headers: {}, body: JSON.stringify(payload) } }
    } finally {
      end()
    }
  }

  /** The identical bytes once more, signature and timestamp included; a retry has its own headers. */
  replay(sent: Sent, options: DispatchOptions = {}): Promise<Dispatched> {
    return this.#send({ ...sent, headers: { ...sent.headers, ...retryHeaders(options) } }, options)
  }

  #signed(kind: string, contentType: string, body: string, options: DispatchOptions): Promise<Dispatched> {
    const timestamp = String(Math.floor(this.#signingNow() / 1000) + (options.offset ?? 0))
    const secret = options.forged ? `${this.#world.bot.signingSecret}-forged` : this.#world.bot.signingSecret
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(secret, timestamp, body),
      ...retryHeaders(options),
    }
    return this.#send({ kind, headers, body }, options)
  }

  async #send(sent: Sent, { via = this.#next() }: DispatchOptions): Promise<Dispatched> {
    const base = typeof via === 'string' ? via : this.#bots[via]
    if (base === undefined) throw new Error(`No bot is connected as number ${via}: call slack.connect(url) first`)
    const end = this.#world.traffic.begin()
    try {
      const { status, body } = await this.#post(new URL('/slack/events', base), sent)
      this.#world.traffic.answers.push({ kind: sent.kind, status, body, at: this.#world.now() })
      return { status, body, sent }
    } finally {
      end()
    }
  }

  #patienceFor(kind: string): number {
    return kind === 'view_submission' ? this.#formPatience : PATIENCE
  }

  #next(): number {
    if (!this.#inTurn) return 0
    this.#sent += 1
    return this.#sent % Math.max(1, this.#bots.length)
  }

  #post(url: URL, sent: Sent): Promise<{ status: number; body: string }> {
    return new Promise((resolve) => {
      const headers = { ...sent.headers, 'content-length': Buffer.byteLength(sent.body) }
      const call = request(url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          clearTimeout(patience)
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })
        })
        response.on('error', nobody)
      })
      const nobody = () => {
        clearTimeout(patience)
        resolve({ status: 0, body: '' })
      }
      const patience = setTimeout(() => call.destroy(), this.#patienceFor(sent.kind))
      call.on('error', nobody)
      call.on('close', nobody)
      call.end(sent.body)
    })
  }
}

const retryHeaders = ({ retryNum, retryReason }: DispatchOptions): Record<string, string> =>
  retryNum === undefined
    ? {}
    : { 'x-slack-retry-num': String(retryNum), 'x-slack-retry-reason': retryReason ?? 'http_timeout' }
