// Every button on an old copy of a message, in every state of what it is about: what the person reads, and what changes.

import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import type { LinkConfirmationState } from '../../src/core/people/link-confirmation-state.ts'
import { requestStates } from '../../src/core/requests/request-state.ts'
import { type ButtonName, buttons, type RetiredName, retiredButtons } from '../../src/slack/action-catalog.ts'
import { english } from '../../src/words/words.ts'
import { ana, bea, carl, startWorld, uids } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import {
  type AskedState,
  aLinkThatIs,
  aRequestThatIs,
  aTokenThatIs,
  GONE,
  openStage,
  type Place,
  presses,
  type Stage,
  type TokenState,
  tokenStates,
} from './stale-buttons.ts'

type Name = ButtonName | RetiredName
type Who = 'ana' | 'bea' | 'carl'
/** What is read, word for word; and what becomes of it, if pressing changes anything. */
type Row = string | readonly [reads: string, becomes: string]

/** On a card that the bot edits, on a reminder, on another message, or on one that only this person sees. */
type Where = 'card' | 'reminder' | 'message' | 'private'

/** What a button is about, where it stands, who presses it, and a row for each state. A button without one does not compile. */
type Entry =
  | { about: 'a request'; on: Where; by: Who; rows: Readonly<Record<AskedState, Row>> }
  | {
      about: 'a token'
      on: Where
      by: Who
      /** The token’s id if not said. */
      value?: (tid: string) => string
      rows: Readonly<Record<TokenState, Row>>
    }
  | { about: 'a link'; on: Where; by: Who; rows: Readonly<Record<LinkConfirmationState, Row>> }
  | { about: 'nothing'; on: Where; by: Who; value: string; reads: string }
  | { about: 'the Home tab' }

const deniedAlready = '@Bea already denied this.'
const cancelledAlready = 'This request was cancelled.'
const lapsedAlready = 'This request has lapsed.'
const beingCreated = 'This token is already being created. One moment.'
const shownAlready = 'This token was already created and shown to its owner. It can’t be shown again.'
const unsureNow = 'creating its token went wrong'

const endedRequest = { denied: deniedAlready, cancelled: cancelledAlready, lapsed: lapsedAlready } as const
const cancels = {
  ...endedRequest,
  pending: ['You cancelled this request.', 'cancelled'],
  approved: ['You cancelled this request.', 'cancelled'],
  'no longer approved': ['You cancelled this request.', 'cancelled'],
  claiming: beingCreated,
  claimed: shownAlready,
  unsure: ['If you see an unfinished token in Dremio, don’t use it.', 'cancelled'],
} as const
const shows = {
  ...endedRequest,
  pending: 'This request is still waiting for review.',
  approved: ['Copy it now. You won’t see it again.', 'claimed'],
  'no longer approved': ['It needs a new review. I’ll message you when it’s decided.', 'pending'],
  claiming: beingCreated,
  claimed: shownAlready,
  unsure: ['Copy it now. You won’t see it again.', 'claimed'],
} as const
const reviewed = {
  ...endedRequest,
  approved: '@Bea already approved this.',
  'no longer approved': ['It needs your decision now.', 'pending'],
  claiming: beingCreated,
  claimed: shownAlready,
  unsure: unsureNow,
} as const

function always<State extends string>(states: readonly State[], row: Row): Readonly<Record<State, Row>> {
  return Object.fromEntries(states.map((state) => [state, row])) as Record<State, Row>
}
const askedStates: readonly AskedState[] = [...requestStates, 'no longer approved']
const form = '== New Dremio token =='
const onlyOwner = english.revocation.onlyOwner({ person: '@Ana' })
const notAdmin = english.identityFailures.notBotAdmin

