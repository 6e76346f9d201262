// What bot admins see of everybody's tokens.

import type { Ended } from '../../../../src/core/ended.ts'
import type { LeftTokens } from '../../../../src/core/messenger.ts'
import type { Link } from '../../../../src/core/people/person.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { TokenPage } from '../../../../src/operations/administration/list-all-tokens.ts'
import type { PersonOverview } from '../../../../src/operations/administration/show-person.ts'
import {
  askToRevokeMessage,
  endEverythingModal,
  endedForPerson,
  endedMessage,
  endedTokensMessage,
} from '../../../../src/slack/views/people/ended.ts'
import { personMessage } from '../../../../src/slack/views/people/person.ts'
import { allTokensMessage, exportedMessage } from '../../../../src/slack/views/tokens/all-tokens.ts'
import { aRequest } from '../../../slack/records.ts'
import { listed, NOW, tidOf } from '../records.ts'
import { answer, type Subject, scene, scenesOf } from '../scene.ts'

type Known = TokenPage['tokens'][number]

const known = (label: string, id: string, change: Partial<Known> = {}): Known => {
  const expiresAt = change.expiresAt ?? NOW + 30 * DAY
  return {
    ...{ owner: 'UANA', uid: tidOf('00000001'), tid: tidOf(id), label, createdAt: NOW - DAY },
    ...{ expiresAt, endsAt: expiresAt, state: 'active', madeHere: true },
    ...change,
  }
}

const counts: TokenPage['counts'] = {
  ...{ byState: { active: 4, retiring: 1, expired: 1, revoked: 1 }, expiring7: 2, expiring30: 4 },
  ...{ createdElsewhere: 1, ofLeavers: 1, total: 7, unreadable: 0 },
}

const some: Known[] = [
  known('tableau', '11111111', { expiresAt: NOW + 20 * HOUR, endsAt: NOW + 20 * HOUR }),
  known('superset', '22222222', { state: 'retiring', endsAt: NOW + 2 * DAY }),
  known('power bi', '33333333', { owner: 'UBEA', expiresAt: NOW + 6 * DAY, endsAt: NOW + 6 * DAY }),
  known('quick test', '44444444', { owner: 'UDORA', madeHere: false }),
  known('notebook', '55555555', { expiresAt: NOW + 80 * DAY, endsAt: NOW + 80 * DAY }),
  known('old', '66666666', { state: 'expired', expiresAt: NOW - DAY, endsAt: NOW - DAY }),
  known('gone', '77777777', { state: 'revoked' }),
]
const many = Array.from({ length: 25 }, (_, index) => known(`report ${index + 1}`, `${10_000_000 + index}`))

const page = (tokens: Known[], change: Partial<TokenPage> = {}): TokenPage => ({
  query: { filter: 'all', page: 1 },
  tokens,
  matching: tokens.length,
  pages: 1,
  counts,
  leavers: new Set(['UDORA']),
  canRevoke: true,
  seen: { oldest: NOW - 2 * DAY, newest: NOW - HOUR, never: 0 },
  ...change,
})

const lists: Record<string, TokenPage> = {
  'of each kind': page(some),
  none: page([], {
    counts: { ...counts, byState: { active: 0, retiring: 0, expired: 0, revoked: 0 } },
    seen: { never: 0 },
  }),
  'a page of several': page(many, {
    query: { filter: 'expiring30', page: 2 },
    matching: 312,
    pages: 13,
    seen: { oldest: NOW, newest: NOW, never: 3 },
  }),
  'of one person, some could not be read': page(some.slice(0, 2), {
    query: { filter: 'all', page: 1, person: 'UANA' },
    counts: { ...counts, unreadable: 2 },
    seen: { never: 1 },
  }),
  'by label, more than are shown': page(many, {
    query: { filter: 'all', page: 1, label: 'report' },
    matching: 40,
    pages: 2,
  }),
}

