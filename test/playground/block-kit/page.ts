// A whole page with cards and forms on it, at the width of a phone or of a desk.
import { type Html, html, joined } from '../../../src/web/html.ts'
import { STYLE } from './style.ts'

export const widths = { phone: 375, desktop: 640 } as const
export type Width = keyof typeof widths

/** A document that needs nothing but itself: no script, no picture, no font from elsewhere. */
export function drawPage(title: string, drawn: readonly Html[], width: Width): string {
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>`
  // Written here and nowhere else, so it needs no escaping, which would break it.
  return `<!doctype html>${page}<style>${STYLE}</style></head>${html`<body><main class="${width}">${joined(drawn)}</main></body></html>`}`
}
