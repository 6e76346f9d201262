// Home of each role: with nothing on it, as it usually is, and with more than fits.
import type { AdministratorHome, ApproverHome, Home, TokenNeeds } from '../../../../src/core/home.ts'
import type { LinkConfirmation } from '../../../../src/core/people/link-confirmation.ts'
import type { Link } from '../../../../src/core/people/person.ts'
import type { BrokenRule } from '../../../../src/core/policy/rules-broken.ts'
import { rulesFor } from '../../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { TokenSummary } from '../../../../src/core/tokens/token.ts'
import type { TokenCounts } from '../../../../src/core/tokens/token-counts.ts'
import { failedHomeView, homeView, refusedHomeView } from '../../../../src/slack/views/home/home.ts'
import { answerModal } from '../../../../src/slack/views/notice-modal.ts'
import { aPolicy, approvedByBea, aRequest, asked, forTwo } from '../../../slack/records.ts'
import { anOldToken, aToken, listed, NOW, OLD_TID, retiring, tidOf } from '../records.ts'
import { type Subject, scene, scenesOf } from '../scene.ts'

const link: Link = {
  person: 'UANA',
  uid: '22222222-2222-4222-8222-222222222222',
  dremioName: 'ana@acme.test',
  proof: 'sign-in',
  at: NOW - 40 * DAY,
  by: 'UANA',
}
const noNeeds: TokenNeeds = { receipts: [], replaced: [], toRevoke: [], signsIn: false }
const reminders = rulesFor(aPolicy().reminders, {})

const nothing: Home = {
  person: 'UANA',
  pages: {},
  now: NOW,
  tokens: { list: [], external: 'known' },
  mostTokens: 5,
  needs: noNeeds,
  requests: [],
  approver: undefined,
  administrator: undefined,
  link: undefined,
  reminders,
}

const three: TokenSummary[] = [
  listed('tableau', { tid: tidOf('11111111'), expiresAt: NOW + 5 * DAY, endsAt: NOW + 5 * DAY }),
  listed('quick test', { tid: tidOf('33333333'), madeHere: false }),
  listed('notebook', { tid: tidOf('44444444'), expiresAt: NOW + 80 * DAY, endsAt: NOW + 80 * DAY }),
]

const two = [
  aRequest({ label: 'power bi', state: 'approved', lapsesAt: NOW + 2 * DAY }),
  aRequest({ id: 'aaaaaaaa', label: 'airflow' }),
]
const usual: Home = {
  ...nothing,
  tokens: { list: three, external: 'asked now' },
  requests: two,
  link,
}

const numbers = (amount: number) => Array.from({ length: amount }, (_, index) => index + 1)
const many: TokenSummary[] = [
  listed('tableau', { tid: OLD_TID, state: 'retiring', expiresAt: NOW + 5 * DAY, endsAt: NOW + 20 * HOUR }),
  ...numbers(296).map((number) => listed(`report ${number}`, { tid: tidOf(`${10_000_000 + number}`) })),
  listed('old', { tid: tidOf('66666666'), state: 'expired', expiresAt: NOW - DAY, endsAt: NOW - DAY }),
]
const everyNeed: TokenNeeds = {
  signsIn: true,
  receipts: [aToken({ label: 'dbt' })],
  toRevoke: [aToken({ tid: tidOf('88888888'), label: 'looker', outstandingSince: NOW - DAY })],
  replaced: [
    { old: anOldToken({ ...retiring }), canStay: true },
    {
      old: anOldToken({ ...retiring, tid: tidOf('99999999'), label: 'power bi', outstandingSince: NOW - DAY }),
      canStay: false,
    },
  ],
}
const full: Home = {
  ...usual,
  tokens: { list: many, external: 'known' },
  needs: everyNeed,
  requests: [
    ...two,
    aRequest({ id: 'bbbbbbbb', label: 'spark', state: 'unsure' }),
    aRequest({ id: 'cccccccc', label: 'metabase', state: 'claiming' }),
    forTwo({ id: 'dddddddd', label: 'finance', approvals: [approvedByBea] }),
    ...numbers(12).map((number) => aRequest({ id: `eeeee${100 + number}`, label: `job ${number}` })),
  ],
}

const approver = (change: Partial<ApproverHome> = {}): ApproverHome => ({
  reviews: [],
  decisions: [],
  delegation: undefined,
  ...change,
})
const decided = aRequest({
  id: 'ffffffff',
  state: 'claimed',
  approvals: [approvedByBea],
  review: { by: 'UBEA', verdict: 'approved', at: asked },
})
const denied = aRequest({
  id: 'gggggggg',
  label: 'excel',
  state: 'denied',
  review: { by: 'UBEA', verdict: 'denied', at: asked, comment: 'Use OAuth.' },
})
const delegation = { approver: 'UBEA', delegate: 'UDAN', since: NOW - DAY, until: NOW + 6 * DAY }
const forBea = { person: 'UBEA' }
const oneReview = approver({ reviews: [aRequest()], decisions: [decided, denied], delegation })
const manyReviews = approver({
  reviews: [
    forTwo({ id: 'hhhhhhhh', reviewerRoles: { UBEA: { entries: ['group:S0DATA'], inPlaceOf: 'UCARL' } } }),
    ...numbers(23).map((number) => aRequest({ id: `iiiii${100 + number}`, label: `job ${number}` })),
  ],
  decisions: numbers(40).map((number) => ({ ...decided, id: `jjjjj${100 + number}`, label: `report ${number}` })),
})

