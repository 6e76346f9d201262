// The gallery as one HTML page: every scene at the width of a phone and of a desktop, side by side.
import { type Html, html, joined } from '../../../src/web/html.ts'
import { STYLE } from '../block-kit/style.ts'
import type { Drawn } from './draw.ts'

/** CSS pixels: a small phone of today, and the middle column of Slack on a desktop. */
export const galleryWidths = { phone: 360, desktop: 700 } as const

/** A document that needs nothing but itself. `language` is a BCP 47 tag. */
export function galleryPage(drawn: readonly Drawn[], language: string): string {
  const bySubject = new Map<string, Drawn[]>()
  for (const scene of drawn) bySubject.set(scene.subject, [...(bySubject.get(scene.subject) ?? []), scene])
  const sections = [...bySubject].map(([subject, scenes], index) => drawSubject(subject, scenes, index))
  const contents = [...bySubject].map(
    ([subject, scenes], index) => html`<a href="#s${String(index)}">${subject} <i>${String(scenes.length)}</i></a>`,
  )
  const title = `Gallery: ${drawn.length} scenes`
  const head = html`<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>`
  const body = html`<body><nav><b>${title}</b>${joined(contents)}</nav>${joined(sections)}</body></html>`
  // Written here and nowhere else, so it needs no escaping, which would break it.
  return `<!doctype html>${head}<style>${STYLE}${LAYOUT}</style></head>${body}`
}

function drawSubject(subject: string, scenes: readonly Drawn[], index: number): Html {
  const rows = scenes.map((scene, at) => drawRow(scene, `s${index}-${at}`))
  return html`<section id="s${String(index)}"><h2>${subject}</h2>${joined(rows)}</section>`
}

function drawRow({ name, kind, html: card, document, behind }: Drawn, id: string): Html {
  const framed = (width: keyof typeof galleryWidths) =>
    html`<div class="frame ${width}" data-kind="${kind}">${card ?? html`<iframe title="${name}" srcdoc="${document ?? ''}"></iframe>`}</div>`
  const notes = behind.map((line) => html`<li>${line}</li>`)
  return html`<div class="scene" id="${id}" data-scene="${name}"><h3>${name}</h3><div class="pair">${framed('phone')}${framed('desktop')}</div>${
    notes.length > 0 ? html`<ul class="behind">${joined(notes)}</ul>` : ''
  }</div>`
}

const LAYOUT = `
  body { padding: 0 24px 80px 252px; background: #f4f4f6 }
  nav { position: fixed; inset: 0 auto 0 0; width: 228px; overflow: auto; padding: 20px 16px; background: #fff;
    border-right: 1px solid #ddd; font-size: 14px }
  nav a { display: flex; justify-content: space-between; padding: 5px 0 }
  nav i { color: #868686; font-style: normal }
  h2 { margin: 0 0 8px; padding-top: 32px; font-size: 22px }
  h3 { margin: 24px 0 6px; font-size: 13px; font-weight: 400; color: #616061 }
  .pair { display: flex; gap: 20px; align-items: flex-start }
  .frame { flex: none; overflow: hidden; border: 1px solid #e2e2e2; border-radius: 8px; background: #fff }
  .frame.phone { width: ${galleryWidths.phone}px }
  .frame.desktop { width: ${galleryWidths.desktop}px }
  /* The page itself is light; what a browser's dark scheme does to it is another matter. */
  iframe { display: block; width: 100%; height: 680px; border: 0; color-scheme: light }
  .behind { max-width: ${galleryWidths.phone + galleryWidths.desktop + 20}px; margin: 6px 0 0; padding-left: 18px;
    font-size: 12px; color: #616061 }
`
