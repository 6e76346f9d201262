// However the bot and its documents say a duration, people may say it to the bot.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseDuration } from '../../src/core/time/duration.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const files = [
  'README.md',
  'manifest.yml',
  ...readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(slack|words|core|web|operations)\/.*\.ts$/.test(path))
    .map((path) => join('src', path)),
]

// Told by a list of this test's own, so that a way of saying it that the reader lacks is found and not overlooked.
const AMOUNT =
  'an?|half an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|sixty|ninety|\\d+'
const IN_WORDS = new RegExp(`\\b(?:${AMOUNT})[ -](?:second|minute|hour|day|week|fortnight|month|year)s?\\b`, 'gi')
const IN_LETTERS = /`(\d+(?:s|m|h|d|w|mo))`/g

const said = files.flatMap((path) => {
  // Nobody reads comments in Slack.
  const text = readFileSync(join(ROOT, path), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  return [...(text.match(IN_WORDS) ?? []), ...[...text.matchAll(IN_LETTERS)].map(([, word = '']) => word)]
})
const ways = [...new Set(said.map((way) => way.toLowerCase()))]

test('there are many ways', () => {
  expect(ways).toEqual(expect.arrayContaining(['7 days', '2 weeks', 'thirty days', 'a week', '12h', '3mo']))
})

test.each(ways)('%s is understood', (way) => {
  expect(parseDuration(way)).toBeGreaterThan(0)
})
