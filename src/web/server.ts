// The bot's HTTP server: Slack's events, the probes and the pages, in HTTP mode and in Socket Mode.
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { SECOND } from '../core/time/duration.ts'
import { transportSecurity } from './transport-security.ts'

/** The parts of the URL after the route, undecoded. They may contain secrets and must not be logged. */
export interface Where {
  /** The last segment, if the route ends in `/*`; else empty. */
  rest: string
  /** Without the question mark; empty if there is none. */
  query: string
}

export interface Handler {
  (request: IncomingMessage, response: ServerResponse, where: Where): void | Promise<void>
  /** Set by `getOnly`. */
  readonly getOnly?: true
}

export interface WebServer {
  /** Resolves to the port in use; port 0 takes a free one. */
  listen(port: number, host: string): Promise<number>
  /** Takes no new requests; resolves when the running ones are answered. */
  close(): Promise<void>
}

/**
 * Slow senders must not hold connections for long. No request is large: http-receiver.ts limits the bodies of Slack's
 * requests, and other requests have none.
 */
const limits: ServerOptions = {
  headersTimeout: 10 * SECOND,
  requestTimeout: 20 * SECOND,
  // Node checks the two timeouts above only this often.
  connectionsCheckingInterval: 2 * SECOND,
  /** Bytes. Node's default, set explicitly so that it stays: the longest thing in a head is a callback's query. */
  maxHeaderSize: 16 * 1024,
  /**
   * Longer than a router in front keeps an idle connection (Heroku 90 seconds, AWS 60); otherwise the router could send
   * a request on a connection that the server is closing: https://devcenter.heroku.com/articles/http-routing
   */
  keepAliveTimeout: 95 * SECOND,
}

/** Set on every answer; a handler that needs another value overwrites it. */
const strictHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** For a GET with a side effect: HEAD, which scanners and previews send, is refused instead of running the handler. */
export function getOnly(handler: Handler): Handler {
  return Object.assign((...args: Parameters<Handler>) => handler(...args), { getOnly: true as const })
}

/**
 * `routes` by method and path: `GET /healthz`, or `GET /files/*` for one further segment of any value. GET also answers
 * HEAD, unless HEAD has its own handler. `onTrouble` gets the error of a handler that threw, and never the URL.
 * `publicUrl` is where browsers reach the server.
 */
export function createWebServer(
  routes: Record<string, Handler>,
  onTrouble: (error: unknown) => void,
  { publicUrl }: { publicUrl?: string | undefined } = {},
): WebServer {
  const methodsAt = routeFinder(routes)
  const connections = new Set<Socket>()
  /** Connections with a request in progress. */
  const busy = new Set<Socket>()
  let isClosing = false
  const server = createServer(limits, (request, response) => {
    const { socket } = request
    busy.add(socket)
    response.once('close', () => {
      busy.delete(socket)
      if (isClosing) socket.destroySoon()
    })
    const headers = { ...strictHeaders, ...transportSecurity(publicUrl, request.headers) }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    // The query is cut off first, because it may contain secrets.
    const [path = '', ...query] = (request.url ?? '').split('?')
    const found = methodsAt(path)
    if (!found) {
      response.writeHead(404).end()
      return
    }
    const handler = found.methods.get(request.method ?? '')
    if (!handler) {
      response.writeHead(405, { Allow: [...found.methods.keys()].join(', ') }).end()
      return
    }
    Promise.resolve()
      .then(() => handler(request, response, { rest: found.rest, query: query.join('?') }))
      .catch((error: unknown) => {
        onTrouble(error)
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
  })
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          // A connection that cannot be accepted, for example without free file handles, must not end the process.
          server.on('error', onTrouble)
          resolve((server.address() as AddressInfo).port)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        isClosing = true
        server.close(() => resolve())
        // Idle connections, and those with an incomplete request, would keep the process alive until they time out.
        for (const socket of connections) if (!busy.has(socket)) socket.destroy()
      }),
  }
}

type Methods = Map<string, Handler>

function routeFinder(routes: Record<string, Handler>) {
  const exact = new Map<string, Methods>()
  const folders = new Map<string, Methods>()
  for (const [route, handler] of Object.entries(routes)) {
    const [method = '', path = ''] = route.split(' ')
    const [places, place] = path.endsWith('/*') ? [folders, path.slice(0, -2)] : [exact, path]
    const methods = places.get(place) ?? new Map<string, Handler>()
    methods.set(method, handler)
    if (method === 'GET' && !handler.getOnly && !methods.has('HEAD')) methods.set('HEAD', handler)
    places.set(place, methods)
  }
  return (path: string): { methods: Methods; rest: string } | undefined => {
    const known = exact.get(path)
    if (known) return { methods: known, rest: '' }
    const cut = path.lastIndexOf('/')
    const rest = path.slice(cut + 1)
    const methods = rest === '' ? undefined : folders.get(path.slice(0, cut))
    return methods && { methods, rest }
  }
}
