// Every page leads somewhere: its links, anchors and pictures exist, and each page is reached from the README.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchorsIn, linksIn, pages, picturesIn, ROOT, read } from './pages.ts'

/** What is wrong with a link on that page, or nothing. */
function brokenBecause(page: string, link: string): string | undefined {
  if (/^https:\/\//.test(link)) return undefined
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : normalize(join(dirname(page), path))
  if (!existsSync(join(ROOT, target))) return `${target} does not exist`
  if (anchor === undefined || anchorsIn(read(target)).includes(anchor)) return undefined
  return `${target} has no heading for #${anchor}`
}

describe.each(pages)('%s', (page) => {
  test('leads to what exists', () => {
    const broken = linksIn(read(page)).flatMap((link) => {
      const because = brokenBecause(page, link)
      return because === undefined ? [] : [`${link}: ${because}`]
    })
    expect(broken).toEqual([])
  })

  test('says what its pictures show, and shows none larger than is sharp', () => {
    for (const { src, width, alt } of picturesIn(read(page))) {
      expect(alt, src).toMatch(/^.{10,}/)
      // Screens have two pixels for one: https://www.w3.org/TR/png-3/#11IHDR has the width at 16.
      expect(width, src).toBeGreaterThan(0)
      expect(readFileSync(join(ROOT, dirname(page), src)).readUInt32BE(16), src).toBeGreaterThanOrEqual(2 * width)
    }
  })
})

test('every page and every picture is reached from the README', () => {
  const reached = new Set<string>()
  const visit = (page: string) => {
    if (reached.has(page)) return
    reached.add(page)
    if (!page.endsWith('.md')) return
    for (const link of linksIn(read(page))) {
      const [path = ''] = link.split('#')
      if (path !== '' && !path.startsWith('https:')) visit(normalize(join(dirname(page), path)))
    }
  }
  visit('README.md')
  expect(pages.filter((page) => !reached.has(page))).toEqual([])
  const album = picturesIn(read('docs/pictures/README.md')).map(({ src }) => `docs/pictures/${src}`)
  expect(album.length).toBeGreaterThan(8)
  expect(album.filter((picture) => !reached.has(picture))).toEqual([])
})

describe('a link would be noticed that', () => {
  test.each([
    ['leads to no file', 'nowhere.md', 'docs/nowhere.md does not exist'],
    ['leads to no heading', 'redis.md#nowhere', 'docs/redis.md has no heading for #nowhere'],
    ['leads to no heading of its own page', '#nowhere', 'docs/using.md has no heading for #nowhere'],
  ])('%s', (_, link, because) => {
    expect(brokenBecause('docs/using.md', link)).toBe(because)
  })

  test('is a link at all, of either kind', () => {
    const text = '[a](a.md#b) `[not](this.md)` <img src="p.png" width="1" alt="">\n```\n[nor](that.md)\n```\n'
    expect(linksIn(text)).toEqual(['a.md#b', 'p.png'])
  })

  test('has an anchor as GitHub makes them', () => {
    expect(anchorsIn('# Where it’s kept, & how long\n## `oauth`\n```\n# no heading\n```\n')).toEqual([
      'where-its-kept--how-long',
      'oauth',
    ])
  })
})
