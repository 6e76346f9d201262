// Our own server on a loopback port, as browsers and platforms see it.
import { request } from 'node:http'
import { afterEach } from 'vitest'
import { createWebServer, type Handler, type WebServer } from '../../src/web/server.ts'

export interface Served {
  url: string
  /** What whoever runs the bot heard of. */
  troubles: unknown[]
}

export interface Answer {
  status: number
  headers: Headers
  body: string
  /** What a person reads: without the head, without tags, with characters instead of entities. */
  text: string
}

const open: WebServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

export async function serve(routes: (troubles: unknown[]) => Record<string, Handler>): Promise<Served> {
  const troubles: unknown[] = []
  const server = createWebServer(routes(troubles), (...heard) => void troubles.push(...heard))
  open.push(server)
  return { url: `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`, troubles }
}

export async function ask(url: string, method = 'GET'): Promise<Answer> {
  const answer = await fetch(url, { method, redirect: 'manual', ...(method === 'POST' && { body: 'x=1' }) })
  const body = await answer.text()
  return { status: answer.status, headers: answer.headers, body, text: textOf(body) }
}

/** The status for a path that goes out as it is; `fetch` tidies it up first. */
export function askRaw(url: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

export function textOf(page: string): string {
  return page
    .replace(/^[\s\S]*<body>/, '')
    .replace(/<\/?(?:bdi|b|strong|code)>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
}
