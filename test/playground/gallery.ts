// `npm run gallery`: every message, form and page in every state, as one HTML page; `-- --text`: golden text; `-- --heights`: sizes.
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { english, type Words } from '../../src/words/words.ts'
import { pseudo } from '../words/pseudo.ts'
import { chromiumPath, startChromium } from './chromium.ts'
import { type Drawn, drawSubjects } from './gallery/draw.ts'
import { goldenFile } from './gallery/golden.ts'
import { heightsOnPhone } from './gallery/heights.ts'
import { galleryPage } from './gallery/page.ts'
import { subjects } from './gallery/subjects.ts'
import { galleryText } from './gallery/text.ts'

/** English, and the one of the tests, which is longer and shows what is not in the catalogue. */
const languages: Readonly<Record<string, Words>> = { en: english, pseudo }

const { values } = parseArgs({
  options: {
    text: { type: 'boolean', default: false },
    heights: { type: 'boolean', default: false },
    language: { type: 'string', default: 'en' },
    out: { type: 'string' },
  },
})
const { language } = values
const words = languages[language]
if (!words) throw new Error(`There is no language “${language}”, only ${Object.keys(languages).join(' and ')}`)
const drawn = await drawSubjects(subjects, words)

if (values.heights) await printHeights(drawn)
else {
  const kept = values.text && language === 'en' ? goldenFile('en') : undefined
  const path = values.out ?? kept ?? join(tmpdir(), `gallery-${language}.${values.text ? 'txt' : 'html'}`)
  writeFileSync(path, values.text ? galleryText(drawn) : galleryPage(drawn, language))
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
