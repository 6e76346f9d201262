// Passes the bot's calls on to local-slack, and adds to each person what Slack says and local-slack does not: a confirmed address.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ConfirmingApi {
  /** Ends in `/api/`. */
  url: string
  close(): Promise<void>
}

/**
 * The bot takes an address for somebody's identity only if Slack says that it is confirmed. Everybody in the playground
 * is made up, so their addresses are; the bot stays as strict as it is with Slack.
 */
export async function openConfirmingApi(api: string): Promise<ConfirmingApi> {
  const server = createServer((request, response) => {
    passOn(api, request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function passOn(api: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body: Buffer[] = []
  for await (const part of request) body.push(part as Buffer)
  const headers = Object.fromEntries(
    (['authorization', 'content-type'] as const).flatMap((name) => {
      const value = request.headers[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const answer = await fetch(api + (request.url ?? '').replace(/^\/api\//, ''), {
    method: request.method ?? 'POST',
    headers,
    ...(body.length > 0 && { body: Buffer.concat(body) }),
  })
  const text = await answer.text()
  const type = answer.headers.get('content-type') ?? 'application/json'
  response.writeHead(answer.status, { 'content-type': type }).end(confirmed(text))
}

function confirmed(text: string): string {
  try {
    const answer = JSON.parse(text) as { user?: { profile?: { email?: string } } }
    if (answer.user?.profile?.email === undefined) return text
    return JSON.stringify({ ...answer, user: { ...answer.user, is_email_confirmed: true } })
  } catch {
    return text
  }
}
