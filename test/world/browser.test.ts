// The browser of the tests does what a real one would: cookies, redirects, forms, and no more than the page offers.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'

type Site = Record<string, (request: IncomingMessage, response: ServerResponse, body: string) => void>

const closing = new Set<() => void>()
afterEach(() => {
  for (const close of closing) close()
  closing.clear()
})

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.add(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Pages by method and path; what is not there is 404. */
function serve(site: Site): Promise<string> {
  return listen(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const page = site[`${request.method} ${request.url?.split('?')[0]}`]
    if (!page) response.statusCode = 404
    if (page) page(request, response, Buffer.concat(chunks).toString())
    if (!response.writableEnded) response.end()
  })
}

const html = (text: string) => (_: unknown, response: ServerResponse) => void response.end(text)
const to =
  (location: string, status: number, cookies: string[] = []) =>
  (_: unknown, response: ServerResponse) =>
    void response.writeHead(status, { Location: location, 'Set-Cookie': cookies })

/** Says in plain text what was sent, line by line. */
function echo({ method, url, headers }: IncomingMessage, response: ServerResponse, body: string): void {
  response.setHeader('Content-Type', 'text/plain')
  response.end([method, url, headers.cookie ?? 'no cookie', headers.origin ?? 'no origin', body].join('\n'))
}

describe('a page', () => {
  it('is read as a person sees it', async () => {
    const site = await serve({
      'GET /':
        html(`<!DOCTYPE html><html><head><title>Caf&eacute; &amp; &#66;ar</title><style>p { color: red }</style></head>
        <body><!-- <p>not this</p><a href=x>nor this</a> --><h1>Hello,
          <b>Ana</b>!</h1><p data-x="a > b">One&nbsp;line<br>another</p><script>if (1 < 2) {}</script>
        <a class=x href='/next?a=1&amp;b=2'>Go <i>on</i></a></body></html>`),
    })
    const page = await openBrowser().open(site)
    expect(page).toMatchObject({ status: 200, url: `${site}/`, title: 'Caf&eacute; & Bar' })
    expect(page.text).toBe('Hello, Ana!\nOne line\nanother\nGo on')
    expect(page.links).toEqual([{ label: 'Go on', href: '/next?a=1&b=2' }])
  })

  it('keeps its address where nobody answers', async () => {
    const page = await openBrowser().open('http://127.0.0.1:9/callback?code=x')
    expect(page).toMatchObject({ status: 0, url: 'http://127.0.0.1:9/callback?code=x', text: '' })
  })
})

describe('a form', () => {
  const form = `<form method="POST" action="../send?kept=1">
    <input type="hidden" name="ticket" value="a&quot;b"><input name=email required><input type=password name=password>
    <input type=checkbox name=ticked checked><input type=checkbox name=unticked><input name=off disabled value=x>
    <select name=colour><option value=r>Red</option><option selected>Blue</option></select>
    <textarea name=note>a &lt; b</textarea>
    <button>Sign in</button><button name=cancel value=yes formnovalidate>Cancel</button>
    <button type=button>Help</button><input type=submit name=later value="Not now"></form>`

  it('is sent with its hidden fields and the button that was pressed', async () => {
    const site = await serve({ 'GET /a/form': html(form), 'POST /send': echo })
    const browser = openBrowser()
    await browser.open(`${site}/a/form`)
    browser.fill({ email: 'ana+x@acme.test' })
    const { text } = await browser.press('Sign in')
    const [method, url, , origin, body = ''] = text.split('\n')
    expect([method, url, origin]).toEqual(['POST', '/send?kept=1', site])
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      ticket: 'a"b',
      email: 'ana+x@acme.test',
      password: '',
      ticked: 'on',
      colour: 'Blue',
      note: 'a < b',
    })
    await browser.open(`${site}/a/form`)
    expect((await browser.press('Cancel')).text).toContain('cancel=yes')
  })

  it('wants what is required, and has only the buttons and fields that are there', async () => {
    const site = await serve({ 'GET /': html(form) })
    const browser = openBrowser()
    expect(() => browser.page).toThrow('no page yet')
    await browser.open(site)
    await expect(async () => browser.press('Not now')).rejects.toThrow('email has to be filled in')
    await expect(async () => browser.press('Help')).rejects.toThrow('No button "Help"')
    await expect(async () => browser.follow('Help')).rejects.toThrow('No link "Help"')
    expect(() => browser.fill({ off: 'y' })).toThrow('No field off')
  })

  it('goes into the address when it is a GET', async () => {
    const site = await serve({
      'GET /': html('<form action="/find?old=1"><input name=q><button>Go</button></form>'),
      'GET /find': echo,
    })
    const browser = openBrowser()
    await browser.open(site)
    browser.fill({ q: 'a b' })
    expect((await browser.press('Go')).text).toContain('/find?q=a+b')
  })
})

