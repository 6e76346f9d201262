// What doctor says of our own address: every reason with its own cure, and the way back of a browser on its own line.
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { lookAtPublicAddress } from '../src/public-address.ts'
import { freePort } from './world/free-port.ts'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

type Answers = Record<string, { status: number; body?: string; ours?: boolean; location?: string }>
const answering = (answers: Answers) =>
  serve((request, response) => {
    const { status, body = '', ours = false, location } = answers[request.url ?? ''] ?? { status: 404 }
    if (ours) response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'sha256-x'")
    if (location !== undefined) response.setHeader('Location', location)
    response.writeHead(status).end(body)
  })

const alive = { status: 200, body: '{"status":"alive"}', ours: true }

test.each<[string, Answers, health: string, back: string]>([
  ['ours', { '/healthz': alive, '/dremio/callback': { status: 400, ours: true } }, 'ok answers', 'ok is reached'],
  [
    'Redis is away',
    { '/healthz': alive, '/dremio/callback': { status: 503, ours: true } },
    'ok answers',
    'ok is reached',
  ],
  [
    'another configuration runs',
    { '/healthz': alive, '/dremio/callback': { status: 404, ours: true } },
    'ok answers',
    'warning /dremio/callback answers 404 -> The web process that answers runs with another configuration',
  ],
  [
    'a proxy lets only probes through',
    { '/healthz': alive, '/dremio/callback': { status: 403 } },
    'ok answers',
    'warning /dremio/callback answers 403 -> What is in front of the bot must let browsers through to /dremio/callback',
  ],
  [
    'somebody else answers',
    { '/healthz': { status: 200, body: '<h1>Welcome to nginx</h1>' } },
    'warning answers 200 to /healthz: it is not the bot that answers there -> Check that PUBLIC_URL leads to',
    'warning could not be tried -> Once PUBLIC_URL answers',
  ],
  [
    'a sign-in stands before it',
    { '/healthz': { status: 302, location: 'https://sso.acme.test/' } },
    'warning answers 302 to /healthz: it leads elsewhere -> Set PUBLIC_URL to the address that answers by itself',
    'warning could not be tried',
  ],
  [
    'it is closed',
    { '/healthz': { status: 401 } },
    'warning answers 401 to /healthz -> What is in front of the bot must let browsers through',
    'warning could not be tried',
  ],
  [
    'no web process runs',
    { '/healthz': { status: 503, body: 'Application error' } },
    'warning answers 503 to /healthz -> Start the web process',
    'warning could not be tried',
  ],
])('when %s', async (_what, answers, health, back) => {
  const url = await answering(answers)
  const told = (await lookAtPublicAddress(url, 'oauth')).map(({ state, message, remedy }) =>
    `${state} ${message}${remedy === undefined ? '' : ` -> ${remedy}`}`.replace(
      `; register ${url}/dremio/callback as redirect URI`,
      '',
    ),
  )
  expect(told).toEqual([expect.stringContaining(health), expect.stringContaining(back)])
})

test.each([
  [`http://127.0.0.1:${await freePort()}`, 'nobody listens there (ECONNREFUSED)', 'ps:scale web=1'],
  ['https://nowhere.invalid', 'its name cannot be resolved from here (', 'DNS'],
])('%s says why it is not reached', async (url, message, remedy) => {
  const [finding] = await lookAtPublicAddress(url, 'token')
  expect(finding).toMatchObject({
    state: 'warning',
    message: expect.stringContaining(message),
    remedy: expect.stringContaining(remedy),
  })
})

test('an address that speaks no TLS is no trusted one', async () => {
  const url = await serve(() => {})
  const [finding] = await lookAtPublicAddress(url.replace('http:', 'https:'), 'token')
  expect(finding).toMatchObject({
    state: 'warning',
    message: expect.stringContaining('its certificate is not trusted (ERR_SSL'),
  })
})

test('for the issuer Dremio must reach the keys, and for the other two nobody comes back', async () => {
  const url = await answering({ '/healthz': alive, '/.well-known/jwks.json': { status: 200, ours: true } })
  expect(await lookAtPublicAddress(url, 'issuer')).toMatchObject([
    { subject: 'Public URL', state: 'ok' },
    { subject: 'Published keys', state: 'ok' },
  ])
  expect(await lookAtPublicAddress(url, 'token')).toMatchObject([{ subject: 'Public URL', state: 'ok' }])
})
