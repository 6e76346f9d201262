// Every way in which something can go wrong has a sentence that a person can read.
import { describe, expect, test } from 'vitest'
import { BotError, type Code } from '../../src/core/errors.ts'
import { sentenceFor } from '../../src/slack/failure.ts'
import { english } from '../../src/words/words.ts'
import { failures } from './every-failure.ts'

const every = Object.entries(failures).flatMap(([code, facts]) =>
  facts.map(
    (one) => [code as Code, JSON.stringify(one), sentenceFor(english, new BotError(code as Code, one))] as const,
  ),
)

describe('every failure is told', () => {
  test.each(every)('%s %s: %s', (code, _facts, sentence) => {
    expect(sentence).toMatch(/^([A-Z]|<@U|\*)/)
    expect(sentence).toMatch(/[.?)`]$/)
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\bat \/|BotError/)
    // Codes are for the log.
    expect(sentence).not.toContain(code.includes('_') ? code : '\0')
    expect(sentence).not.toMatch(/ {2}|\.\.|“”/)
    expect(sentence.length).toBeLessThan(500)
  })
})

test('what nobody foresaw says nothing of what it holds', () => {
  const sentence = sentenceFor(english, new Error('password=hunter2'))
  expect(sentence).toBe(sentenceFor(english, new BotError('broken', {})))
  expect(sentenceFor(english, 'a string')).toBe(sentence)
})

test('the policy’s hints and patterns cannot format, mention or link in a sentence either', () => {
  const sentence = sentenceFor(
    english,
    new BotError('ask_invalid', {
      fields: { label: { kind: 'label form', form: { hint: 'what fits ^<!here>*&`$' } } },
    }),
  )
  expect(sentence).toBe("That needs a change. Use what fits ^&lt;!here&gt;'&amp;'$.")
})

test('what people wrote cannot format, mention or link in a sentence', () => {
  const sentence = sentenceFor(
    english,
    new BotError('no_such_token', { words: '<!channel> *bold* `code` & <@UBEA>', labels: [] }),
  )
  expect(sentence).toContain("“&lt;!channel&gt; 'bold' 'code' &amp; &lt;@UBEA&gt;”")
})
