// However much there is to tell, a story fits into what Slack takes.
import { expect, test } from 'vitest'
import type { WrittenEntry } from '../../../../src/core/audit.ts'
import { storyMessage } from '../../../../src/slack/views/administration/story-message.ts'
import { english } from '../../../../src/words/words.ts'
import { aRequest, asked } from '../../records.ts'

const long = (index: number): WrittenEntry => ({
  at: asked + index,
  entry: {
    ...{ action: 'request.denied', by: 'UBEA', for: 'UANA', label: '<&>'.repeat(60), rule: '<&>'.repeat(100) },
    note: '<&>'.repeat(400),
  },
})

test.each([0, 1, 45, 46, 500])('a story of %i entries', (amount) => {
  const story = {
    ...{ request: 'k7m2q9xt', owner: 'UANA', label: '<&>'.repeat(60), tokens: [], replaces: 'x', replacedBy: 'y' },
    kept: aRequest({ reason: '<&>\n'.repeat(900) }),
    entries: Array.from({ length: amount }, (_, index) => long(index)),
  }
  const { blocks = [] } = storyMessage(english, { found: 'story', story }, asked)
  expect(blocks.length).toBeLessThanOrEqual(50)
  for (const block of blocks) {
    if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(3_000)
  }
  const said = JSON.stringify(blocks)
  expect(said.split('denied').length - 1).toBe(Math.min(amount, 45))
  expect(said.includes('more in between')).toBe(amount > 45)
})

test('of two hundred that may be meant, as many as fit are offered', () => {
  const choices = Array.from({ length: 200 }, (_, index) => ({ id: `${index}`, owner: 'UANA', label: 'tableau' }))
  expect(storyMessage(english, { found: 'several', choices }, asked).blocks?.length).toBeLessThanOrEqual(50)
})
