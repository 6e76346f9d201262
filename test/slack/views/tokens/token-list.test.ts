// The list of tokens: a row for each, with what can be done about it.
import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { TokenSummary } from '../../../../src/core/tokens/token.ts'
import { tokenListMessage } from '../../../../src/slack/views/tokens/token-list.ts'
import { english } from '../../../../src/words/words.ts'
import { asked, read } from '../../reading.ts'

function aToken(change: Partial<TokenSummary> = {}): TokenSummary {
  const endsAt = change.endsAt ?? asked + 30 * DAY
  return {
    ...{ tid: 'ffffffff-1111-4111-8111-111111111111', label: 'tableau', createdAt: asked, expiresAt: endsAt, endsAt },
    ...{ state: 'active', madeHere: true, working: false },
    ...change,
  }
}

function list(...tokens: TokenSummary[]): string {
  const numbered = tokens.map((token, index) => ({ ...token, tid: `${index}${token.tid.slice(1)}` }))
  return read(tokenListMessage(english, { tokens: numbered, fresh: true }, asked))
}

const everything = "[ … Rotate | How do I connect? | I'm done with it | Revoke ]"

test.each([
  ['that works', {}, `tableau · expires in 30 days · January 1   ${everything}`],
  [
    'that ends soon',
    { endsAt: asked + 30 * HOUR },
    `tableau · expires in 30 hours · tomorrow at 8:00 PM   ${everything}`,
  ],
  [
    'that is being replaced',
    { state: 'retiring', endsAt: asked + DAY },
    "tableau · retiring · stops working in 24 hours · tomorrow at 2:00 PM   [ … How do I connect? | I'm done with it | Revoke ]",
  ],
  [
    'that has expired',
    { state: 'expired', endsAt: asked - DAY },
    'tableau · expired 24 hours ago · yesterday at 2:00 PM',
  ],
] as const)('a token %s is one row', (_, change, row) => {
  expect(list(aToken(change)).split('\n').slice(1)).toEqual([row])
})

test('the token that the bot works with has no menu, and says why', () => {
  expect(list(aToken({ working: true }))).not.toContain('[ …')
  expect(list(aToken({ working: true }))).toContain(english.tokens.usedByBot)
})

test('as many as are shown fit into one message', () => {
  const text = list(...Array.from({ length: 30 }, () => aToken({ label: 'x'.repeat(150), working: true })))
  expect(text).toContain(english.tokens.more({ amount: 10 }).replaceAll('&lt;', '<').replaceAll('&gt;', '>'))
})
