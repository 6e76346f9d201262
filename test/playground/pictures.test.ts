// docs/pictures against the bot: the words on each picture are still those that people see, and none shows a secret.
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { drawPage, widths } from './block-kit/page.ts'
import { albumOf } from './pictures/album.ts'
import type { Picture } from './pictures/camera.ts'
import { takePictures } from './pictures/scenes.ts'

const folder = new URL('../../docs/pictures/', import.meta.url)
const LARGEST = 70_000

describe('docs/pictures', () => {
  let pictures: Picture[]
  beforeAll(async () => {
    pictures = await takePictures()
  })

  test('shows what people see today; if not, npm run pictures draws it', () => {
    expect(readFileSync(new URL('README.md', folder), 'utf8')).toBe(albumOf(pictures))
  })

  test('has each picture, small, at the width that it is made for, and no other', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.png'))
    expect(names.sort()).toEqual(pictures.map(({ name }) => `${name}.png`).sort())
    for (const { name, width } of pictures) {
      const png = readFileSync(new URL(`${name}.png`, folder))
      expect(png.length, name).toBeLessThan(LARGEST)
      expect(png.readUInt32BE(16) / widths[width], name).toBe(2)
    }
  })

  test('shows nothing that looks like a secret', () => {
    const everything = pictures.map(({ title, html, text, width }) => drawPage(title, [html], width) + text).join('\n')
    expect(everything).not.toMatch(/[A-Za-z0-9+/]{40,}|xox[abp]-|sign-in\//)
    expect(pictures.find(({ name }) => name === 'secret')?.text).toContain('•'.repeat(64))
  })
})
