// How tall each card and form is on a phone, as Chromium lays it out; CSS pixels.
import type { Browser } from 'playwright-core'
import type { Drawn } from './draw.ts'
import { galleryPage } from './page.ts'

export interface Height {
  readonly subject: string
  readonly name: string
  /** Of the whole message, with who wrote it and when. */
  readonly height: number
}

/** Without the web pages, which have a window of their own. */
export async function heightsOnPhone(browser: Browser, drawn: readonly Drawn[]): Promise<Height[]> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
  try {
    const cards = drawn.filter(({ kind }) => kind !== 'page')
    await page.setContent(galleryPage(cards, 'en'))
    // The function runs in the page, whose types this project does not know.
    const heights = (await page.evaluate(
      "[...document.querySelectorAll('.frame.phone article')].map((card) => card.getBoundingClientRect().height)",
    )) as number[]
    if (heights.length !== cards.length) throw new Error(`${heights.length} of ${cards.length} cards were laid out`)
    return cards.map(({ subject, name }, index) => ({ subject, name, height: Math.round(heights[index] ?? 0) }))
  } finally {
    await page.close()
  }
}
