// Our own HTTP server: Slack's events, the probes and the pages, in HTTP mode and in Socket Mode alike.
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { SECOND } from '../core/time/duration.ts'

/** What the address says beyond its route. Both are as they came, undecoded, and may hold what must not be logged. */
export interface Where {
  /** The last segment, where the route ends in `/*`; else empty. */
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
  /** Resolves with the port that was taken; port 0 takes a free one. */
  listen(port: number, host: string): Promise<number>
  /** Takes no new requests; resolves when the running ones are answered. */
  close(): Promise<void>
}

/**
 * Nobody who sends slowly holds a connection for long. Nothing that reaches us is large: what Slack sends is limited where
 * it is taken in, and everything else has no body.
 */
const limits: ServerOptions = {
  headersTimeout: 10 * SECOND,
  requestTimeout: 20 * SECOND,
  // The two above are looked after so often only.
  connectionsCheckingInterval: 2 * SECOND,
  /** Bytes. Node's own figure, said so that it stays: a callback's query is the longest thing in a head. */
  maxHeaderSize: 16 * 1024,
  /**
   * Longer than a router in front keeps an idle connection (Heroku 90 seconds, AWS 60), or it would send a request into one
   * that we are just closing: https://devcenter.heroku.com/articles/http-routing
   */
  keepAliveTimeout: 95 * SECOND,
}

/** On every answer, whoever gives it; a handler that needs another value sets its own. */
const strictHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** A GET that takes something away: HEAD, which is asked by whoever only looks, is refused instead of answered likewise. */
export function getOnly(handler: Handler): Handler {
  return Object.assign((...asked: Parameters<Handler>) => handler(...asked), { getOnly: true as const })
}

/**
 * `routes` by method and path: `GET /healthz`, or `GET /files/*` for one further segment, whatever it is. GET answers
 * HEAD as well, where HEAD has no handler of its own. `onTrouble` hears of a handler that threw, and never of the address.
 */
export function createWebServer(routes: Record<string, Handler>, onTrouble: (error: unknown) => void): WebServer {
  const methodsAt = routeFinder(routes)
  const connections = new Set<Socket>()
  /** Connections on which an answer is being made. */
  const busy = new Set<Socket>()
  let isClosing = false
  const server = createServer(limits, (request, response) => {
    const { socket } = request
    busy.add(socket)
    response.once('close', () => {
      busy.delete(socket)
      if (isClosing) socket.destroySoon()
    })
    for (const [name, value] of Object.entries(strictHeaders)) response.setHeader(name, value)
    // The query is cut off before anything looks at the path: it may hold what is not to be kept.
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
          // A connection that could not be taken, as when there are no more file handles, is no reason to end.
          server.on('error', onTrouble)
          resolve((server.address() as AddressInfo).port)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        isClosing = true
        server.close(() => resolve())
        // Kept-alive connections, and those whose request never gets complete, would hold the process until they time out.
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
