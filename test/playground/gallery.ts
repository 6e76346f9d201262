// `npm run gallery`: every message, form and page in every state, as one HTML page; `-- --text`: as text; `-- --heights`: sizes.
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { english } from '../../src/words/words.ts'
import { chromiumPath, startChromium } from './chromium.ts'
import { type Drawn, drawSubjects } from './gallery/draw.ts'
import { heightsOnPhone } from './gallery/heights.ts'
import { galleryPage } from './gallery/page.ts'
import { subjects } from './gallery/subjects.ts'
import { galleryText } from './gallery/text.ts'

const { values } = parseArgs({
  options: {
    text: { type: 'boolean', default: false },
    heights: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const drawn = await drawSubjects(subjects, english)

if (values.heights) await printHeights(drawn)
else {
  const path = values.out ?? join(tmpdir(), values.text ? 'gallery.txt' : 'gallery.html')
  writeFileSync(path, values.text ? galleryText(drawn) : galleryPage(drawn, 'en'))
  console.log(`${drawn.length} scenes: ${path}`)
}

/** Of every card and form on a phone. */
async function printHeights(cards: readonly Drawn[]): Promise<void> {
  const program = chromiumPath()
  if (program === undefined) throw new Error('Chromium measures, and there is none on the PATH')
  const browser = await startChromium(program)
  try {
    for (const { subject, name, height } of await heightsOnPhone(browser, cards)) {
      console.log(`${String(height).padStart(5)} px  ${subject}: ${name}`)
    }
  } finally {
    await browser.close()
  }
}
