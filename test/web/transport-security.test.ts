// Strict-Transport-Security: on every answer to a browser that came over https, and never over plain http.
import { request } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sendPage } from '../../src/web/page.ts'
import { createWebServer } from '../../src/web/server.ts'
import { english } from '../../src/words/words.ts'

const page = { mark: 'attention', title: 'A page', paragraphs: [] } as const
const ONE_YEAR = 'max-age=31536000'

/** What `Strict-Transport-Security` says in the answer of a server with that public address. */
async function policyOf(
  publicUrl: string | undefined,
  headers: Record<string, string | string[]>,
  path = '/page',
  method = 'GET',
): Promise<string | undefined> {
  const server = createWebServer(
    {
      'GET /page': (_request, response) => sendPage(english, response, 400, page),
      'GET /healthz': (_request, response) => void response.end('alive'),
      'GET /away': (_request, response) => void response.writeHead(302, { Location: 'https://elsewhere.test/' }).end(),
      'GET /fails': () => {
        throw new Error('on purpose')
      },
    },
    () => {},
    { publicUrl },
  )
  onTestFinished(() => server.close())
  const port = await server.listen(0, '127.0.0.1')
  return new Promise((resolve, reject) => {
    request({ port, path, method, headers, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.headers['strict-transport-security'])
    })
      .on('error', reject)
      .end()
  })
}

describe('with a public address on https', () => {
  const https = 'https://bot.acme.test'

  test.each<[what: string, headers: Record<string, string | string[]>, sent: boolean]>([
    ['a proxy says that it came over https', { 'X-Forwarded-Proto': 'https' }, true],
    ['in capitals', { 'X-Forwarded-Proto': 'HTTPS' }, true],
    ['several proxies say so, the first one next to the browser', { 'X-Forwarded-Proto': 'https, http' }, true],
    ['in two headers', { 'X-Forwarded-Proto': ['https', 'http'] }, true],
    ['by RFC 7239', { Forwarded: 'for=192.0.2.1;proto=https;by=203.0.113.4' }, true],
    ['by RFC 7239, in quotes and capitals', { Forwarded: 'Proto="HTTPS", proto=http' }, true],
    ['nobody says anything', {}, false],
    ['a proxy says that it came over http', { 'X-Forwarded-Proto': 'http' }, false],
    ['only the second proxy was reached over https', { 'X-Forwarded-Proto': 'http, https' }, false],
    ['by RFC 7239, over http', { Forwarded: 'for=192.0.2.1;proto=http, proto=https' }, false],
    ['the two headers differ', { 'X-Forwarded-Proto': 'http', Forwarded: 'proto=https' }, false],
    ['another word', { 'X-Forwarded-Proto': 'httpsx' }, false],
    ['an empty word', { 'X-Forwarded-Proto': '' }, false],
  ])('%s', async (_what, headers, sent) => {
    expect(await policyOf(https, headers)).toBe(sent ? ONE_YEAR : undefined)
  })

  test.each([
    ['GET', '/page'],
    ['HEAD', '/page'],
    ['GET', '/healthz'],
    ['GET', '/away'],
    ['GET', '/fails'],
    ['GET', '/nowhere'],
    ['POST', '/page'],
  ])('is on every answer: %s %s', async (method, path) => {
    expect(await policyOf(https, { 'X-Forwarded-Proto': 'https' }, path, method)).toBe(ONE_YEAR)
    expect(await policyOf(https, {}, path, method)).toBeUndefined()
  })
})

test.each([['http://127.0.0.1:3000'], [undefined]])('with the public address %s it is on none', async (publicUrl) => {
  expect(await policyOf(publicUrl, { 'X-Forwarded-Proto': 'https' })).toBeUndefined()
})
