// Signing in, as the browser sees it: out, back, and what somebody reads who is signed in.
import { describe, expect, test } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import type { Finished } from '../../src/web/success.ts'
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

const wishes: [Finished['pendingAction'], string, string[]][] = [
  [{ kind: 'claim', request: 'r' }, 'You are signed in', ['Return to Slack and press Show token.']],
  [{ kind: 'list' }, 'You are signed in', ['press My tokens there']],
  [{ kind: 'link' }, 'You are linked', ['I know now which Dremio user you are.']],
  [{ kind: 'revoke', which: 'tid' }, 'Your token is revoked', ['It does not work any more.']],
  [{ kind: 'revoke', which: 'all' }, 'Your tokens are revoked', ['They do not work any more.']],
  [
    { kind: 'return', tid: 'tid' },
    'The token you did not get is revoked',
    ['Press Show token in Slack for a new one.'],
  ],
]

describe('somebody who signed in', () => {
  test.each(wishes)('and wanted %j reads: %s', async (pendingAction, title, words) => {
    const { status, body, text } = await comesBack({ pendingAction })
    expect(status).toBe(200)
    expect(body).toContain(`<h1>${title}</h1>`)
    expect(body).toContain('<main class="ok">')
    for (const part of ['You are signed in to Dremio as ana@acme.test, for Ana in Slack.', ...words]) {
      expect(text).toContain(part)
    }
    expect(body).toContain('href="slack://open?team=T0ACME"')
  })

  test.each<[Finished['pendingAction'], string, string]>([
    [{ kind: 'claim', request: 'r' }, 'You are signed in', 'press Show token'],
    [{ kind: 'list' }, 'Your tokens are not listed yet', 'type /dremio-pat list again'],
    [{ kind: 'link' }, 'You are not linked yet', 'type /dremio-pat link again'],
    [{ kind: 'revoke', which: 'tid' }, 'Your token may still work', 'revoke it again'],
    [{ kind: 'revoke', which: 'all' }, 'Your tokens may still work', 'revoke them again'],
    [{ kind: 'return', tid: 'tid' }, 'The token you did not get may still work', 'press I did not get it again'],
  ])('and wanted %j, which failed, reads: %s', async (pendingAction, title, next) => {
    const undone = new BotError('dremio_unavailable', {
      operation: 'sign in',
      mayHaveHappened: false,
      because: 'timeout',
    })
    const { status, body, text } = await comesBack({ pendingAction, undone })
    expect(status).toBe(200)
    expect(body).toContain(`<h1>${title}</h1>`)
    expect(body).toContain('<main class="attention">')
    for (const part of ['You are signed in to Dremio as ana@acme.test', 'Dremio is not answering.', next]) {
      expect(text).toContain(part)
    }
    expect(text).not.toMatch(/revoked|not work any more/)
  })

  test('and wanted to collect what was cancelled meanwhile reads so', async () => {
    const undone = new BotError('request_stale', { state: 'cancelled' })
    const { body, text } = await comesBack({ pendingAction: { kind: 'claim', request: 'r' }, undone })
    expect(body).toContain('<h1>There is nothing to collect</h1>')
    expect(text).not.toContain('Show token')
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
  ])('and is called %j is only that', async (name, shown) => {
    for (const called of [{ name }, { dremioName: name }]) {
      const { body } = await comesBack(called)
      expect(body).toContain(`<bdi>${shown}</bdi>`)
      expect(body.match(/<(?:script|img|h1)\b/g)).toEqual(['<h1'])
    }
  })

  test('and has no name here or there is told without', async () => {
    expect((await comesBack({ dremioName: '' })).text).toContain('You are signed in to Dremio, for Ana in Slack.')
    expect((await comesBack({ name: '' })).text).toContain('You are signed in to Dremio as ana@acme.test.')
  })

  test.each(['', 'U0ACME', 't0acme', 'T0"onclick="x', 'T0&id=C1', 'javascript:x'])(
    'in the workspace %j returns to Slack without naming it',
    async (team) => {
      expect((await comesBack({ team })).body).toContain('<a class="action" href="slack://open">')
    },
  )
})
