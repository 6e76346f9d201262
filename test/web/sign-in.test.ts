// Signing in, as the browser sees it: out, back, and what somebody reads who is signed in.
import { describe, expect, test } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import type { Finished } from '../../src/web/success.ts'
import { english } from '../../src/words/words.ts'
import { begin, finished, PAGE, QUERY, TICKET } from './browser.ts'
import { ask } from './serve.ts'

const comesBack = async (what: Partial<Finished>) => {
  const { back } = await begin({ finishSignIn: async () => ({ ...finished, ...what }) })
  return ask(`${back}?${QUERY}`)
}

describe('the way out', () => {
  test('leads to the sign-in page, with the ticket of the link', async () => {
    const { out, openSignIn } = await begin()
    const { status, headers, body } = await ask(out)
    expect({ status, to: headers.get('location'), body }).toEqual({ status: 302, to: PAGE, body: '' })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(openSignIn.mock.calls).toEqual([[TICKET]])
  })

  test('begins nothing for HEAD, and is there for nothing else', async () => {
    const { out, openSignIn, checkSignInLink } = await begin()
    const looked = await ask(out, 'HEAD')
    expect({ status: looked.status, to: looked.headers.get('location') }).toEqual({ status: 302, to: null })
    expect(checkSignInLink.mock.calls).toEqual([[TICKET]])
    const { status, headers } = await ask(out, 'POST')
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'GET, HEAD' })
    expect((await ask(`${out}/more`)).status).toBe(404)
    expect(openSignIn).not.toHaveBeenCalled()
  })

  test('says to HEAD as well that a link does not work', async () => {
    const used = new BotError('sign_in_link', { because: 'used' })
    const { out } = await begin({ checkSignInLink: () => Promise.reject(used) })
    expect((await ask(out, 'HEAD')).status).toBe(410)
  })

  test('is begun once for fifty who open the link at the same moment, and once more afterwards', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { out, openSignIn } = await begin({
      openSignIn: async () => {
        await held
        return { page: PAGE }
      },
    })
    const opened = Array.from({ length: 50 }, () => ask(out))
    await expect.poll(() => openSignIn.mock.calls.length).toBe(1)
    // So that all of them are there before the first is answered.
    await expect.poll(async () => (await Promise.race([...opened, ask(`${out}/x`)])).status).toBe(404)
    release()
    for (const { status } of await Promise.all(opened)) expect(status).toBe(302)
    expect(openSignIn.mock.calls.length).toBeLessThan(5)
    await ask(out)
    expect(openSignIn.mock.calls.length).toBeGreaterThan(1)
  })

  test('to an address that cannot stand in a header is our fault, and cuts no header in two', async () => {
    const { out } = await begin({ openSignIn: async () => ({ page: 'https://x.test/\r\nSet-Cookie: a=b' }) })
    const { status, headers } = await ask(out)
    expect(status).toBe(500)
    expect(headers.get('set-cookie')).toBeNull()
  })
})

describe('the way back', () => {
  test('hands over the query as it came', async () => {
    const { back, finishSignIn } = await begin()
    expect((await ask(`${back}?${QUERY}`)).status).toBe(200)
    await ask(back)
    expect(finishSignIn.mock.calls).toEqual([[QUERY], ['']])
  })

  test.each(['HEAD', 'POST'])('is not used up by %s', async (method) => {
    const { back, finishSignIn } = await begin()
    const { status, headers } = await ask(`${back}?${QUERY}`, method)
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'GET' })
    expect(finishSignIn).not.toHaveBeenCalled()
  })
})

const { pages, pageFailures } = english
const SIGNED_IN = pages.signedIn({ name: 'ana@acme.test' })

const wishes: [Finished['pendingAction'], { title: string; next: string }, string][] = [
  [{ kind: 'claim', request: 'r' }, pages.claim, 'press Show token.'],
  [{ kind: 'list' }, pages.list, 'press My tokens.'],
  [{ kind: 'rotate', tid: 'tid' }, pages.rotate, 'what’s next'],
  [{ kind: 'link' }, pages.link, 'I know your Dremio user now.'],
  [{ kind: 'revoke', which: 'tid' }, pages.revoke, 'It no longer works.'],
  [{ kind: 'revoke', which: 'all' }, pages.revokeAll, 'They no longer work.'],
  [{ kind: 'return', tid: 'tid' }, pages.return, 'Press Show token in Slack for a new one.'],
]

