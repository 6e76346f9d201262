// The page itself: what a browser is allowed to do with it, and that it loads nothing.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Page, sendPage } from '../../src/web/page.ts'
import { english } from '../../src/words/words.ts'
import { ask, serve } from './serve.ts'

const full: Page = {
  mark: 'attention',
  title: 'A <title> & more',
  paragraphs: ['One.', 'Two *bold*, `typed`, <i>not</i>.'],
  note: 'Mind this.',
  action: { label: 'Go "on"', href: `slack://open?a=1&b="'` },
}

async function show(page: Page, status = 200) {
  const { url } = await serve(() => ({ 'GET /': (_request, response) => sendPage(english, response, status, page) }))
  return ask(`${url}/`)
}

describe('a page', () => {
  test('carries the strict headers, and its own policy', async () => {
    const { status, headers, body } = await show(full, 418)
    expect(status).toBe(418)
    const sheet = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? ''
    expect(sheet).toContain('prefers-color-scheme: dark')
    // The hash is of the very text between the tags, as the browser computes it.
    const hash = createHash('sha256').update(sheet).digest('base64')
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    })
  })

  test('is whole, says its language, fits a telephone, and is found by no search', async () => {
    const { body } = await show(full)
    expect(body).toMatch(/^<!doctype html>\n<html lang="en">\n/)
    expect(body).toContain('<meta charset="utf-8">')
    expect(body).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">')
    expect(body).toContain('<meta name="robots" content="noindex">')
    expect(body.match(/<main\b/g)).toHaveLength(1)
    expect(body.match(/<h1\b/g)).toHaveLength(1)
    expect(body).toMatch(/<\/html>\n$/)
  })

  test('runs nothing, loads nothing, styles nothing in passing', async () => {
    const { body } = await show(full)
    expect(body).not.toMatch(/<(?:script|link|img|iframe|form|object|base)\b|@import|url\(|\bstyle=|\bon\w+=/i)
  })

  test('escapes text wherever it stands', async () => {
    const { body } = await show(full)
    expect(body).toContain('<h1>A &lt;title&gt; &amp; more</h1>')
    expect(body).toContain('<title>A &lt;title&gt; &amp; more</title>')
    expect(body).toContain('<p>Two <b>bold</b>, <code>typed</code>, &lt;i&gt;not&lt;/i&gt;.</p>')
    expect(body).toContain('href="slack://open?a=1&amp;b=&quot;&#39;">Go &quot;on&quot;</a>')
    expect(body).toContain('<p class="note">Mind this.</p>')
  })

  test('has only what it is given', async () => {
    const { body } = await show({ mark: 'ok', title: 'Done', paragraphs: [] })
    expect(body).toContain('<main class="ok">')
    expect(body.replace(/<style>[\s\S]*<\/style>/, '')).not.toMatch(/<p|<a |note|undefined/)
  })
})
