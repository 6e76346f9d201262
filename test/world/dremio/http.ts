// The wire under the simulated Dremio: reading what arrived, sending what is answered, and answers staged by a test.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'

export function send(response: ServerResponse, { status, contentType, headers = {}, body }: Answer): void {
  response.writeHead(status, { ...(contentType ? { 'Content-Type': contentType } : {}), ...headers })
  response.end(status === 204 ? undefined : body)
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** The value, or the text itself where it is no JSON; nothing for nothing. */
export function readJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export interface Staged {
  readonly status: number
  readonly body?: unknown
  readonly retryAfter?: number | string
  readonly html?: boolean
}

export function staged(fault: Staged): Answer {
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) }
  if (fault.html) {
    const body = `<!DOCTYPE html><html><head><title>${fault.status}</title></head><body>Sorry</body></html>`
    return { status: fault.status, contentType: 'text/html', headers, body }
  }
  const value = fault.body ?? { errorMessage: `Staged ${fault.status}` }
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return { status: fault.status, contentType: 'application/json', headers, body }
}