describe('somebody who signed in', () => {
  test.each(wishes)('and wanted %j reads: %j', async (pendingAction, { title }, next) => {
    const { status, body, text } = await comesBack({ pendingAction })
    expect(status).toBe(200)
    expect(body).toContain(`<h1>${title}</h1>`)
    expect(body).toContain('<main class="ok">')
    for (const part of [SIGNED_IN, next]) expect(text).toContain(part)
    expect(body).toContain('href="slack://open?team=T0ACME"')
  })

  test.each<[Finished['pendingAction'], { title: string; next: string }, string]>([
    [{ kind: 'claim', request: 'r' }, pages.claimOpen, 'press Show token'],
    [{ kind: 'list' }, pages.listOpen, 'type /dremio-pat list again'],
    [{ kind: 'rotate', tid: 'tid' }, pages.rotateOpen, 'press Rotate again'],
    [{ kind: 'link' }, pages.linkOpen, 'type /dremio-pat link again'],
    [{ kind: 'revoke', which: 'tid' }, pages.revokeOpen, 'revoke it again'],
    [{ kind: 'revoke', which: 'all' }, pages.revokeAllOpen, 'revoke them again'],
    [{ kind: 'return', tid: 'tid' }, pages.returnOpen, 'press I did not get it again'],
  ])('and wanted %j, which failed, reads: %j', async (pendingAction, { title }, next) => {
    const undone = new BotError('dremio_unavailable', {
      operation: 'sign in',
      mayHaveHappened: false,
      because: 'timeout',
    })
    const { status, body, text } = await comesBack({ pendingAction, undone })
    expect(status).toBe(200)
    expect(body).toContain(`<h1>${title}</h1>`)
    expect(body).toContain('<main class="attention">')
    for (const part of [SIGNED_IN, pages.unfinished({ because: pageFailures.dremioAway }), next]) {
      expect(text).toContain(part)
    }
    expect(text).not.toMatch(/is revoked|are revoked|no longer work/)
  })

  test('and wanted to collect what was cancelled meanwhile reads so', async () => {
    const undone = new BotError('request_stale', { state: 'cancelled' })
    const { body, text } = await comesBack({ pendingAction: { kind: 'claim', request: 'r' }, undone })
    expect(body).toContain(`<h1>${pages.claimGone.title}</h1>`)
    expect(text).toContain(pages.claimGone.next)
    expect(text).not.toMatch(/Show token|couldn’t finish|already done/)
  })

  test('leaves word for whoever runs the bot only of what they can mend', async () => {
    const undone = [new Error('canary'), new BotError('redis_unavailable', {}), new BotError('not_linked', {})]
    const rest = [...undone]
    const { back, troubles } = await begin({ finishSignIn: async () => ({ ...finished, undone: rest.shift() }) })
    for (const _ of undone) expect((await ask(`${back}?${QUERY}`)).body).not.toContain('canary')
    expect(troubles).toEqual(undone.slice(0, 2))
  })

  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onclick='x' `, '&quot; onclick=&#39;x&#39;'],
    ['</bdi></main><h1>Now call us', '&lt;/bdi&gt;&lt;/main&gt;&lt;h1&gt;Now call us'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['gnp\u202Eexe.\u2066x\u200F', 'gnpexe.x'],
    ['one\r\n\u2028two\u0000three', 'one twothree'],
    ['💥'.repeat(200), `${'💥'.repeat(79)}…`],
    ['محمد', 'محمد'],
    ['*Ana* `ana`', '&#39;Ana&#39; &#39;ana&#39;'],
  ])('and is called %j is only that', async (name, shown) => {
    const { body } = await comesBack({ dremioName: name })
    expect(body).toContain(`<bdi>${shown}</bdi>`)
    expect(body.match(/<(?:script|img|h1)\b/g)).toEqual(['<h1'])
  })

  test('and whose name is not known is told without', async () => {
    expect((await comesBack({ dremioName: '' })).text).toContain(pages.signedIn({}))
  })

  test.each(['', 'U0ACME', 't0acme', 'T0"onclick="x', 'T0&id=C1', 'javascript:x'])(
    'in the workspace %j returns to Slack without naming it',
    async (team) => {
      expect((await comesBack({ team })).body).toContain('<a class="action" href="slack://open">')
    },
  )
})