const link: Link = {
  ...{ person: 'UANA', uid: tidOf('00000001'), dremioName: 'ana@acme.test', proof: 'sign-in' },
  ...{ at: NOW - 40 * DAY, by: 'UANA' },
}
const person = (change: Partial<PersonOverview> = {}): PersonOverview => ({
  whom: 'UANA',
  inSlack: 'served',
  departure: undefined,
  link: link,
  assignment: undefined,
  confirmation: undefined,
  session: true,
  tokens: {
    tokens: [
      listed('tableau', { tid: tidOf('11111111'), expiresAt: NOW + 20 * HOUR, endsAt: NOW + 20 * HOUR }),
      listed('quick test', { tid: tidOf('33333333'), madeHere: false }),
    ],
    fresh: true,
  },
  requests: [aRequest()],
  delegation: undefined,
  inPlaceOf: [],
  reminders: {
    on: true,
    before: [14 * DAY, DAY],
    at: 540,
    days: ['mon', 'tue'],
    digestFrom: 3,
    escalateAfterIgnored: 3,
  },
  canRevoke: true,
  ...change,
})

const people: Record<string, PersonOverview> = {
  'on Software': person(),
  'on Cloud, everything at once': person({
    canRevoke: false,
    link: { ...link, proof: 'administrator', by: 'UCARL' },
    assignment: { ...link, by: 'UCARL', dremioName: '', uid: tidOf('00000002') },
    confirmation: {
      ...{ id: 'k7m2q9xt', version: 1, state: 'pending', person: 'UANA', uid: tidOf('00000003'), dremioName: 'bea' },
      ...{ by: 'UBEA', asked: ['UCARL'], at: NOW, lapsesAt: NOW + 3 * DAY },
    },
    tokens: {
      tokens: Array.from({ length: 12 }, (_, index) =>
        listed(`report ${index + 1}`, { tid: tidOf(`${10_000_000 + index}`) }),
      ),
      fresh: false,
    },
    requests: [
      aRequest(),
      aRequest({ id: 'aaaaaaaa', state: 'approved' }),
      aRequest({ id: 'bbbbbbbb', state: 'claiming' }),
      aRequest({ id: 'cccccccc', state: 'unsure' }),
    ],
    delegation: { approver: 'UANA', delegate: 'UBEA', since: NOW, until: NOW + 2 * DAY },
    inPlaceOf: ['UCARL'],
    reminders: { on: true, before: [DAY], at: 'any', days: ['mon', 'tue'], digestFrom: 3, escalateAfterIgnored: 3 },
  }),
  'left, and nothing is stored': person({
    inSlack: 'deleted',
    departure: { person: 'UANA', because: 'deleted', at: NOW - 2 * DAY },
    link: undefined,
    session: false,
    tokens: { tokens: [], fresh: false },
    requests: [],
    reminders: { on: false, before: [], at: 'any', days: ['mon', 'tue'], digestFrom: 3, escalateAfterIgnored: 3 },
  }),
  'not in Slack, linked by address': person({
    inSlack: 'no such person',
    link: { ...link, proof: 'email', email: 'ana@acme.test' },
  }),
  'nothing can be read': person({
    ...{ inSlack: 'unknown', departure: 'unknown', link: 'unknown', assignment: 'unknown', confirmation: 'unknown' },
    ...{ session: 'unknown', tokens: 'unknown', requests: 'unknown', delegation: 'unknown', inPlaceOf: 'unknown' },
    reminders: 'unknown',
  }),
}