describe('redirects', () => {
  it('are followed, and every stop is written down without its query', async () => {
    const site = await serve({
      'GET /': html('<form method=post action=/one><input name=a value=1><button>Go</button></form>'),
      'POST /one': to('/two?secret=1', 307),
      'POST /two': to('three', 303),
      'GET /three': echo,
    })
    const browser = openBrowser()
    await browser.open(site)
    expect((await browser.press('Go')).text).toContain('GET\n/three')
    expect(browser.hops).toEqual([
      { method: 'GET', url: `${site}/`, status: 200 },
      { method: 'POST', url: `${site}/one`, status: 307 },
      { method: 'POST', url: `${site}/two`, status: 303 },
      { method: 'GET', url: `${site}/three`, status: 200 },
    ])
    expect(browser.answersFrom(site)[1]).toContain('location: /two?secret=1')
    expect(browser.answersFrom('http://127.0.0.1:9')).toEqual([])
  })

  it('end after fifteen', async () => {
    const site = await serve({ 'GET /': to('/', 302) })
    const browser = openBrowser()
    await expect(browser.open(site)).rejects.toThrow('More than 15 redirects')
    expect(browser.hops).toHaveLength(16)
  })
})

describe('cookies', () => {
  it('come back where they belong, until they are taken away', async () => {
    const site = await serve({
      'GET /a/set': to('/a/see', 302, ['here=1', 'all=2; Path=/', 'deep=3; Path=/a/see/deep', 'gone=4; Max-Age=0']),
      'GET /a/see': echo,
      'GET /see': echo,
      'GET /a/end': to('/a/see', 302, ['all=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT']),
    })
    const externalTokens = await serve({ 'GET /': echo })
    const browser = openBrowser()
    expect((await browser.open(`${site}/a/set`)).text).toContain('here=1; all=2\n')
    expect((await browser.open(`${site}/see`)).text).toContain('\nall=2\n')
    expect((await browser.open(externalTokens)).text).toContain('no cookie')
    expect((await browser.open(`${site}/a/end`)).text).toContain('\nhere=1\n')
    browser.forgetCookies()
    expect((await browser.open(`${site}/a/see`)).text).toContain('no cookie')
  })

  it('that are strict stay behind when another site sends somebody here, lax ones when it posts', async () => {
    const cookies = ['strict=1; SameSite=Strict', 'lax=2; SameSite=Lax', 'none=3; SameSite=None; Secure']
    const site = await serve({ 'GET /': to('/see', 302, cookies), 'GET /see': echo, 'POST /see': echo })
    const other = await serve({
      'GET /': html(
        `<a href="${site}/see">Link</a><form method=post action="${site}/see"><button>Post</button></form>`,
      ),
    })
    const browser = openBrowser()
    expect((await browser.open(site)).text).toContain('strict=1; lax=2; none=3')
    await browser.open(other)
    expect((await browser.follow('Link')).text).toContain('\nlax=2; none=3\n')
    await browser.open(other)
    expect((await browser.press('Post')).text).toContain('\nnone=3\n')
  })

  it('that promise what they do not keep are dropped', async () => {
    const bad = ['__Host-a=1; Path=/', '__Host-b=2; Secure; Path=/x', '__Secure-c=3', '__Host-d=4; Secure; Path=/']
    const site = await serve({ 'GET /': to('/see', 302, bad), 'GET /see': echo })
    expect((await openBrowser().open(site)).text).toContain('\n__Host-d=4\n')
  })
})

it('gets through the pages that the certified provider brings along', async () => {
  for (const method of ['warn', 'info'] as const) vi.spyOn(console, method).mockReturnValue()
  const { default: Provider } = await import('oidc-provider')
  let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
  const issuer = await listen((request, response) => void handle(request, response))
  const key = await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)
  const client = { client_id: 'c', redirect_uris: ['http://127.0.0.1:9/callback'], token_endpoint_auth_method: 'none' }
  const provider = new Provider(issuer, {
    clients: [client as { client_id: string }],
    jwks: { keys: [{ ...key, alg: 'RS256' }] },
    cookies: { keys: ['k'] },
  })
  handle = provider.callback()
  const query = { client_id: 'c', response_type: 'code', scope: 'openid', code_challenge_method: 'S256' }
  const browser = openBrowser()
  await browser.open(`${issuer}/auth?${new URLSearchParams({ ...query, code_challenge: 'c'.repeat(43) })}`)
  browser.fill({ login: 'ana', password: 'anything' })
  await browser.press('Sign-in')
  await browser.press('Continue')
  expect(new URL(browser.page.url).searchParams.has('code')).toBe(true)
  vi.restoreAllMocks()
})
