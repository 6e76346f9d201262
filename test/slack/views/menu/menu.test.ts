// The private menu: what waits for its reader, and the button that leads there.
import { expect, test } from 'vitest'
import type { Request } from '../../../../src/core/requests/request.ts'
import { menuMessage } from '../../../../src/slack/views/menu/menu.ts'
import { english } from '../../../../src/words/words.ts'
import { approvedByBea, aRequest, forTwo, read } from '../../reading.ts'

const tokens = 'You don’t have any active Dremio tokens.'

function menu(mine: Request[], toReview: Request[]) {
  const message = menuMessage(english, tokens, { mine, toReview }, { reader: 'UBEA', mayAdminister: false })
  return { text: read(message), json: JSON.stringify(message) }
}

test('with nothing that waits it has only the buttons to begin with', () => {
  const { text, json } = menu([], [])
  expect(text).toContain(`${tokens}\n[ New token ]  [ My tokens ]  [ Help ]`)
  expect(json).not.toContain('review')
})

test('one request to review is a press away', () => {
  const { text, json } = menu([], [aRequest()])
  expect(text).toContain('1 request needs your review.   [ Review ]')
  expect(json).toContain('"action_id":"review-card.review"')
  expect(json).toContain('"value":"k7m2q9xt"')
})

test('of several requests to review it opens the list', () => {
  const { text, json } = menu([], [aRequest(), aRequest({ id: 'another1' })])
  expect(text).toContain('2 requests need your review.   [ Review ]')
  expect(json).toContain('"action_id":"request-list.open"')
  expect(json).not.toContain('review-card.review')
})

test('it counts what is ready to collect, and leaves out what its reader has approved', () => {
  const { text } = menu([aRequest(), aRequest({ state: 'approved' })], [forTwo({ approvals: [approvedByBea] })])
  expect(text).toContain('2 open requests; 1 approved and ready.   [ Show token ]')
  expect(text).not.toContain('review')
  expect(menu([aRequest({ state: 'approved' })], []).text).toContain(
    '1 open request, approved and ready.   [ Show token ]',
  )
  const two = menu([aRequest({ state: 'approved' }), aRequest({ state: 'approved', id: 'another1' })], []).text
  expect(two).toContain(`2 open requests, approved and ready.\n`)
  expect(two).toContain(english.menu.howToSee)
})

test('a bot admin reads where the rest is', () => {
  const more = (mayAdminister: boolean) =>
    read(menuMessage(english, tokens, { mine: [], toReview: [] }, { reader: 'UBEA', mayAdminister }))
  expect(more(true)).toContain(english.menu.moreForAdmins)
  expect(more(false)).not.toContain('admin')
})
