// Socket Mode as Slack offers it: WebSockets that the bot opens, envelopes down, acknowledgements up, and all that goes wrong.
import { createHash } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 1
const CLOSE = 8
const PING = 9
const PONG = 10

export interface Acknowledged {
  envelope_id: string
  payload?: unknown
}

interface Line {
  readonly socket: Duplex
  closing: boolean
}

export class SocketMode {
  /** Sockets that Slack said hello on, ever. */
  opened = 0
  /** Whether pings are answered. */
  answersPings = true
  /** Whether a new socket is greeted. */
  saysHello = true
  /** Whether a close is answered with a close. */
  answersClose = true
  readonly acknowledged: Acknowledged[] = []
  readonly #lines = new Set<Line>()
  readonly #tickets = new Set<string>()
  readonly #waiting = new Map<string, (ack: Acknowledged) => void>()
  #ids = 0

  /** Sockets that are open now. */
  get open(): number {
    return [...this.#lines].filter(({ closing }) => !closing).length
  }

  /** What `apps.connections.open` answers: an address that works once. */
  address(origin: string): string {
    this.#ids += 1
    const ticket = `canary-socket-ticket-${this.#ids}`
    this.#tickets.add(ticket)
    return `${origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}`
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      const ticket = new URL(request.url ?? '/', 'http://slack').searchParams.get('ticket') ?? ''
      if (!this.#tickets.delete(ticket)) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64')
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      this.#take(socket)
    })
  }

  /** Sends the text to the newest socket as it is. */
  send(text: string): void {
    const line = [...this.#lines].filter(({ closing }) => !closing).at(-1)
    if (!line) throw new Error('No socket is open')
    line.socket.write(frame(TEXT, Buffer.from(text)))
  }

  sendBinary(bytes: Uint8Array): void {
    const line = [...this.#lines].at(-1)
    line?.socket.write(frame(2, Buffer.from(bytes)))
  }

  /** Resolves with the acknowledgement, or with undefined after so many milliseconds. */
  envelope(type: string, payload: unknown, patience = 3_000): Promise<Acknowledged | undefined> {
    this.#ids += 1
    const id = `envelope-${this.#ids}`
    const answered = new Promise<Acknowledged | undefined>((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id)
        resolve(undefined)
      }, patience)
      this.#waiting.set(id, (ack) => {
        clearTimeout(timer)
        resolve(ack)
      })
    })
    this.send(JSON.stringify({ type, envelope_id: id, accepts_response_payload: true, payload }))
    return answered
  }

  /** "warning", "refresh_requested" or "link_disabled": https://docs.slack.dev/apis/events-api/using-socket-mode */
  sayGoodbye(reason: string): void {
    this.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'canary-host' } }))
  }

  /** Every socket is gone at once, without a word. */
  cut(): void {
    for (const line of [...this.#lines]) {
      line.closing = true
      line.socket.destroy()
    }
  }

  #take(socket: Duplex): void {
    const line: Line = { socket, closing: false }
    this.#lines.add(line)
    let unread = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('close', () => this.#lines.delete(line))
    socket.on('data', (chunk: Buffer) => {
      unread = Buffer.concat([unread, chunk])
      for (let read = readFrame(unread); read; read = readFrame(unread)) {
        unread = unread.subarray(read.length)
        this.#hear(line, read.opcode, read.payload)
      }
    })
    if (!this.saysHello) return
    this.opened += 1
    socket.write(frame(TEXT, Buffer.from(JSON.stringify({ type: 'hello', num_connections: this.#lines.size }))))
  }

  #hear(line: Line, opcode: number, payload: Buffer): void {
    if (opcode === PING && this.answersPings) line.socket.write(frame(PONG, payload))
    if (opcode === CLOSE) {
      line.closing = true
      if (this.answersClose) line.socket.end(frame(CLOSE, payload))
    }
    if (opcode !== TEXT) return
    const ack = JSON.parse(payload.toString()) as Acknowledged
    this.acknowledged.push(ack)
    this.#waiting.get(ack.envelope_id)?.(ack)
    this.#waiting.delete(ack.envelope_id)
  }
}

function frame(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : payload.length < 65_536
        ? Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255])
        : Buffer.concat([Buffer.from([0x80 | opcode, 127]), eightBytes(payload.length)])
  return Buffer.concat([head, payload])
}

function eightBytes(length: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(length))
  return bytes
}

/** The first frame in these bytes, if it is all there. What clients send is masked, and here never in pieces. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 2) return undefined
  const [first = 0, second = 0] = bytes
  const short = second & 127
  const sized = short === 126 ? 2 : short === 127 ? 8 : 0
  const head = 2 + sized + 4
  if (bytes.length < head) return undefined
  const size = sized === 0 ? short : sized === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (bytes.length < head + size) return undefined
  const mask = bytes.subarray(2 + sized, head)
  const payload = Buffer.from(bytes.subarray(head, head + size))
  for (let at = 0; at < size; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0)
  return { opcode: first & 15, payload, length: head + size }
}