const ended = {
  'asked again': 'That token is already expired, so nothing changed.',
  expired: 'That token is already expired, so nothing changed.',
  revoked: 'That token is already revoked, so nothing changed.',
} as const
const rotated = 'That token is already rotated, so nothing changed.'
const savedBefore = 'You confirmed that you saved tableau, so it stays.'
const replacement = 'I requested a replacement for tableau.'
const hasReplacement = 'You already have the replacement for tableau'
const isNotReplaced = 'That token isn’t being replaced anymore, so nothing changed. It keeps working.'
const givenBack = 'Thanks for tidying up. Your token tableau is revoked.'
const dropsIt = 'OK, I won’t remind you about tableau again.'
const saved = {
  ...always(tokenStates, 'Saved. It can’t be shown again.'),
  'not confirmed': ['Saved. It can’t be shown again.', 'active confirmed'],
  'asked again': 'Your token has expired',
  expired: 'Your token has expired',
  revoked: ended.revoked,
} as const
const missing = {
  ...always(tokenStates, savedBefore),
  ...ended,
  'not confirmed': ['The one you didn’t get is revoked.', 'revoked undelivered'],
  retiring: rotated,
} as const
const connects = {
  ...always(tokenStates, 'tableau · expires in 30 days'),
  retiring: 'tableau · retiring · stops working in 24 hours',
  'asked again': 'tableau · expired',
  expired: 'tableau · expired',
  revoked: 'How to connect',
} as const

