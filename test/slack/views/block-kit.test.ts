// The small pieces of cards: escaped, cut at whole characters, within Slack's limits.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buttons } from '../../../src/slack/action-catalog.ts'
import {
  button,
  cut,
  escaped,
  formatted,
  header,
  hint,
  inlineText,
  LONGEST_BUTTON,
  LONGEST_HEADER,
  LONGEST_SECTION,
  labelText,
  moment,
  plain,
  quotation,
  section,
} from '../../../src/slack/views/block-kit.ts'
import { english } from '../../../src/words/words.ts'

const someday = Date.UTC(2026, 11, 1, 14, 5)

describe('escaping', () => {
  test('touches the three signs that mean something to Slack, and nothing else', () => {
    expect(escaped('a & b <!channel> "c" \'d\' &amp;')).toBe('a &amp; b &lt;!channel&gt; "c" \'d\' &amp;amp;')
  })

  test('keeps somebody’s words on one line, unable to format', () => {
    expect(inlineText('two\nlines,\ttabs')).toBe('two lines, tabs')
    expect(inlineText('*bold* `code` ~gone~')).toBe("'bold' 'code' 'gone'")
    expect(labelText('a*b')).toBe("*a'b*")
    expect(inlineText('in\u200bvoice \u202egnp.exe')).toBe('invoice gnp.exe')
  })

  test('comes after cutting, so that no entity is cut in half', () => {
    expect(inlineText('&&&&', 3)).toBe('&amp;&amp;…')
  })
})

describe('cutting', () => {
  test.each([
    ['short', 10, 'short'],
    ['exactly10!', 10, 'exactly10!'],
    ['eleven long', 10, 'eleven lo…'],
    ['👍👍👍', 4, '👍…'],
    ['👍👍👍', 6, '👍👍👍'],
    ['', 5, ''],
  ])('%j to %i is %j', (text, most, kept) => {
    expect(cut(text, most)).toBe(kept)
  })

  test('never makes half a character, and never more than allowed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const kept = cut(text, most)
        return kept.length <= most && !/\p{Surrogate}/u.test(kept)
      }),
    )
  })
})

describe('rateLimits', () => {
  const long = '👍&'.repeat(4_000)
  test('hold for every piece, whatever is put in', () => {
    expect(section(long).text?.text.length).toBeLessThanOrEqual(LONGEST_SECTION)
    expect(quotation('Reason:', long).text?.text.length).toBeLessThanOrEqual(LONGEST_SECTION)
    expect(formatted(long).text.length).toBeLessThanOrEqual(LONGEST_SECTION)
    expect(header(long).text.text.length).toBeLessThanOrEqual(LONGEST_HEADER)
    expect(button(english, buttons.runSuggestedWord, long).text.text.length).toBeLessThanOrEqual(LONGEST_BUTTON)
    expect(plain(long, 24).text.length).toBeLessThanOrEqual(24)
  })

  test.each([
    ['Neues Token für Dremio anfordern', 24, 'Neues Token für Dremio…'],
    ['Donaudampfschifffahrtsgesellschaft', 24, 'Donaudampfschifffahrtsg…'],
    ['👍👍👍👍', 6, '👍👍…'],
    ['fits', 4, 'fits'],
  ])('“%s” in %i characters ends with a whole word or character', (text, most, cut) => {
    expect(plain(text, most).text).toBe(cut)
  })

  test.each([
    ['Ask <@UANA> or <@UBEA> about it', 25, 'Ask <@UANA> or…'],
    ['See <https://docs.example/page|the documentation>', 40, 'See…'],
    ['Tom &amp; Jerry are away', 11, 'Tom…'],
    ['Run ```npm ci and then``` again', 22, 'Run ```npm ci and…```'],
  ])('“%s” in %i characters stays readable', (text, most, cut) => {
    expect(formatted(text, most).text).toBe(cut)
  })

  test('formatted text is taken literally: no names, channels or addresses are made into links', () => {
    expect(formatted('@everyone')).toMatchObject({ type: 'mrkdwn', verbatim: true })
    expect(hint('#general').elements[0]).toMatchObject({ verbatim: true })
    expect(quotation('Reason:', '<!channel>').text).toMatchObject({
      text: 'Reason:\n> &lt;!channel&gt;',
      verbatim: true,
    })
  })
})

describe('a button', () => {
  test('has the id and the label of the catalog, and the value that it was given', () => {
    expect(button(english, buttons.showToken, 'k7m2q9xt')).toEqual({
      type: 'button',
      action_id: 'request-card.show-token',
      text: { type: 'plain_text', text: 'Show token', emoji: false },
      value: 'k7m2q9xt',
    })
  })

  test('has its own style, or else that of the place', () => {
    expect(button(english, buttons.approveRequest, 'id').style).toBe('primary')
    expect(button(english, buttons.approveRequest, 'id', 'danger').style).toBe('primary')
    expect(button(english, buttons.denyRequest, 'id').style).toBeUndefined()
    expect(button(english, buttons.revokeToken, 'id', 'danger').style).toBe('danger')
    expect(button(english, buttons.revokeToken, 'id').style).toBeUndefined()
  })

  test('without a label shows its value', () => {
    expect(button(english, buttons.runSuggestedWord, 'revoke')).toMatchObject({
      text: { text: 'revoke' },
      value: 'revoke',
    })
  })

  test('asks once more where the catalog says so', () => {
    const { title, deny } = english.labels.confirmations.doNotRenew
    expect(button(english, buttons.doNotRenew, 'id').confirm).toMatchObject({
      title: { type: 'plain_text', text: title },
      deny: { text: deny },
      style: 'danger',
    })
    expect(button(english, buttons.snoozeReminder, 'id').confirm).toBeUndefined()
  })
})

describe('times', () => {
  test('are shown in the reader’s zone, and in UTC where a client cannot', () => {
    expect(moment(someday)).toBe('<!date^1796133900^{date_pretty} at {time}|2026-12-01 14:05 UTC>')
  })
})
