// `npm run pictures`: plays the story, draws what people see of it, and writes docs/pictures.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPath, startChromium } from './chromium.ts'
import { albumOf } from './pictures/album.ts'
import { photograph } from './pictures/draw.ts'
import { takePictures } from './pictures/scenes.ts'

const FOLDER = fileURLToPath(new URL('../../docs/pictures', import.meta.url))

const program = chromiumPath()
if (program === undefined) {
  console.error('npm run pictures draws with Chromium, and there is none on the PATH (apt-get install -y chromium)')
  process.exit(1)
}
const browser = await startChromium(program)
try {
  const pictures = await takePictures()
  mkdirSync(FOLDER, { recursive: true })
  for (const old of readdirSync(FOLDER).filter((name) => name.endsWith('.png'))) rmSync(join(FOLDER, old))
  for (const picture of pictures) {
    const png = await photograph(browser, picture)
    writeFileSync(join(FOLDER, `${picture.name}.png`), png)
    console.log(`docs/pictures/${picture.name}.png, ${Math.ceil(png.length / 1_000)} kB`)
  }
  writeFileSync(join(FOLDER, 'README.md'), albumOf(pictures))
} finally {
  await browser.close()
}