const table: { readonly [Button in Name]: Entry } = {
  cancelRequest: { about: 'a request', on: 'card', by: 'ana', rows: cancels },
  cancelListedRequest: { about: 'a request', on: 'private', by: 'ana', rows: cancels },
  requestAgain: { about: 'a request', on: 'card', by: 'ana', rows: always(askedStates, form) },
  showToken: { about: 'a request', on: 'card', by: 'ana', rows: shows },
  showListedToken: { about: 'a request', on: 'private', by: 'ana', rows: shows },
  approveRequest: {
    ...{ about: 'a request', on: 'card', by: 'bea' },
    rows: { ...reviewed, pending: ['Approved by @Bea.', 'approved'] },
  },
  denyRequest: {
    ...{ about: 'a request', on: 'card', by: 'bea' },
    rows: { ...reviewed, pending: 'Decision: ( ) Approve  (o) Deny' },
  },
  reviewRequest: {
    ...{ about: 'a request', on: 'card', by: 'bea' },
    rows: { ...reviewed, pending: 'Decision: (o) Approve  ( ) Deny' },
  },
  story: { about: 'a request', on: 'private', by: 'carl', rows: always(askedStates, 'Asked for 30 days') },
  sendStoryFile: { about: 'a request', on: 'private', by: 'carl', rows: always(askedStates, english.stories.sent) },

  confirmReceipt: { about: 'a token', on: 'card', by: 'ana', rows: saved },
  reportMissing: { about: 'a token', on: 'card', by: 'ana', rows: missing },
  secretSaved: { about: 'a token', on: 'private', by: 'ana', rows: saved },
  secretMissing: { about: 'a token', on: 'private', by: 'ana', rows: missing },
  hideSecret: { about: 'a token', on: 'private', by: 'ana', rows: always(tokenStates, GONE) },
  howToConnect: { about: 'a token', on: 'card', by: 'ana', rows: connects },
  rotateToken: {
    ...{ about: 'a token', on: 'reminder', by: 'ana' },
    rows: {
      ...ended,
      'not confirmed': replacement,
      active: replacement,
      snoozed: replacement,
      'not renewed': replacement,
      'being replaced': 'You’ve already requested a replacement for tableau.',
      retiring: hasReplacement,
    },
  },
  rotateWithForm: {
    ...{ about: 'a token', on: 'message', by: 'ana' },
    rows: { ...always(tokenStates, form), ...ended, retiring: hasReplacement },
  },
  cutOldToken: {
    ...{ about: 'a token', on: 'card', by: 'ana' },
    rows: {
      ...always(tokenStates, isNotReplaced),
      ...ended,
      retiring: ['Your token is revoked', 'revoked confirmed'],
    },
  },
  keepOldToken: {
    ...{ about: 'a token', on: 'card', by: 'ana' },
    rows: { ...always(tokenStates, isNotReplaced), ...ended, retiring: 'Your token is active' },
  },
  revokeToken: {
    ...{ about: 'a token', on: 'reminder', by: 'ana' },
    rows: { ...always(tokenStates, 'Revoke this token?'), ...ended },
  },
  // Whoever reports a leak is not held up: what became of the token is said once the form is sent.
  revokeLeakedToken: { about: 'a token', on: 'private', by: 'ana', rows: always(tokenStates, 'Revoke this token?') },
  snoozeReminder: {
    ...{ about: 'a token', on: 'reminder', by: 'ana' },
    rows: { ...always(tokenStates, 'Until: [1 day v]'), ...ended, retiring: rotated },
  },
  doNotRenew: {
    ...{ about: 'a token', on: 'reminder', by: 'ana' },
    rows: { ...always(tokenStates, dropsIt), ...ended, retiring: rotated },
  },
  askNotToRenew: {
    ...{ about: 'a token', on: 'reminder', by: 'ana' },
    rows: { ...always(tokenStates, 'I won’t remind you about it again.'), ...ended, retiring: rotated },
  },
  requestExpiredAgain: { about: 'a token', on: 'reminder', by: 'ana', rows: always(tokenStates, form) },
  giveBackToken: {
    ...{ about: 'a token', on: 'card', by: 'ana' },
    rows: {
      ...always(tokenStates, [givenBack, 'revoked confirmed']),
      ...ended,
      'not confirmed': [givenBack, 'revoked shown'],
      retiring: ['Thanks for tidying up. Your old token tableau is revoked.', 'revoked confirmed'],
    },
  },
  askToGiveBack: {
    ...{ about: 'a token', on: 'private', by: 'ana' },
    rows: { ...always(tokenStates, 'tableau expires in 30 days'), ...ended },
  },
  revokePersonsToken: {
    ...{ about: 'a token', on: 'private', by: 'carl', value: (tid) => `${tid} UANA` },
    rows: always(tokenStates, onlyOwner),
  },
  earlierToken: { about: 'a token', on: 'private', by: 'carl', rows: always(tokenStates, 'Asked for 30 days') },
  laterToken: { about: 'a token', on: 'private', by: 'carl', rows: always(tokenStates, 'Asked for 30 days') },

  confirmLink: {
    ...{ about: 'a link', on: 'message', by: 'carl' },
    rows: {
      pending: ['Link confirmed', 'confirmed'],
      confirmed: '@Carl already confirmed this.',
      declined: '@Carl already declined this.',
      lapsed: 'This link has lapsed, so nothing changed.',
      failed: 'but someone else is linked to that Dremio user, so nothing changed.',
      withdrawn: 'The person who asked for this link isn’t a bot admin anymore, so nothing changed.',
    },
  },
  declineLink: {
    ...{ about: 'a link', on: 'message', by: 'carl' },
    rows: {
      pending: ['Link declined', 'declined'],
      confirmed: '@Carl already confirmed this.',
      declined: '@Carl already declined this.',
      lapsed: 'This link has lapsed, so nothing changed.',
      failed: 'but someone else is linked to that Dremio user, so nothing changed.',
      withdrawn: 'The person who asked for this link isn’t a bot admin anymore, so nothing changed.',
    },
  },

  newToken: { about: 'nothing', on: 'private', by: 'ana', value: 'new', reads: form },
  reopenRequestForm: { about: 'nothing', on: 'message', by: 'ana', value: '{}', reads: form },
  myTokens: { about: 'nothing', on: 'message', by: 'ana', value: 'mine', reads: 'active tokens' },
  myRequests: { about: 'nothing', on: 'private', by: 'ana', value: 'mine', reads: 'Your open requests' },
  openRequestList: { about: 'nothing', on: 'message', by: 'bea', value: 'mine', reads: '(only visible to you)' },
  openReminders: { about: 'nothing', on: 'private', by: 'ana', value: 'mine', reads: '== Reminder settings ==' },
  turnRemindersOff: { about: 'nothing', on: 'message', by: 'ana', value: 'off', reads: 'Reminders are off' },
  turnRemindersOn: { about: 'nothing', on: 'message', by: 'ana', value: 'on', reads: '(only visible to you)' },
  sendCalendarFile: { about: 'nothing', on: 'message', by: 'ana', value: 'mine', reads: 'dremio-tokens.ics' },
  openDelegation: { about: 'nothing', on: 'message', by: 'bea', value: 'mine', reads: '== Delegate reviews ==' },
  endDelegation: { about: 'nothing', on: 'message', by: 'bea', value: 'UBEA', reads: english.failures.notDelegated },
  connectTool: { about: 'nothing', on: 'private', by: 'ana', value: 'any', reads: 'How to connect' },
  pasteLeakedToken: { about: 'nothing', on: 'private', by: 'ana', value: 'new', reads: '== Leaked token ==' },
  showHelp: { about: 'nothing', on: 'private', by: 'ana', value: 'help', reads: english.help.title },
  runSuggestedWord: { about: 'nothing', on: 'private', by: 'ana', value: 'list', reads: 'active tokens' },
  // Whoever is no bot admin any more still has the buttons of those days.
  adminHelp: { about: 'nothing', on: 'private', by: 'ana', value: 'help', reads: notAdmin },
  runAdminWord: { about: 'nothing', on: 'private', by: 'ana', value: 'admin outstanding', reads: notAdmin },
  showPolicy: { about: 'nothing', on: 'private', by: 'ana', value: 'policy', reads: notAdmin },
  previewPolicy: { about: 'nothing', on: 'private', by: 'ana', value: 'policy', reads: notAdmin },

  // As one of them, a page that is no more shows what there is.
  allTokens: { about: 'nothing', on: 'message', by: 'carl', value: '1 all', reads: english.allTokens.title },
  previousTokens: { about: 'nothing', on: 'private', by: 'carl', value: '0 all', reads: english.allTokens.title },
  nextTokens: { about: 'nothing', on: 'private', by: 'carl', value: '99 all', reads: english.allTokens.title },
  everybodysTokens: { about: 'nothing', on: 'private', by: 'carl', value: '1 lost', reads: english.allTokens.title },
  exportTokens: { about: 'nothing', on: 'private', by: 'ana', value: '1 all', reads: notAdmin },

  showPerson: { about: 'nothing', on: 'private', by: 'carl', value: 'UANA', reads: 'ana@acme.test' },
  personsTokens: { about: 'nothing', on: 'private', by: 'carl', value: 'UANA', reads: english.allTokens.title },
  revokePersonsTokens: { about: 'nothing', on: 'private', by: 'carl', value: 'UANA', reads: onlyOwner },
  unlinkPerson: { about: 'nothing', on: 'private', by: 'carl', value: 'UDAN', reads: 'isn’t linked' },
  endEverything: { about: 'nothing', on: 'message', by: 'ana', value: 'UBEA', reads: notAdmin },
  forgetSession: { about: 'nothing', on: 'private', by: 'carl', value: 'UDAN', reads: 'Nothing was stored' },

  changeReminders: { about: 'the Home tab' },
  refreshHome: { about: 'the Home tab' },
  previousHomePage: { about: 'the Home tab' },
  nextHomePage: { about: 'the Home tab' },
}

