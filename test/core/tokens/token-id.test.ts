// How much of a token's id people see.
import { expect, test } from 'vitest'
import { shortId, withShortIds } from '../../../src/core/tokens/token-id.ts'

const tid = '48099374-0cf7-4b5a-938a-671d1be2e409'

test.each([
  ['nothing else', [], '48099374'],
  ['other tokens', ['6c2cda83-f2be-43ea-bf51-adda9c101023'], '48099374'],
  ['itself', [tid], '48099374'],
  ['one that begins in the same way', ['48099374-1111-4b5a-938a-671d1be2e409', tid], '48099374-0'],
  ['one that differs late', ['48099374-0cf7-4b5a-9999-671d1be2e409'], '48099374-0cf7-4b5a-93'],
])('an id beside %s', (_what, beside, shown) => {
  expect(shortId(tid, beside)).toBe(shown)
})

test.each([
  [`replaced by ${tid}`, 'replaced by 48099374'],
  [`${tid.toUpperCase()}, ${tid}.`, '48099374, 48099374.'],
  ['in place of UBEA', 'in place of UBEA'],
  ['until 2026-12-01T09:00:00.000Z', 'until 2026-12-01T09:00:00.000Z'],
])('the note %j', (note, shown) => {
  expect(withShortIds(note)).toBe(shown)
})
