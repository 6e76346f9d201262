// Our own HTTP server: Slack's events, the probes and the pages, in HTTP mode and in Socket Mode alike.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface WebServer {
  /** Resolves with the port that was taken; port 0 takes a free one. */
  listen(port: number, host: string): Promise<number>
  /** Takes no new requests; resolves when the running ones are answered. */
  close(): Promise<void>
}

/** `routes` by method and path, `GET /healthz`. `onTrouble` hears of a handler that threw. */
export function createWebServer(routes: Record<string, Handler>, onTrouble: (error: unknown) => void): WebServer {
  const server = createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff')
    // The query is cut off before anything looks at the path: it may hold what is not to be kept.
    const path = request.url?.split('?', 1)[0] ?? ''
    const handler = routes[`${request.method === 'HEAD' ? 'GET' : request.method} ${path}`]
    if (!handler) {
      response.writeHead(404).end()
      return
    }
    Promise.resolve()
      .then(() => handler(request, response))
      .catch((error: unknown) => {
        onTrouble(error)
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
  })
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Kept-alive connections without a request would hold the process until they time out.
        server.closeIdleConnections()
      }),
  }
}
