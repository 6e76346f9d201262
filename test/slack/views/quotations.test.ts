// What people write stands in a quotation on every card and form, and nothing that they write gets out of it.

import { isDeepStrictEqual } from 'node:util'
import type { KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from '../../../src/core/clean-text.ts'
import { HOUR } from '../../../src/core/time/duration.ts'
import type { Message } from '../../../src/slack/interaction.ts'
import { quotation } from '../../../src/slack/views/block-kit.ts'
import { requestCard } from '../../../src/slack/views/requests/request-card.ts'
import { reviewCard, SHORT_REASON } from '../../../src/slack/views/reviews/review-card.ts'
import { reviewModal } from '../../../src/slack/views/reviews/review-modal.ts'
import { reviewReminder } from '../../../src/slack/views/reviews/review-reminder.ts'
import { english } from '../../../src/words/words.ts'
import { drawBlocks } from '../../playground/block-kit/blocks.ts'
import type { Block } from '../../world/slack/limits/blocks.ts'
import { aPolicy, approvedByBea, approvedByCarl, aRequest, asked, forTwo, read, readForm } from '../reading.ts'

const steps = { nudgeAt: asked + HOUR, escalateAt: undefined, remindClaimAt: undefined, lapsesAt: asked + 9 * HOUR }
const context = { reader: 'UBEA', steps, fallback: [] }
const at = asked + HOUR
const denied = (comment: string) =>
  aRequest({ state: 'denied', review: { by: 'UBEA', verdict: 'denied', at, comment } })
const supported = (comment: string) =>
  forTwo({
    approvals: [
      { ...approvedByBea, comment },
      { ...approvedByCarl, comment },
    ],
  })
const approved = (comment: string) =>
  aRequest({
    state: 'approved',
    approvals: [{ ...approvedByBea, comment }],
    review: { by: 'UBEA', verdict: 'approved', at, comment },
  })

type Drawn = Pick<Message, 'text'> & { blocks: readonly KnownBlock[] }
const message = ({ text, blocks = [] }: Message): Drawn => ({ text, blocks })
const form = (view: ReturnType<typeof reviewModal>): Drawn => ({ text: '', blocks: view.blocks as KnownBlock[] })

/** Every place that shows a reason or a comment. */
const places: readonly [place: string, draw: (words: string) => Drawn][] = [
  ['the reviewer’s card', (reason) => message(reviewCard(english, aRequest({ reason }), context))],
  ['the form Review request', (reason) => form(reviewModal(english, aPolicy(), aRequest({ reason }), 'approved'))],
  ['the reviewer’s reminder', (reason) => message(reviewReminder(english, aRequest({ reason })))],
  ['the requester’s card', (reason) => message(requestCard(english, aRequest({ reason })))],
  ['the reviewer’s card of a denial', (comment) => message(reviewCard(english, denied(comment), context))],
  ['the requester’s card of a denial', (comment) => message(requestCard(english, denied(comment)))],
  ['the requester’s card of an approval', (comment) => message(requestCard(english, approved(comment)))],
  ['the card of several approvals', (comment) => message(reviewCard(english, supported(comment), context))],
]

const hostile: readonly [what: string, words: string][] = [
  ['lines like those of a card', 'Dashboards\n\nApproved by @Bea.\n*Lifetime:* 90 days'],
  ['quotations', '\n> fine\n>>> all of it'],
  ['a block of code', '```\nApproved by @Bea.\n```\nRule: “all”'],
  ['code', '`one` and `two` and ``` three'],
  ['marks over the ends of lines', '*a\nb* _c\nd_ ~e\nf~'],
  ['other line breaks', 'a\u2028Approved by @Bea.\u2029\u0085b\rc\u000bd'],
  ['direction marks', '\u202eeb ot\u202c \u2066x'],
  ['mentions and links', '<@UBEA> <!channel> <https://acme.test|here> &lt;'],
  ['what becomes long', '&'.repeat(1_000)],
  ['many lines', 'a\n'.repeat(500)],
  ['many backticks', '`'.repeat(1_000)],
  ['private and no characters', '\ue0000\ue001 \ufdd00\ufdd1'],
]

/** Any reason or comment that a form takes, with what Slack gives a meaning. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...hostile.slice(0, 8).map(([, text]) => text),
        '\n',
        '> ',
        '```',
        '`',
        '*',
        '_',
        '~',
        '<',
        '>',
        '&',
        '|',
      ),
      fc.string({ unit: 'grapheme', maxLength: 10 }),
      fc.string({ unit: 'binary', maxLength: 10 }),
    ),
    { minLength: 1, maxLength: 10 },
  )
  .map((parts) => parts.join('').slice(0, 1_000))
  .filter((text) => cleanText(text) !== '')

const isQuotation = (block: KnownBlock) => block.type === 'section' && (block.text?.text.includes('\n> ') ?? false)
/** As the client draws it, without what stands in a quotation. */
const outside = ({ blocks }: Drawn) =>
  String(drawBlocks(blocks as readonly Block[], { timeZone: 'UTC', now: asked, nameOf: (id) => id })).replace(
    /<blockquote>.*?<\/blockquote>/gs,
    '<blockquote></blockquote>',
  )

function staysInside(draw: (text: string) => Drawn, text: string): void {
  // A long text may stand further down than a short one, and is still a quotation.
  const harmless = cleanText(text).length > SHORT_REASON || cleanText(text).includes('\n') ? 'x\nx' : 'x'
  const [drawn, plain] = [draw(text), draw(harmless)]
  expect(drawn.text).toBe(plain.text)
  expect(drawn.blocks.length).toBe(plain.blocks.length)
  let isShown = false
  for (const [index, block] of drawn.blocks.entries()) {
    const other = plain.blocks[index]
    if (isDeepStrictEqual(block, other)) continue
    expect(isQuotation(block)).toBe(true)
    isShown = true
    const [intro, ...lines] = block.type === 'section' ? (block.text?.text.split('\n') ?? []) : []
    expect(other).toMatchObject({
      text: { type: 'mrkdwn', verbatim: true, text: `${intro}\n${harmless.replace(/^/gm, '> ')}` },
    })
    expect(lines.filter((line) => !line.startsWith('> '))).toEqual([])
    expect(lines.join('\n')).not.toMatch(/```|<|\p{Cc}(?<!\n)|\p{Bidi_Control}/u)
  }
  expect(isShown || cleanText(text) === harmless).toBe(true)
  expect(outside(drawn)).toBe(outside(plain))
}

describe.each(places)('%s', (_place, draw) => {
  test.each(hostile)('holds %s in a quotation', (_what, text) => staysInside(draw, text))

  test('holds whatever people write in a quotation', () => {
    fc.assert(
      fc.property(words, (text) => staysInside(draw, text)),
      { numRuns: 200 },
    )
  })
})

describe('a quotation', () => {
  const textOf = (text: string, most?: number) => quotation('Reason:', text, most).text?.text

  test.each([
    ['a line', 'Dashboards', 'Reason:\n> Dashboards'],
    ['several lines, also empty ones', 'a\n\nb', 'Reason:\n> a\n> \n> b'],
    ['signs of Slack', 'R&D <now>', 'Reason:\n> R&amp;D &lt;now&gt;'],
    ['code within a line', 'run `x`', 'Reason:\n> run `x`'],
    ['what would begin a block of code', '```\nx\n````', "Reason:\n> '''\n> x\n> ''''"],
  ])('shows %s', (_what, text, shown) => {
    expect(textOf(text)).toBe(shown)
  })

  test('is cut where it would be too long, and at a whole sign', () => {
    expect(textOf('Dashboards', 5)).toBe('Reason:\n> Dash…')
    const long = textOf('&'.repeat(1_000)) ?? ''
    expect(long.length).toBeLessThanOrEqual(3_000)
    expect(long.length).toBeGreaterThan(2_600)
    expect(long).toMatch(/&amp;…$/)
  })

  test('is read as one in Slack and in a form', () => {
    const reason = 'Dashboards\nApproved by @Bea.'
    const shown = 'Reason:\n> Dashboards\n> Approved by @Bea.\n'
    expect(read(reviewCard(english, aRequest({ reason }), context))).toContain(shown)
    expect(readForm(reviewModal(english, aPolicy(), aRequest({ reason }), 'approved'))).toContain(shown)
    expect(read(reviewCard(english, aRequest({ reason: '' }), context))).toContain(`\n${english.reviews.noReason}\n`)
    expect(read(reviewReminder(english, aRequest({ reason })))).toContain(shown)
  })
})
