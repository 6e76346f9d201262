// Our own server: which request finds which handler, and what stands on every answer.
import { describe, expect, test } from 'vitest'
import { getOnly, type Handler } from '../../src/web/server.ts'
import { ask, askRaw, serve } from './serve.ts'

const echo: Handler = (request, response, where) => {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ method: request.method, ...where }))
}
const routes = () => ({
  'GET /exact': echo,
  'GET /files/*': echo,
  'GET /files/known': ((_request, response) => void response.end('known')) satisfies Handler,
  'GET /once': getOnly(echo),
  'POST /events': echo,
  'GET /both': echo,
  'POST /both': echo,
  'GET /fails': (() => {
    throw new Error('on purpose')
  }) satisfies Handler,
  'GET /fails-half-way': ((_request, response) => {
    response.writeHead(200)
    response.flushHeaders()
    throw new Error('on purpose')
  }) satisfies Handler,
})

describe('a path', () => {
  test.each([
    ['/exact', { rest: '', query: '' }],
    ['/exact?', { rest: '', query: '' }],
    ['/exact?a=1&b=%20?c', { rest: '', query: 'a=1&b=%20?c' }],
    ['/files/x', { rest: 'x', query: '' }],
    ['/files/a-b_C%2F%20?q=1', { rest: 'a-b_C%2F%20', query: 'q=1' }],
    ['/files/*', { rest: '*', query: '' }],
  ])('%s finds its handler, which gets the rest and the query as they came', async (path, where) => {
    const { url } = await serve(routes)
    const { status, body } = await ask(url + path)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({ method: 'GET', ...where })
  })

  test('that is known as a whole goes before one that begins so', async () => {
    const { url } = await serve(routes)
    expect((await ask(`${url}/files/known`)).body).toBe('known')
  })

  test.each(['/', '/exact/', '/exact/x', '/EXACT', '/files', '/files/', '/files/a/b', '//files/x', '/__proto__', '/x'])(
    '%s is not found',
    async (path) => {
      const { url } = await serve(routes)
      expect(await askRaw(url, path)).toBe(404)
      expect(await ask(`${url}/nowhere`)).toMatchObject({ status: 404, body: '' })
    },
  )

  test.each(['/files/../exact', '/x/..%2fexact', 'http://elsewhere.test/exact'])(
    '%s is taken as it is, and not found',
    async (path) => {
      const { url } = await serve(routes)
      expect(await askRaw(url, path)).toBe(404)
    },
  )
})

describe('a method', () => {
  test.each([
    ['POST', '/exact', 'GET, HEAD'],
    ['DELETE', '/files/x', 'GET, HEAD'],
    ['OPTIONS', '/exact', 'GET, HEAD'],
    ['GET', '/events', 'POST'],
    ['HEAD', '/events', 'POST'],
    ['PUT', '/both', 'GET, HEAD, POST'],
    ['HEAD', '/once', 'GET'],
    ['POST', '/once', 'GET'],
  ])('%s on %s is not allowed, and the answer says which is', async (method, path, allow) => {
    const { url } = await serve(routes)
    const { status, headers, body } = await ask(url + path, method)
    expect({ status, allow: headers.get('allow'), body }).toEqual({ status: 405, allow, body: '' })
  })

  test('HEAD is answered like GET, without the body', async () => {
    const { url } = await serve(routes)
    const { status, headers, body } = await ask(`${url}/exact`, 'HEAD')
    expect({ status, type: headers.get('content-type'), body }).toEqual({
      status: 200,
      type: 'application/json',
      body: '',
    })
  })

  test('GET is answered also where HEAD is not', async () => {
    const { url } = await serve(routes)
    expect((await ask(`${url}/once?q`)).body).toBe('{"method":"GET","rest":"","query":"q"}')
  })
})

describe('a handler that throws', () => {
  test('is a 500 that says nothing; whoever runs the bot hears of the error and not of the address', async () => {
    const { url, troubles } = await serve(routes)
    expect(await ask(`${url}/fails?secret=1`)).toMatchObject({ status: 500, body: '' })
    expect(troubles).toEqual([new Error('on purpose')])
  })

  test('half-way ends the answer', async () => {
    const { url, troubles } = await serve(routes)
    expect(await ask(`${url}/fails-half-way`)).toMatchObject({ status: 200, body: '' })
    expect(troubles).toHaveLength(1)
  })
})

describe('every answer', () => {
  test.each([
    ['GET', '/exact', 200],
    ['HEAD', '/exact', 200],
    ['GET', '/nowhere', 404],
    ['POST', '/exact', 405],
    ['GET', '/fails', 500],
  ])(
    '(%s %s: %i) is neither kept, nor guessed at, nor framed, and tells no other site where it was',
    async (method, path, status) => {
      const { url } = await serve(routes)
      const answer = await ask(url + path, method)
      expect(answer.status).toBe(status)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      })
    },
  )
})