const well = (['redis', 'slack', 'dremio', 'alarms'] as const).map((name) => ({ name, isWell: true }))
const toConfirm: LinkConfirmation = {
  id: 'l1n2k3c4',
  version: 1,
  state: 'pending',
  person: 'UBEA',
  uid: '22222222-2222-4222-8222-222222222222',
  dremioName: 'bea@acme.test',
  by: 'UCARL',
  asked: ['UDAN'],
  at: NOW - HOUR,
  lapsesAt: NOW + 3 * DAY,
}
const noOutstanding = { tokens: [], claims: [], leaversTokens: [], leavers: new Set<string>(), canRevoke: true }
const counts: TokenCounts = {
  byState: { active: 212, retiring: 3, expired: 40, revoked: 77 },
  expiring7: 9,
  expiring30: 61,
  createdElsewhere: 18,
  ofLeavers: 0,
  total: 332,
  unreadable: 0,
}
const administrator = (change: Partial<AdministratorHome> = {}): AdministratorHome => ({
  health: well,
  authMethod: 'oauth',
  policyVersion: 'built-in',
  tokens: { counts, breaking: [] },
  outstanding: noOutstanding,
  links: [],
  ...change,
})
const forDan = { person: 'UDAN' }
const tooMany: readonly BrokenRule[] = [{ kind: 'too many tokens', active: 7, most: 5 }]
const busy = administrator({
  tokens: {
    counts: { ...counts, ofLeavers: 1, unreadable: 2 },
    breaking: numbers(5).map((number) => ({
      ...{ tid: tidOf(`${40_000_000 + number}`), owner: 'UANA', label: `report ${number}`, expiresAt: NOW + 90 * DAY },
      broken: [{ kind: 'lifetime', lifetime: 120 * DAY, most: 90 * DAY }, ...tooMany],
    })),
  },
  health: well.map((one) => (one.name === 'dremio' || one.name === 'alarms' ? { ...one, isWell: false } : one)),
  policyVersion: '3f2a9c1b7d4e',
  policySince: NOW - 3 * DAY,
  outstanding: {
    ...noOutstanding,
    tokens: numbers(8).map((number) =>
      anOldToken({
        owner: 'UANA',
        label: `report ${number}`,
        tid: tidOf(`${20_000_000 + number}`),
        outstandingSince: NOW - DAY,
      }),
    ),
    leaversTokens: [
      {
        tid: tidOf('30000000'),
        label: 'tableau',
        expiresAt: NOW + 9 * DAY,
        departure: { person: 'UBEA', because: 'deleted', at: NOW - 2 * DAY },
      },
    ],
  },
  links: [toConfirm],
})

const homes: Record<string, Home> = {
  'nothing yet': nothing,
  usual,
  'full, 300 tokens': full,
  'full, the last pages': { ...full, pages: { tokens: 29, requests: 2 } },
  'only tokens created here are known': { ...usual, tokens: { list: three.slice(2), external: 'known' } },
  'tokens created in Dremio as of yesterday': {
    ...usual,
    tokens: { list: three, external: 'known', listedAt: NOW - DAY },
  },
  'nothing, as Dremio just said': { ...nothing, tokens: { list: [], external: 'asked now' }, link },
  'Dremio is away': { ...usual, tokens: { list: three, external: 'not responding' } },
  'nothing can be read': {
    ...nothing,
    tokens: 'unknown',
    needs: 'unknown',
    requests: 'unknown',
    link: 'unknown',
    reminders: 'unknown',
  },
  'an approver, nothing to review': { ...usual, ...forBea, approver: approver() },
  'an approver, usual': { ...usual, ...forBea, approver: oneReview },
  'an approver, full': { ...full, ...forBea, approver: manyReviews, pages: { reviews: 1, decisions: 3 } },
  'an approver, reviews can’t be read': { ...usual, ...forBea, approver: 'unknown' },
  'a bot admin, nothing to do': { ...nothing, ...forDan, administrator: administrator() },
  'a bot admin, usual': {
    ...usual,
    ...forDan,
    administrator: administrator({ links: [toConfirm], authMethod: 'impersonation' }),
  },
  'a bot admin and approver, full': { ...full, ...forDan, approver: manyReviews, administrator: busy },
  'a bot admin, rights can’t be read': { ...usual, ...forDan, administrator: 'unknown' },
  'a bot admin, parts can’t be read': {
    ...nothing,
    ...forDan,
    administrator: administrator({ outstanding: 'unknown', links: 'unknown', tokens: 'unknown', authMethod: 'issuer' }),
  },
}

export const home: Subject = {
  title: 'Home',
  scenes: [
    ...scenesOf(homes, (words, shown) => homeView(words, shown)),
    scene('that cannot be shown', (words) =>
      failedHomeView(words, { text: words.failures.tooOften({ what: 'act', wait: 12_000 }) }),
    ),
    scene('for somebody who is not served', (words) => refusedHomeView({ text: words.identityFailures.person.guest })),
    scene('form: after Show token on Home', (words) =>
      answerModal(words, words.home.title, { text: words.home.needs.tokenShown }),
    ),
  ],
}