const three = ['11111111', '22222222', '33333333'].map((id, index) => ({
  ...{ tid: tidOf(id), label: ['tableau', 'superset', 'quick test'][index] ?? '', expiresAt: NOW + (index + 4) * DAY },
}))
const manyLeft = Array.from({ length: 23 }, (_, index) => ({
  ...{ tid: tidOf(`${10_000_000 + index}`), label: `report ${index + 1}`, expiresAt: NOW + 30 * DAY },
}))
const deed = (change: Partial<Ended> = {}): Ended => ({
  ...{ whom: 'UANA', by: 'UCARL', cancelled: ['dashboards'], creating: [], delegate: 'UBEA', revoked: three },
  ...{
    left: [],
    newlyLeft: [],
    later: [],
    keptWorking: false,
    isListed: true,
    isLinked: true,
    signedOut: true,
    unfinished: [],
    reviewsFor: ['UDAN'],
    isTold: true,
  },
  ...change,
})
const nothingDone = { cancelled: [], revoked: [], signedOut: false }
const { delegate: _, ...withoutDelegate } = deed(nothingDone)
const deeds: Record<string, Ended> = {
  'on Software': deed(),
  'on Cloud, some are left': deed({ revoked: [], left: three, newlyLeft: three, isListed: false }),
  'on Cloud, many are left of somebody who has left': deed({
    ...{ revoked: [], left: manyLeft, newlyLeft: manyLeft, isListed: false, isTold: false },
  }),
  'one is left, and the bot works with another': deed({
    ...{ left: three.slice(0, 1), newlyLeft: three.slice(0, 1), keptWorking: true },
  }),
  'not finished': deed({
    ...{ isLinked: false, unfinished: ['requests', 'delegation', 'tokens', 'session'], creating: ['tableau'] },
  }),
  'Dremio is away': deed({ revoked: [], later: three }),
  'nothing was left': withoutDelegate,
}
const leftTokens: LeftTokens = { owner: 'UANA', by: 'UCARL', at: NOW - DAY, open: three, left: [...three, ...manyLeft] }
const oneLeft = { ...leftTokens, open: three.slice(0, 1), left: three.slice(0, 1) }

export const administering: Subject = {
  title: 'For bot admins',
  scenes: [
    ...scenesOf(lists, (words, found) => allTokensMessage(words, found, NOW)).map(({ name, draw }) =>
      answer(`all tokens: ${name}`, draw),
    ),
    ...scenesOf(people, (words, found) => personMessage(words, found, NOW)).map(({ name, draw }) =>
      answer(`show: ${name}`, draw),
    ),
    ...(['unlinked', 'sessionForgotten', 'noSessionToForget'] as const).map((done) =>
      answer(`show: ${done}`, (words) => personMessage(words, person(), NOW, words.aboutPerson[done])),
    ),
    ...scenesOf(people, (words, found) => endEverythingModal(words, found)).map(({ name, draw }) =>
      scene(`end everything: form, ${name}`, draw),
    ),
    scene('end everything: form, a delegation and no list', (words) =>
      endEverythingModal(
        words,
        person({
          canRevoke: false,
          tokens: { tokens: [], fresh: false },
          requests: [],
          delegation: { approver: 'UANA', delegate: 'UBEA', since: NOW, until: NOW + 2 * DAY },
        }),
      ),
    ),
    ...scenesOf(deeds, (words, done) => endedMessage(words, done)).map(({ name, draw }) =>
      scene(`end everything: ${name}`, draw),
    ),
    ...scenesOf(deeds, (words, done) => endedForPerson(words, done)).map(({ name, draw }) =>
      scene(`end everything, for the person: ${name}`, draw),
    ),
    scene('end everything: form, on Cloud, nothing can be read', (words) =>
      endEverythingModal(words, person({ canRevoke: false, tokens: 'unknown' })),
    ),
    scene('end everything: asked again', (words) => askToRevokeMessage(words, leftTokens)),
    scene('end everything: asked again, for one token', (words) => askToRevokeMessage(words, oneLeft)),
    scene('end everything: still left after a day', (words) => endedTokensMessage(words, 'left', leftTokens)),
    scene('end everything: one is still left', (words) => endedTokensMessage(words, 'left', oneLeft)),
    scene('end everything: all are gone', (words) => endedTokensMessage(words, 'done', leftTokens)),
    answer('all tokens: the file is sent', (words) => exportedMessage(words, { amount: 312, unreadable: 0 })),
    answer('all tokens: the file is sent, some could not be read', (words) =>
      exportedMessage(words, { amount: 312, unreadable: 2 }),
    ),
    answer('all tokens: files cannot be sent', (words) =>
      exportedMessage(words, { amount: 312, unreadable: 0, missingScope: 'files:write' }),
    ),
    answer('all tokens: what stands beside the file', ({ allTokens }) => ({
      text: `${allTokens.fileTitle}\n${allTokens.fileComment}`,
    })),
  ],
}
