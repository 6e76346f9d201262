// The HTTP side: /api/<method>, /response/<id>, /upload/<id>, with faults, gates and the record of every call.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Border, openBorder } from '../border.ts'
import type { Attend } from '../crossing.ts'
import { receiveUpload } from './api/files.ts'
import { call, scopeOf } from './api/methods.ts'
import { readArguments } from './arguments.ts'
import { answerUrl } from './response-urls.ts'
import type { BotRequest } from './traffic.ts'
import type { World } from './world.ts'

interface Reply {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body: Record<string, unknown> | string
}

/** Listens on loopback; resolves with the way to stop. */
export async function serve(world: World, port = 0): Promise<() => Promise<void>> {
  const server = serverOf(world)
  world.socketMode.attach(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
      world.socketMode.cut()
    })
}

/** One more address, for one bot: `attend` is asked before each call that comes in there is obeyed, and then before it is answered. */
export function openSlackBorder(world: World, attend: Attend): Promise<Border> {
  return openBorder(serverOf(world, attend))
}

function serverOf(world: World, attend?: Attend): Server {
  const server = createServer((request, response) => {
    // Traffic counts from the first byte: a bot that is still sending is not quiet.
    const end = world.traffic.begin()
    response.on('close', end)
    answer(world, request, { response, attend }).catch((error) => {
      world.warn(`the simulator failed: ${error instanceof Error ? error.stack : String(error)}`)
      send(response, { status: 500, body: 'the simulator failed' })
    })
  })
  // Longer than any idle time of a client, so that no call meets a socket that is just closing.
  server.keepAliveTimeout = 60_000
  return server
}

interface Caller {
  readonly response: ServerResponse
  readonly attend: Attend | undefined
}

async function answer(world: World, request: IncomingMessage, caller: Caller): Promise<void> {
  const [, kind, name = ''] = new URL(request.url ?? '/', 'http://slack').pathname.split('/')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const body = bytes.toString('utf8')
  const type = request.headers['content-type'] ?? ''
  if (kind === 'response') {
    const args = readArguments('application/json', body)
    return handle(world, caller, 'response_url', args, () => answerUrl(world, name, args))
  }
  if (kind === 'upload') {
    const content = await uploaded(type, bytes)
    return handle(world, caller, 'files.upload', { file_id: name, content }, () =>
      receiveUpload(world, name, content)
        ? { status: 200, body: `OK - ${content.length}` }
        : { status: 404, body: 'not found' },
    )
  }
  if (kind !== 'api') return send(caller.response, { status: 404, body: 'not found' })
  const args = request.method === 'GET' ? query(request) : readArguments(type, body)
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? (typeof args.token === 'string' ? args.token : undefined)
  return handle(world, caller, name, args, () => ({
    status: 200,
    headers: {
      'x-oauth-scopes': [...world.scopes].join(','),
      'x-accepted-oauth-scopes': scopeOf(name) ?? '',
    },
    body: call(world, name, token, args),
  }))
}

async function handle(
  world: World,
  { response, attend }: Caller,
  method: string,
  args: Record<string, unknown>,
  deed: () => Reply,
): Promise<void> {
  const request: BotRequest = { method, args, at: world.now() }
  world.traffic.requests.push(request)
  const fault = world.faults.take(method) ?? world.rates.take(method)
  world.changes.changed()
  const leave = await attend?.(`slack ${method}`)
  await world.faults.pass(request, 'deed')
  if (fault) {
    if ('drop' in fault) return void response.destroy()
    if ('hang' in fault) return
    if ('delay' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delay))
    const instead = replyInstead(fault)
    if (instead) {
      request.answer = instead.body
      return send(response, instead)
    }
  }
  const reply = deed()
  await world.faults.pass(request, 'answer')
  await leave?.()
  if (fault && 'afterwards' in fault) return void response.destroy()
  request.answer = method === 'conversations.history' ? withoutPeoplesWords(world, reply.body) : reply.body
  send(response, reply)
}

/** What people wrote to the bot is no word of the bot's, and the record is searched for what the bot says. */
function withoutPeoplesWords({ bot }: World, body: Reply['body']): Reply['body'] {
  if (typeof body === 'string' || !Array.isArray(body.messages)) return body
  const messages = (body.messages as { user?: string }[]).map((message) =>
    message.user === bot.userId ? message : { ...message, text: '', blocks: [] },
  )
  return { ...body, messages }
}

function replyInstead(fault: object): Reply | undefined {
  if ('error' in fault) return { status: 200, body: { ok: false, error: fault.error } }
  if ('status' in fault) return { status: Number(fault.status), body: 'upstream trouble' }
  if ('retryAfter' in fault)
    return {
      status: 429,
      headers: { 'retry-after': String(fault.retryAfter) },
      body: { ok: false, error: 'ratelimited' },
    }
  if ('html' in fault)
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }
  return undefined
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const json = typeof body !== 'string'
  response.writeHead(status, { 'content-type': json ? 'application/json; charset=utf-8' : 'text/plain', ...headers })
  response.end(json ? JSON.stringify(body) : body)
}

/** The file's text: the SDK posts it as one part of a multipart form, others as the bare body. */
async function uploaded(contentType: string, bytes: Buffer<ArrayBuffer>): Promise<string> {
  if (!contentType.startsWith('multipart/form-data')) return bytes.toString('utf8')
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  const parts = await Promise.all([...form.values()].map((part) => (typeof part === 'string' ? part : part.text())))
  return parts.join('')
}

const query = (request: IncomingMessage) =>
  readArguments('', new URL(request.url ?? '/', 'http://slack').search.slice(1))
