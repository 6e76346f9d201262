// The page that people see in a browser: a mark, a title, what happened, what to do next; without any script.
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Words } from '../words/words.ts'
import { type Html, html, joined, marked } from './html.ts'

export interface Page {
  mark: 'ok' | 'attention'
  title: string
  /** Sentences of the catalogue, as `marked` takes them. */
  paragraphs: readonly string[]
  /** A warning, set apart from the rest. */
  note?: string
  action?: { label: string; href: string }
}

/** The colours have a contrast of at least 4.5 to 1 for text, in the light and in the dark scheme. */
const style = html`
:root { color-scheme: light dark; --ground: #f3f5f8; --card: #fff; --line: #dde2e9; --text: #1b2430; --soft: #566273;
  --ok: #0b7a4b; --ok-ground: #dff4e9; --attention: #8f5200; --attention-ground: #fdf0d9; --button: #2250c8; --on-button: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0f1318; --card: #181e26; --line: #2b3440; --text: #e7ebf0; --soft: #a2adbb;
    --ok: #63d6a0; --ok-ground: #12382a; --attention: #f2bd68; --attention-ground: #3a2b10; --button: #8fb3ff; --on-button: #0d1526 }
}
* { box-sizing: border-box; margin: 0 }
body { min-height: 100vh; min-height: 100svh; display: flex; flex-direction: column; align-items: center; justify-content: center;
  gap: 1.25rem; padding: 1.25rem 1rem; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
main { width: 100%; max-width: 34rem; padding: clamp(1.5rem, 6vw, 2.75rem); background: var(--card);
  border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 1px 2px #0000000d, 0 8px 24px #0000000d }
.mark { display: flex; align-items: center; justify-content: center; width: 3.25rem; height: 3.25rem;
  margin-bottom: 1.25rem; border-radius: 50% }
.ok .mark { background: var(--ok-ground); color: var(--ok) }
.ok .mark::after { content: ""; width: .8rem; height: 1.4rem; margin-top: -.3rem; border: solid;
  border-width: 0 .25rem .25rem 0; transform: rotate(45deg) }
.attention .mark { flex-direction: column; gap: .3rem; background: var(--attention-ground); color: var(--attention) }
.attention .mark::before { content: ""; height: 1.15rem; border-left: .28rem solid; border-radius: .14rem }
.attention .mark::after { content: ""; border: .15rem solid; border-radius: 50% }
h1 { margin-bottom: .75rem; font-size: clamp(1.375rem, 5vw, 1.75rem); line-height: 1.25; letter-spacing: -.01em; text-wrap: balance }
p { text-wrap: pretty }
p + p { margin-top: .75rem }
bdi, b { font-weight: 600 }
b, code { white-space: nowrap }
code { font: .9em/1 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; padding: .1em .35em;
  background: var(--ground); border: 1px solid var(--line); border-radius: .3em }
.note { margin-top: 1.25rem; padding: .9rem 1.1rem; border-left: .25rem solid var(--attention); border-radius: .4rem;
  background: var(--attention-ground) }
.note b { white-space: normal }
.action { display: inline-block; margin-top: 1.75rem; padding: .7rem 1.4rem; border: 2px solid transparent; border-radius: .6rem;
  background: var(--button); color: var(--on-button); font-weight: 600; text-decoration: none }
.action:hover { text-decoration: underline; text-underline-offset: .2em }
.action:focus-visible { outline: 3px solid var(--button); outline-offset: 3px }
footer { color: var(--soft); font-size: .875rem; text-align: center; text-wrap: balance }
@media (max-width: 24rem) { .action { display: block; text-align: center } }
`

// The browser hashes the exact text of the element: with one space more or less it ignores the style.
const styleHash = createHash('sha256').update(String(style)).digest('base64')

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The other security headers are set by the server on every answer. */
export function sendPage(words: Words, response: ServerResponse, status: number, page: Page): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Security-Policy', policy)
  response.writeHead(status)
  response.end(String(whole(words.pages, page)))
}

function whole(words: Words['pages'], { mark, title, paragraphs, note, action }: Page): Html {
  return html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main class="${mark}">
<div class="mark" aria-hidden="true"></div>
<h1>${title}</h1>
${joined(paragraphs.map((paragraph) => html`<p>${marked(paragraph)}</p>\n`))}${note ? html`<p class="note">${marked(note)}</p>\n` : ''}${
  action ? html`<a class="action" href="${action.href}">${action.label}</a>\n` : ''
}</main>
<footer>${marked(words.footer)}</footer>
</body>
</html>
`
}
