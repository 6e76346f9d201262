// Photographs pictures with Chromium: each as large as what stands on it, at the width that it is made for.
import type { Browser } from 'playwright-core'
import { drawPage, widths } from '../block-kit/page.ts'
import type { Picture } from './camera.ts'
import { smallPng } from './small-png.ts'

/** Device pixels for each of the page's, so that words stay sharp where pages are shown smaller than they are. */
const SCALE = 2

/** As PNG. Fails if the page asks for anything from elsewhere. */
export async function photograph(browser: Browser, { title, width, html }: Picture): Promise<Buffer> {
  const viewport = { width: widths[width], height: 200 }
  const page = await browser.newPage({ viewport, deviceScaleFactor: SCALE, locale: 'en-US' })
  try {
    await page.route('**', async (route) => {
      throw new Error(`A picture asks for ${route.request().url()}`)
    })
    await page.setContent(drawPage(title, [html], width))
    return smallPng(await page.locator('main').screenshot({ type: 'png', animations: 'disabled' }))
  } finally {
    await page.close()
  }
}