const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
const policy = { tokens: { maxActive: 1_000 }, rules: [{ name: 'reviewed', then: 'review', approvers: ['user:UBEA'] }] }

let stage: Stage
const ends: (() => unknown)[] = []
const context: Pick<TestContext, 'onTestFinished'> = { onTestFinished: (end) => void ends.push(end as () => unknown) }

beforeAll(async () => {
  const env = { POLICY_FILE: policyFile(context, policy), ADMINS: 'UCARL,UDAN' }
  stage = await openStage(await startWorld({ env, slack: { people: [ana, bea, carl, dan] } }))
})
afterAll(async () => {
  await stage.close()
  await stage.world.close()
  for (const end of ends) end()
})

const catalog: Readonly<Record<Name, (typeof buttons)[ButtonName] | (typeof retiredButtons)[RetiredName]>> = {
  ...buttons,
  ...retiredButtons,
}

async function reads(name: Name, who: Who, value: string, place: Place, expected: string, label?: string) {
  // Whatever else is on the screen is called otherwise.
  const named = (text: string) => (label === undefined ? text : text.replaceAll(label, 'tableau'))
  const until = (text: string) => named(text).includes(expected)
  const seen = named(await presses(stage, stage.world[who], catalog[name], value, place, until))
  expect(seen).toContain(expected)
  expect(seen).not.toContain(english.failures.broken)
}

