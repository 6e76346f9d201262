// Home within Slack's limits: never more than a hundred blocks, every page to be reached, and no two buttons that sound alike.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Home, type HomePages, homeLists, isUnread } from '../../../../src/core/home.ts'
import { rulesFor } from '../../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { buttons } from '../../../../src/slack/action-catalog.ts'
import { homeView } from '../../../../src/slack/views/home/home.ts'
import { english } from '../../../../src/words/words.ts'
import { anOldToken, aToken, listed, NOW, retiring, tidOf } from '../../../playground/gallery/records.ts'
import { againstGuidance } from '../../../world/slack/limits/guidance.ts'
import { readHome } from '../../../world/slack/limits/views.ts'
import { aPolicy, approvedByBea, aRequest, asked } from '../../records.ts'

/** https://docs.slack.dev/surfaces/app-home: "A Home tab view can contain up to 100 blocks". */
const MOST_BLOCKS = 100

interface Amounts {
  tokens: number
  requests: number
  ready: number
  receipts: number
  reviews: number
  decisions: number
  outstanding: number
  links: number
}

const label = fc.constantFrom('tableau', 'tableau (2)', 'x'.repeat(60), '  ', '*bold* & <b>', '日本語のラベル')

function fullHome(amounts: Amounts, labels: readonly string[], pages: HomePages, unread: readonly string[]): Home {
  const many = <T>(amount: number, make: (index: number, label: string) => T) =>
    Array.from({ length: amount }, (_, index) => make(index, labels[index % labels.length] ?? 'tableau'))
  const id = (kind: string, index: number) => `${kind}${String(index).padStart(7, '2')}`
  const tid = (kind: number, index: number) => tidOf(String(kind * 10_000_000 + index))
  const home: Home = {
    person: 'UDAN',
    pages,
    now: NOW,
    tokens: {
      list: many(amounts.tokens, (index, name) => listed(name, { tid: tid(1, index), madeHere: index % 2 === 0 })),
      external: 'not responding',
    },
    mostTokens: 5,
    needs: {
      receipts: many(amounts.receipts, (index, name) => aToken({ tid: tid(2, index), label: name })),
      replaced: many(amounts.receipts, (index, name) => ({
        old: anOldToken({ ...retiring, tid: tid(3, index), label: name }),
        canStay: index % 2 === 0,
      })),
      signsIn: true,
      toRevoke: many(amounts.receipts, (index, name) => aToken({ tid: tid(4, index), label: name })),
    },
    requests: [
      ...many(amounts.ready, (index, name) => aRequest({ id: id('r', index), label: name, state: 'approved' })),
      ...many(amounts.requests, (index, name) => aRequest({ id: id('q', index), label: name })),
    ],
    approver: {
      reviews: many(amounts.reviews, (index, name) =>
        aRequest({ id: id('v', index), label: name, reason: 'because '.repeat(40) }),
      ),
      decisions: many(amounts.decisions, (index, name) =>
        aRequest({
          id: id('d', index),
          label: name,
          state: 'claimed',
          approvals: [approvedByBea],
          review: { by: 'UDAN', verdict: 'approved', at: asked },
        }),
      ),
      delegation: undefined,
    },
    administrator: {
      tokens: {
        counts: {
          byState: { active: 300, retiring: 3, expired: 9, revoked: 0 },
          ...{ expiring7: 1, expiring30: 2, createdElsewhere: 3, ofLeavers: 1, total: 312, unreadable: 2 },
        },
        breaking: many(amounts.outstanding, (index, name) => ({
          ...{ tid: tid(6, index), owner: 'UANA', label: name, expiresAt: NOW + DAY },
          broken: [{ kind: 'lifetime' as const, lifetime: 120 * DAY, most: 90 * DAY }],
        })),
      },
      health: (['redis', 'slack', 'dremio', 'alarms'] as const).map((name) => ({ name, isWell: false })),
      authMethod: 'oauth',
      policyVersion: 'built-in',
      outstanding: {
        tokens: many(amounts.outstanding, (index, name) =>
          anOldToken({ tid: tid(5, index), label: name, outstandingSince: NOW - DAY }),
        ),
        claims: [],
        leaversTokens: [],
        leavers: new Set(),
        canRevoke: false,
      },
      links: many(amounts.links, (index, name) => ({
        ...{ id: id('k', index), version: 1, state: 'pending', person: 'UBEA', uid: tid(6, index), by: 'UCARL' },
        ...{ dremioName: name, asked: ['UDAN'], at: NOW - HOUR, lapsesAt: NOW + DAY },
      })) as never,
    },
    link: undefined,
    reminders: rulesFor(aPolicy().reminders, {}),
  }
  return { ...home, ...Object.fromEntries(unread.map((part) => [part, 'unknown'])) }
}

const most: Amounts = {
  ...{ tokens: 300, requests: 60, ready: 20, receipts: 20 },
  ...{ reviews: 60, decisions: 60, outstanding: 60, links: 20 },
}

const upTo = (max: number) => fc.integer({ min: 0, max })
const amounts = fc.record(Object.fromEntries(Object.entries(most).map(([name, max]) => [name, upTo(max)])) as never)
const anyPages = fc.record(Object.fromEntries(homeLists.map((list) => [list, upTo(70)])) as never, { requiredKeys: [] })
const anyUnread = fc.subarray(['tokens', 'needs', 'requests', 'approver', 'administrator', 'link', 'reminders'])

const blocksOf = (home: Home) => homeView(english, home).blocks

describe('Home', () => {
  test('has at most a hundred blocks, and nothing that Slack refuses or advises against, on any page', () => {
    fc.assert(
      fc.property(
        amounts as fc.Arbitrary<Amounts>,
        fc.array(label, { minLength: 1, maxLength: 8 }),
        anyPages as fc.Arbitrary<HomePages>,
        anyUnread,
        (some, labels, pages, unread) => {
          const home = fullHome(some, labels, pages, unread)
          const read = readHome(homeView(english, home))
          expect('messages' in read ? read.messages : []).toEqual([])
          if ('messages' in read) return
          expect(read.content.blocks.length).toBeLessThanOrEqual(MOST_BLOCKS)
          expect(againstGuidance(read.content.blocks)).toEqual([])
        },
      ),
      {
        numRuns: 150,
        examples: [
          [most, ['tableau'], {}, []],
          [most, ['tableau', 'tableau (2)'], { tokens: 3 }, []],
        ],
      },
    )
  })

  test('leads by Next to every page of each list, and by Previous back', () => {
    for (const list of homeLists) {
      const forward = walk(list, buttons.nextHomePage.id, 0)
      expect(forward.length, list).toBeGreaterThan(3)
      expect(walk(list, buttons.previousHomePage.id, forward.at(-1) ?? 0)).toEqual([...forward].reverse())
    }
  })

  test('shows the last page where the wanted one is gone', () => {
    const home = fullHome({ ...most, tokens: 12 }, ['tableau'], { tokens: 29 }, [])
    expect(JSON.stringify(blocksOf(home))).toContain(english.home.page({ from: 11, to: 12, of: 12 }))
  })

  test('offers Refresh where any part of it could not be read', () => {
    const whole = fullHome(most, ['tableau'], {}, [])
    const { administrator } = whole
    if (typeof administrator !== 'object') throw new Error('Not a bot admin')
    const unread: Home = { ...whole, administrator: { ...administrator, links: 'unknown' } }
    for (const [home, is] of [
      [whole, false],
      [unread, true],
      [{ ...whole, link: 'unknown' }, true],
    ] as const) {
      expect(isUnread(home)).toBe(is)
      expect(JSON.stringify(blocksOf(home)).includes(buttons.refreshHome.id)).toBe(is)
    }
  })
})

/** The pages on which one comes by pressing the same button again and again. */
function walk(list: (typeof homeLists)[number], id: string, from: number): number[] {
  const seen = [from]
  for (let page: number | undefined = from; page !== undefined; ) {
    const home = fullHome(most, ['tableau'], { [list]: page }, [])
    const elements = blocksOf(home).flatMap((block) =>
      'elements' in block && block.type === 'actions' ? block.elements : [],
    )
    const turn = elements.find(
      (element) => element.type === 'button' && element.action_id === id && element.value?.startsWith(`${list} `),
    )
    page = turn?.type === 'button' ? Number(turn.value?.split(' ')[1]) : undefined
    if (page !== undefined) seen.push(page)
  }
  return seen
}