function placeOf(on: Where, card: string, reminder: string): Place {
  return on === 'card' ? { card } : on === 'reminder' ? { reminder } : on
}

const both = (row: Row) => (typeof row === 'string' ? [row, undefined] : row)
const living = () => stage.world.dremio.tokensOf(uids.ana).map(({ tid }) => tid)

// What stands on the Home tab only is pressed in home-buttons.test.ts: that tab has no old copies.
const onMessages = (Object.entries(table) as [Name, Entry][]).flatMap(([name, entry]) =>
  entry.about === 'the Home tab' ? [] : [[name, entry] as const],
)

describe.each(onMessages)('%s', (name, entry) => {
  switch (entry.about) {
    case 'nothing':
      return test('is about nothing that can change', () =>
        reads(name, entry.by, entry.value, placeOf(entry.on, '', ''), entry.reads))
    case 'a request':
      return test.each(Object.entries(entry.rows) as [AskedState, Row][])('%s', async (state, row) => {
        const [expected = '', becomes] = both(row)
        const request = await aRequestThatIs(stage, state)
        const before = living()
        await reads(name, entry.by, request.id, placeOf(entry.on, request.id, ''), expected, request.label)
        const after = await stage.store.requests.find(request.id)
        if (becomes === undefined) expect(after).toEqual(request)
        expect(after?.state).toBe(becomes ?? request.state)
        expect(living()).toHaveLength(before.length + (becomes === 'claimed' ? 1 : 0))
      })
    case 'a token':
      return test.each(Object.entries(entry.rows) as [TokenState, Row][])('%s', async (state, row) => {
        const [expected = '', becomes] = both(row)
        const token = await aTokenThatIs(stage, state)
        const before = living()
        const value = entry.value?.(token.tid) ?? token.tid
        await reads(name, entry.by, value, placeOf(entry.on, token.request ?? '', token.tid), expected, token.label)
        const after = await stage.store.tokens.find(token.tid)
        expect(`${after?.state} ${after?.delivery}`).toBe(becomes ?? `${token.state} ${token.delivery}`)
        const isEnded = becomes?.startsWith('revoked')
        expect(living()).toEqual(before.filter((tid) => !isEnded || tid !== token.tid))
      })
    case 'a link':
      return test.each(Object.entries(entry.rows) as [LinkConfirmationState, Row][])('%s', async (state, row) => {
        const [expected = '', becomes] = both(row)
        const link = await aLinkThatIs(stage, state)
        await reads(name, entry.by, link.id, placeOf(entry.on, '', ''), expected)
        expect((await stage.store.linkConfirmations.find(link.id))?.state).toBe(becomes ?? link.state)
      })
  }
})

test('a reminder that the bot no longer edits is answered in words', async () => {
  const { tid, label } = await aTokenThatIs(stage, 'active')
  await reads('doNotRenew', 'ana', tid, 'message', dropsIt, label)
})
